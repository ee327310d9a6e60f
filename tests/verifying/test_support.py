"""How far evidence supports a claim, and where it contradicts it."""

from datetime import UTC, datetime

import pytest

from index.answering.coverage import Coverage
from index.storage.embedding import MiniLM
from index.types import Passage
from index.verifying import conflicts, moments, names, quantities, quotations, support, turns
from index.verifying.aligning import Alignment, Claim
from index.verifying.claims import Kind, read
from index.verifying.evidence import Evidence, lines_of

PUBLISHED = datetime(2025, 11, 16, 18, tzinfo=UTC)
TEXT = (
    "The ferry Astrid struck a sandbank on Saturday and 14 passengers were hurt, harbor master Ines Valdo said. "
    "She did not say who was at the helm. Repairs may cost $3 million. The town of Port Ellery bought the ferry in 2019."
)


def alignment(claim: str, text: str = TEXT) -> Alignment:
    passage = Passage("a#0", "a", 0, 0, len(text), text, "Ferry runs aground", "River Post", None, PUBLISHED)
    return Alignment(Claim(claim, PUBLISHED), Evidence(lines_of(passage, 1)))


def alike(one: str, other: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("source", "told", "is_borne_out"),
    [
        ("at least 21 strikes", "21 strikes", True),
        ("21 strikes", "twenty-one strikes", True),
        ("the 21st strike", "21 strikes", True),
        ("4.7 million people", "4,700,000 people", True),
        ("21 strikes", "exactly 21 strikes", False),
        ("21 strikes", "more than 21 strikes", False),
        ("about 200 people", "200 people", False),
        ("nearly 200 people", "about 200 people", False),
        ("198 people", "about 200 people", True),
        ("198 people", "about 240 people", False),
        ("5 percent", "5 people", False),
        ("5 percent", "5%", True),
        ("$5 million", "5 million people", False),
        ("$5 million", "€5 million", False),
    ],
)
def test_a_figure_bears_out_one_that_says_the_same_as_surely(source: str, told: str, is_borne_out: bool) -> None:
    assert quantities.bears_out(quantities.find(source)[0], quantities.find(told)[0]) is is_borne_out


@pytest.mark.parametrize(
    ("source", "told", "is_borne_out"),
    [
        ("on Saturday", "on Nov. 15", True),
        ("on Saturday", "on 15 November 2025", True),
        ("on Saturday", "in November", True),
        ("on Saturday", "on Friday", False),
        ("since Sept. 2", "since Sept. 2, 2025", True),
        ("since Sept. 2", "since Sept. 3", False),
        ("in the past two years", "in the past eight years", False),
        ("from July 2021 through June 2023", "from February 2021 through June 2023", False),
        ("in 2019", "in 2020", False),
    ],
)
def test_a_time_bears_out_the_same_days_and_the_period_they_are_in(source: str, told: str, is_borne_out: bool) -> None:
    one, other = (next(unit for unit in read(text, PUBLISHED) if unit.kind is Kind.DATE) for text in (source, told))
    assert moments.bears_out(one, other) is is_borne_out


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [("us", "american", True), ("peru", "peruvians", True), ("un", "us", False), ("valdo", "valda", False)],
)
def test_names_have_short_forms_and_forms_of_their_people(one: str, other: str, are_same: bool) -> None:
    assert names.same(one, other) is are_same


def test_initials_stand_for_the_words_they_begin() -> None:
    found = names.initials("The World Health Organization and the Department of Harbor Safety met.")
    assert (found["who"], found["dhs"]) == ("organization", "safety")


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Valdo said 14 passengers were hurt.", []),
        ("The harbor master, Ines Valdo, spoke on Saturday.", []),
        ("Valdo said 15 passengers were hurt on Monday.", ["15", "Monday"]),
        ("Harbor master Marta Quill said 14 passengers were hurt.", ["Marta Quill"]),
    ],
)
def test_figures_times_and_names_must_stand_in_the_evidence(claim: str, missing: list[str]) -> None:
    assert list(conflicts.unfounded(alignment(claim))) == missing


@pytest.mark.parametrize(
    ("claim", "replaced"),
    [
        ("The ferry Astrid struck a sandbank on Saturday and 14 passengers were hurt.", []),
        ("The ferry Valdo struck a sandbank on Saturday and 14 passengers were hurt.", [("Valdo", "Astrid")]),
        ("The ferry Astrid struck a sandbank in 2019 and 14 passengers were hurt.", [("2019", "Saturday")]),
        ("Repairs may cost $14 million.", [("$14 million", "$3 million")]),
    ],
)
def test_what_stands_in_another_one_s_place_is_found(claim: str, replaced: list[tuple[str, str]]) -> None:
    assert list(conflicts.replaced(alignment(claim), alike)) == replaced


def test_figures_that_change_places_are_found() -> None:
    found = alignment("The blast hurt 3 people and killed 21.", "The blast hurt 21 people and killed 3.")
    assert list(conflicts.exchanged(found)) == [("3", "21")]


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("She did not say who was at the helm.", []),
        ("She said who was at the helm.", [("", "not")]),
        ("The ferry Astrid did not strike a sandbank on Saturday.", [("not", "")]),
        ("Repairs may cost $3 million.", []),
        ("Repairs cost $3 million.", [("", "may")]),
        ("The town of Port Ellery sold the ferry in 2019.", [("sold", "bought")]),
    ],
)
def test_denials_doubts_and_opposites_are_found(claim: str, turned: list[tuple[str, str]]) -> None:
    assert [found for found in turns.turned(alignment(claim)) if found[0] != "$3 million"] == turned


def test_a_quotation_is_held_word_for_word_whatever_its_marks() -> None:
    text = quotations.plain("“We won’t leave,” she said — “not now, and not without the crew.”")
    assert quotations.quoted('She said, "We won\'t leave … not without the crew."') == ("We won't leave … not without the crew.",)
    assert quotations.is_held("We won't leave … not without the crew.", text)
    assert not quotations.is_held("We will not leave", text)
    assert not quotations.is_held("not without the crew … we won't leave", text)


@pytest.fixture(scope="module")
def coverage(encoder: MiniLM) -> Coverage:
    return Coverage(encoder)


def test_a_claim_told_word_for_word_is_covered_in_full(coverage: Coverage) -> None:
    found = support.measure(alignment("Repairs may cost $3 million."), coverage)
    assert (found.covered, found.best, found.joined, found.unfounded, found.contradictions) == (1.0, 1.0, 1.0, 0, 0)


def test_what_is_told_elsewhere_is_less_likely_than_what_is_told_here(coverage: Coverage) -> None:
    def chance(claim: str) -> float:
        laid = alignment(claim)
        return support.probability(claim, support.measure(laid, coverage), laid.evidence, coverage)

    assert chance("The ferry hit a sandbank.") > 0.5 > chance("The mayor opened a library.")
