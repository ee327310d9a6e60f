from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from index.answering import quotes
from index.answering.evidence import Sentence, gather
from index.answering.judging import Judged
from index.answering.signals import NAMES
from index.retrieval.questions import Plan, plan
from index.types import Answer, Citation, Hit, Overview, Passage, Window

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
WEDNESDAY = datetime(2025, 11, 19, 9, tzinfo=UTC)
OVERVIEW = Overview(articles=38, passages=90, undated=1, embedder="minilm", last_published=WEDNESDAY)


def _plan(question: str = "How many boats?", *, window: Window | None = None) -> Plan:
    return plan(question, now=NOW, newest=NOW, window=window)


def _hit(
    key: str, text: str, *, start: int = 0, published: datetime | None = WEDNESDAY, source: str | None = "Harbor Wire"
) -> Hit:
    passage = Passage(
        f"{key}#0", key, 0, start, start + len(text), text, f"Title {key}", source, f"https://{key}.example", published
    )
    return Hit(passage, score=1.0)


def _sentences(*hits: Hit) -> tuple[Sentence, ...]:
    return gather(_plan(), hits)


def _judged(ranked: Sequence[Sentence]) -> Judged:
    return Judged(tuple(ranked), tuple(float(-place) for place in range(len(ranked))), np.zeros((len(ranked), len(NAMES))))


def _long(key: str, count: int) -> Sentence:
    """A sentence of so many words."""
    (sentence,) = _sentences(_hit(key, f"{' '.join(f'{key}word' for _ in range(count - 1))} end."))
    return sentence


def test_no_more_than_four_sentences_are_chosen_best_first() -> None:
    ranked = [_long(key, 5) for key in "abcdef"]
    assert quotes.choose(_judged(ranked)) == tuple(ranked[:4])


def test_the_best_sentence_is_chosen_however_long_it_is() -> None:
    ranked = [_long("a", 300), _long("b", 5)]
    assert quotes.choose(_judged(ranked)) == (ranked[0],)


def test_a_brief_contender_goes_before_a_long_one() -> None:
    ranked = [_long("a", 20), _long("b", 50), _long("c", 10)]
    assert quotes.choose(_judged(ranked)) == (ranked[0], ranked[2], ranked[1])


def test_the_same_words_are_quoted_once() -> None:
    told = _sentences(_hit("a", "Two boats were sunk."), _hit("b", "Two boats were sunk."), _hit("c", "A third boat was sunk."))
    assert quotes.choose(_judged(told)) == (told[0], told[2])


def test_an_answer_quotes_and_cites_in_order() -> None:
    first, second = _sentences(
        _hit("a", "Two boats were sunk."), _hit("b", "A third boat was sunk.", source=None, published=None)
    )
    assert quotes.found(_plan(), (first, second), OVERVIEW, asked="how many?") == Answer(
        question="how many?",
        text="“Two boats were sunk.” [1] “A third boat was sunk.” [2] As of 19 Nov 2025.",
        found=True,
        as_of=WEDNESDAY,
        citations=(
            Citation(1, "a", "Title a", "Two boats were sunk.", "Harbor Wire", "https://a.example", WEDNESDAY),
            Citation(2, "b", "Title b", "A third boat was sunk.", None, "https://b.example", None),
        ),
        searched=38,
    )


def test_sentences_that_follow_each_other_are_one_quote() -> None:
    told = _sentences(_hit("a", "Two boats were sunk.  A third boat was hit. It burned for hours.", start=7))
    answer = quotes.found(_plan(), (told[0], told[1], told[2]), OVERVIEW, asked="how many?")
    assert [citation.quote for citation in answer.citations] == [
        "Two boats were sunk.  A third boat was hit. It burned for hours."
    ]


@pytest.mark.parametrize("order", [(1, 0), (0, 2)], ids=["backwards", "with a gap"])
def test_other_sentences_of_one_article_stay_apart(order: tuple[int, int]) -> None:
    told = _sentences(_hit("a", "Two boats were sunk. A third boat was hit. It burned for hours."))
    chosen = tuple(told[place] for place in order)
    answer = quotes.found(_plan(), chosen, OVERVIEW, asked="how many?")
    assert [citation.quote for citation in answer.citations] == [sentence.text for sentence in chosen]


def test_a_quote_does_not_reach_over_the_end_of_a_paragraph() -> None:
    told = _sentences(_hit("a", "Two boats were sunk.\n\nA third boat was hit."))
    assert len(quotes.found(_plan(), told, OVERVIEW, asked="how many?").citations) == 2


def test_an_undated_answer_says_so() -> None:
    told = _sentences(_hit("a", "Two boats were sunk.", published=None))
    answer = quotes.found(_plan(), told, OVERVIEW, asked="how many?")
    assert (answer.text, answer.as_of) == ("“Two boats were sunk.” [1] The article is undated.", None)


@pytest.mark.parametrize(
    ("question", "opening"), [("When was it sunk?", "18 Nov 2025: “The boat"), ("Who sank the boat?", "“The boat")]
)
def test_only_when_gets_the_calendar_day(question: str, opening: str) -> None:
    told = _sentences(_hit("a", "The boat was sunk on Tuesday."))
    assert quotes.found(_plan(question), told, OVERVIEW, asked=question).text.startswith(opening)


def test_every_quote_of_an_answer_to_when_gets_its_own_day() -> None:
    told = _sentences(
        _hit("a", "The boat was sunk on Tuesday."), _hit("b", "Divers found it on Nov. 18."), _hit("c", "It burned on Monday.")
    )
    answer = quotes.found(_plan("When was it sunk?"), told, OVERVIEW, asked="when?")
    assert answer.text == (
        "18 Nov 2025: “The boat was sunk on Tuesday.” [1] “Divers found it on Nov. 18.” [2] "
        "17 Nov 2025: “It burned on Monday.” [3] As of 19 Nov 2025."
    )


def test_not_knowing_names_the_extent_and_the_three_closest_articles() -> None:
    near = _sentences(
        _hit("a", "Two boats were sunk."),
        _hit("a", "A third boat was sunk."),
        _hit("b", "Nobody was hurt there.", source=None),
        _hit("c", "The harbour stayed open.", published=None),
        _hit("d", "The fog lifted at noon."),
    )
    assert quotes.unknown(_plan(), near, OVERVIEW, asked="who won?") == Answer(
        question="who won?",
        text="The articles don't say (searched up to 19 Nov 2025). Closest: “Title a” [1]; “Title b” [2]; “Title c” [3].",
        found=False,
        citations=(
            Citation(1, "a", "Title a", "Two boats were sunk.", "Harbor Wire", "https://a.example", WEDNESDAY),
            Citation(2, "b", "Title b", "Nobody was hurt there.", None, "https://b.example", WEDNESDAY),
            Citation(3, "c", "Title c", "The harbour stayed open.", "Harbor Wire", "https://c.example", None),
        ),
        searched=38,
    )


@pytest.mark.parametrize(
    ("as_of", "last", "extent"),
    [
        (datetime(2025, 11, 1, tzinfo=UTC), WEDNESDAY, " (searched up to 1 Nov 2025)"),
        (datetime(2025, 12, 1, tzinfo=UTC), WEDNESDAY, " (searched up to 19 Nov 2025)"),
        (None, None, ""),
    ],
)
def test_not_knowing_ends_where_the_articles_or_the_as_of_end(as_of: datetime | None, last: datetime | None, extent: str) -> None:
    overview = Overview(articles=1, passages=1, undated=0, embedder="minilm", last_published=last)
    answer = quotes.unknown(_plan(window=Window(as_of=as_of)), [], overview, asked="who won?")
    assert answer == Answer("who won?", f"The articles don't say{extent}.", found=False, as_of=as_of, searched=1)
