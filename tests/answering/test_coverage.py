import pytest

from index.answering.coverage import Coverage, gap, share
from index.storage.embedding import MiniLM


@pytest.fixture(scope="module")
def coverage(encoder: MiniLM) -> Coverage:
    return Coverage(encoder)


def _of(coverage: Coverage, term: str, text: str, *, names: tuple[str, ...] = ()) -> float:
    return coverage.of((term,), text, names=names)[term]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("boats", "One boat sank."),
        ("killed", "The storm kills."),
        ("21", "It was number 21."),
        ("turk", "Volker Türk spoke."),
        ("u.s", "The U.S. Navy"),
    ],
)
def test_the_same_word_covers_in_full(coverage: Coverage, term: str, text: str) -> None:
    assert _of(coverage, term, text) == 1.0


@pytest.mark.parametrize(
    ("term", "text"), [("children", "Two kids were hurt."), ("boat", "A ship was hit."), ("killed", "Three men were slain.")]
)
def test_a_related_word_covers_in_part(coverage: Coverage, term: str, text: str) -> None:
    assert 0.0 < _of(coverage, term, text) <= 0.9


def test_an_unrelated_word_covers_nothing(coverage: Coverage) -> None:
    assert _of(coverage, "gasoline", "The choir sang a psalm.") == 0.0


@pytest.mark.parametrize(("term", "text"), [("42", "It was number 41."), ("2024", "It was in 2025.")])
def test_numbers_are_covered_by_themselves_alone(coverage: Coverage, term: str, text: str) -> None:
    assert _of(coverage, term, text) == 0.0


@pytest.mark.parametrize(("term", "text"), [("norway", "They sailed from Sweden."), ("boat", "A ship was hit.")])
def test_a_name_has_no_synonyms(coverage: Coverage, term: str, text: str) -> None:
    assert _of(coverage, term, text, names=(term,)) == 0.0


def test_a_name_in_the_text_is_no_synonym(coverage: Coverage) -> None:
    assert _of(coverage, "ferry", "The old Ship sank.") == 0.0


@pytest.mark.parametrize(("term", "text"), [("mexico", "The Mexican navy searched."), ("american", "U.S. forces struck.")])
def test_a_form_of_the_name_covers_it_nearly(coverage: Coverage, term: str, text: str) -> None:
    assert _of(coverage, term, text, names=(term,)) == 0.9


def test_every_term_is_told_of_also_in_an_empty_text(coverage: Coverage) -> None:
    assert coverage.of(("boats", "21"), "", names=()) == {"boats": 0.0, "21": 0.0}
    assert coverage.of((), "One boat sank.", names=()) == {}


def test_what_was_asked_before_changes_nothing(coverage: Coverage, encoder: MiniLM) -> None:
    terms, text = ("children", "ferry", "hurt"), "Two kids were injured aboard the boat."
    assert coverage.of(terms, text, names=()) == Coverage(encoder).of(terms, text, names=())


def test_the_share_weighs_each_term_by_its_rarity() -> None:
    covered = {"boats": 1.0, "pacific": 0.5, "far": 0.0}
    rarity = {"boats": 1.0, "pacific": 2.0, "far": 1.0}
    assert share(covered, ("boats", "pacific", "far"), rarity=rarity) == 0.5
    assert share(covered, ("boats",), rarity=rarity) == 1.0


def test_without_terms_there_is_no_share() -> None:
    assert (share({}, (), rarity={}), share({"a": 1.0}, ("a",), rarity={"a": 0.0})) == (None, None)


def test_the_gap_is_the_rarity_of_the_most_telling_missing_term() -> None:
    covered = {"boats": 1.0, "pacific": 0.5, "far": 0.0}
    rarity = {"boats": 9.0, "pacific": 4.0, "far": 1.0}
    assert gap(covered, ("boats", "pacific", "far"), rarity=rarity) == 2.0
    assert (gap(covered, ("boats",), rarity=rarity), gap(covered, (), rarity=rarity)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("term", "text", "covered"),
    [
        ("nc", "Enrollment in North Carolina has grown.", 0.9),
        ("who", "The World Health Organization said so.", 0.9),
        ("rsv", "Cases of respiratory syncytial virus have grown.", 0.9),
        ("nc", "Enrollment in new counties has grown.", 0.0),
    ],
)
def test_initials_cover_the_name_that_they_stand_for(coverage: Coverage, term: str, text: str, covered: float) -> None:
    assert _of(coverage, term, text, names=(term,)) == covered
