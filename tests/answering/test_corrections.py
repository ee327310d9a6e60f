"""Corrections that articles make in themselves, and who else carries a text."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from index.answering.corrections import notice
from index.newsroom import Newsroom
from index.storage.embedding import MiniLM
from index.types import Article, Passage
from tests.articles import NOW, VALLEY


def passages(text: str) -> tuple[Passage, ...]:
    """An article of one passage."""
    return (Passage(id="a#0", article_id="a", position=0, start=0, end=len(text), text=text, title="A title"),)


@pytest.mark.parametrize(
    "told",
    [
        "An earlier version of this article said that nine trams were lost. There were eleven.",
        "A previous version of our report misstated the mayor's age.",
        "Correction: the school closed after 112 years, not 121.",
        "CLARIFICATION (April 6): The bus takes 40 minutes in summer.",
        "This story has been corrected to show that the depot stands on Canal Street.",
        "The headline was changed after the county lowered its figure.",
        "This version corrects the spelling of Lindqvist.",
        "The article incorrectly stated the price of a stall.",
    ],
)
def test_a_correction_is_recognised_and_told_in_its_own_words(told: str) -> None:
    assert notice(passages(f"Eleven trams were lost in the fire.\n\n{told}\n\nBuses run on both lines.")) == told


@pytest.mark.parametrize(
    "told",
    [
        "The Department of Corrections said nobody was hurt.",
        "The mayor had rejected an earlier version of the plan.",
        "This story has been updated with new details.",
        "The figure was corrected by the county on Tuesday.",
        "She corrected a man in the crowd, who said that the report was late.",
        "Editor's note: This story speaks of a death.",
    ],
)
def test_other_sentences_are_no_correction(told: str) -> None:
    assert notice(passages(f"Eleven trams were lost in the fire.\n\n{told}")) is None


def test_of_a_long_paragraph_only_the_sentence_that_corrects_is_told() -> None:
    long = "The depot was built in 1911 and stood through two floods, a war and a strike of its drivers. " * 5
    assert notice(passages(f"{long}An earlier version of this story gave another year.")) == (
        "An earlier version of this story gave another year."
    )


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    """A newsroom of the valley's articles, one of them corrected and updated."""
    corrected = Article(
        id="z".ljust(16, "0"),
        title="Footbridge at Corran reopens",
        text="The footbridge at Corran reopened on Friday after 14 weeks. The repair cost $220,000, the county engineer said.\n\n"
        "An earlier version of this story said that the repair had cost $250,000.",
        origin="/valley/z.md",
        retrieved=NOW,
        source="Hill Echo",
        published=NOW - timedelta(days=3),
        updated=NOW - timedelta(days=1),
    )
    with Newsroom.open(tmp_path_factory.mktemp("home"), encoder=encoder) as opened:
        opened.ingest([*VALLEY, corrected], now=NOW)
        yield opened


def test_a_citation_shows_what_its_article_corrected_and_when_it_was_updated(news: Newsroom) -> None:
    answer = news.ask("How much did the repair of the footbridge at Corran cost?", now=NOW)
    assert "$220,000" in answer.text
    assert "$250,000" not in answer.text
    cited = answer.citations[0]
    assert cited.correction == "An earlier version of this story said that the repair had cost $250,000."
    assert cited.updated == NOW - timedelta(days=1)


def test_a_text_that_several_outlets_carry_is_one_source_with_all_of_them_named(news: Newsroom) -> None:
    answer = news.ask("How many trams were lost when the tram depot burned down?", now=NOW)
    told = [(citation.source, citation.outlets) for citation in answer.citations]
    assert len(told) == len({citation.quote for citation in answer.citations})
    assert {told[0][0], *told[0][1]} == {"River Post", "Vale Gazette", "Hill Echo"}


def test_what_nobody_corrected_and_nobody_else_carries_is_left_bare(news: Newsroom) -> None:
    answer = news.ask("How many pupils were left at the school in Corran?", now=NOW)
    assert (answer.citations[0].correction, answer.citations[0].outlets) == (None, ())
