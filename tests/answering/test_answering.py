"""Whole answers: about the valley, about the sample articles, about one article alone."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from index import Answer, Article, Citation, Newsroom
from index.reading import files
from index.storage.embedding import MiniLM
from tests.articles import CHECKOUT, CORPUS, NOW, SEED, VALLEY

AFTERWARDS = datetime(2025, 11, 20, 12, tzinfo=UTC)
SAMPLES = {
    article.id: article
    for path in CORPUS.iterdir()
    for article in files.read(path, retrieved=AFTERWARDS)
    if isinstance(article, Article)
}
STRIKES = "how many strikes on boats so far?"
STRIKES_TOLD = (
    "At least 21 strikes, as of 16 Nov 2025. [1] "
    "Earlier: 20 on 14 Nov 2025 [2], nineteen on 10 Nov 2025 [3], 17 on 7 Nov 2025 [4]."
)

ABOUT_THE_SAMPLES = [
    (
        "When did the USS Gerald R. Ford enter Latin American waters?",
        "11 Nov 2025: ",
        "Carrier Ford enters Latin American waters",
    ),
    (
        "Who won the county bowling title?",
        "Dot Marchetti",
        "Marchetti rolls 31 strikes in three games to win county bowling title",
    ),
    (
        "How much does a gallon of gasoline cost?",
        "a little more than $3 for a gallon",
        "Gasoline steady near $3 as refineries finish autumn repairs",
    ),
    (
        "What raise does Longshore Local 88 want?",
        "18 percent over three years",
        "Dock workers at Port Marisol walk out in third strike this year",
    ),
    (
        "How many vessels have been hit in the boat strikes?",
        "22 vessels",
        "Twenty-one strikes, 22 vessels, 83 dead: how we count",
    ),
]
FIGURES_OF_THE_SAMPLES = [
    (
        "How many sailors serve on the carrier Ford?",
        "More than 4,000 sailors, as of 12 Nov 2025. [1]",
        ["Carrier Ford enters Latin American waters"],
    ),
    (
        "How many dock workers went on strike at Port Marisol?",
        "4,200 dock workers, as of 13 Nov 2025. [1]",
        ["Dock workers at Port Marisol walk out in third strike this year"],
    ),
    (
        "How many boxes did the churches pack for Jamaica?",
        "2,300 boxes, as of 6 Nov 2025. [1]",
        ["Brackwater churches pack 2,300 boxes for Jamaica after Melissa"],
    ),
    (
        "How many air strikes has the U.S. carried out in Somalia this year?",
        "At least 90 air strikes, as of 12 Nov 2025. [1]",
        ["Far from the boats, U.S. air strikes in Somalia pass 90 this year"],
    ),
    (
        STRIKES,
        STRIKES_TOLD,
        [
            "Boat sunk on Saturday, three dead, says Southern Command",
            "Pentagon discloses 20th strike; toll at least 79",
            "Nineteen strikes on boats have killed at least 75, announcements show",
            "17th boat strike kills three in the Caribbean",
        ],
    ),
]
UNANSWERABLE = [
    "What is the boiling point of mercury?",
    "How do I prune a rose bush?",
    "Who won the 2022 football World Cup?",
    "How old is Dot Marchetti?",
    "How many drug boats has the French navy sunk in the Caribbean?",
    "How many boat strikes had there been by January 31, 2026?",
]
ABOUT_THE_VALLEY = [
    ("When did the tram depot burn down?", "11 Mar 2025: “The tram depot on Canal Street burned down on Tuesday night.", None),
    (
        "When does the night market open again?",
        "2 May 2025: “The night market will open again",
        "Night market returns to the old quay",
    ),
    ("Who was elected mayor of Aldermere?", "“Ines Barrow was elected mayor", "Ines Barrow elected mayor of Aldermere"),
    ("How old is Ines Barrow?", "“She is 41 years old", "Ines Barrow elected mayor of Aldermere"),
]
FIGURES_OF_THE_VALLEY = [
    (
        "How many roads has the flood in Aldermere closed so far?",
        "Seven roads, as of 28 Apr 2025. [1] Earlier: four on 10 Feb 2025 [2].",
        ["Flood closes more roads in Aldermere", "Flood closes roads in Aldermere"],
    ),
    (
        "How many roads had the flood in Aldermere closed as of March 1?",
        "Four roads, as of 10 Feb 2025. [1]",
        ["Flood closes roads in Aldermere"],
    ),
    (
        "How many bats live at the mill in Corran?",
        "About 900 bats. [1] The article is undated.",
        ["How to see the valley's bats"],
    ),
    (
        "How many pupils were left at the school?",
        "23 pupils, as of 5 Apr 2025. [1] No newer figure in the articles, which reach to 30 Apr 2025.",
        ["School in Corran shuts for good"],
    ),
]


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def valley_the_other_way(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    """The valley's articles, ingested one by one in the opposite order."""
    with Newsroom.open(tmp_path_factory.mktemp("other-way"), encoder=encoder) as news:
        for article in VALLEY[::-1]:
            news.ingest([article])
        yield news


@pytest.mark.parametrize(("question", "fact", "title"), ABOUT_THE_SAMPLES)
def test_the_samples_answer_with_the_fact_and_its_article(samples: Newsroom, question: str, fact: str, title: str) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert answer.found
    assert fact in answer.text
    assert title in [citation.title for citation in answer.citations]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (20, "Seven American strikes, as of 19 Oct 2025. [1]"),
        (26, "Ten U.S. strikes, as of 24 Oct 2025. [1]"),
        (29, "13 strikes, as of 28 Oct 2025. [1]"),
    ],
)
def test_the_strikes_of_the_samples_are_counted_as_of_each_day(samples: Newsroom, day: int, text: str) -> None:
    answer = samples.ask("how many strikes on drug boats so far?", as_of=datetime(2025, 10, day, 23, tzinfo=UTC), now=AFTERWARDS)
    assert answer.text.partition(" Earlier")[0] == text


def test_a_conversation_about_the_last_strike_stays_with_it(samples: Newsroom) -> None:
    history = ["how many strikes so far?", "when was the last one?"]
    answer = samples.ask("how many were killed in it?", history=history, now=AFTERWARDS)
    assert answer.text == "Three men dead, as of 16 Nov 2025. [1]"


def test_a_count_goes_on_where_it_stood_though_little_says_of_what_it_is(samples: Newsroom) -> None:
    as_of = datetime(2025, 11, 14, 23, tzinfo=UTC)
    answer = samples.ask("how many strikes on drug boats so far?", as_of=as_of, now=AFTERWARDS)
    assert answer.text.partition(" Earlier")[0] == "20 strikes, as of 14 Nov 2025. [1]"
    assert answer.citations[0].quote == "It was the 20th attack of the campaign, in which at least 79 people have died."


@pytest.mark.parametrize(
    ("question", "text", "title"),
    [
        (
            "How many boat strikes could there be by the end of the year?",
            (
                "“If the tempo of the past month holds, the number of U.S. strikes on boats could reach 30 by year's end, "
                "according to Renata Oquendo, who studies naval operations at the Sabine Institute.” [1] As of 18 Nov 2025."
            ),
            "At this pace, strikes could reach 30 by year's end, analyst says",
        ),
        (
            "How many of the boat strikes took place in the eastern Pacific?",
            "Ten strikes, as of 16 Nov 2025. [1] Earlier: three on 28 Oct 2025 [2].",
            "Twenty-one strikes, 22 vessels, 83 dead: how we count",
        ),
        (
            "How many people were killed in the latest boat strike?",
            "Three men dead, as of 16 Nov 2025. [1]",
            "Boat sunk on Saturday, three dead, says Southern Command",
        ),
    ],
)
def test_what_was_foreseen_a_part_and_one_event_are_told_apart_from_the_whole_count(
    samples: Newsroom, question: str, text: str, title: str
) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert (answer.text, answer.citations[0].title) == (text, title)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("When was the most recent strike on a boat?", "15 Nov 2025: “American forces sank a boat in the eastern Pacific on"),
        ("When was the second strike on a boat?", "15 Sep 2025: “President Trump announced on Monday that a second strike had"),
        ("When did the first U.S. strike on a boat take place?", "2 Sep 2025: “The U.S. military destroyed a speedboat in the"),
        (
            "Who announced the seventh strike?",
            "“The seventh American strike on a boat in the Caribbean killed three men, Defense",
        ),
    ],
)
def test_one_event_of_several_is_told_by_the_article_that_first_told_of_it(
    samples: Newsroom, question: str, opening: str
) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert answer.text[: len(opening)] == opening


@pytest.mark.parametrize(
    "question",
    [
        "How many American sailors were killed in the boat strikes?",
        "How many people have been arrested over the Harrow Ridge fire?",
        "When was the 30th strike on a boat?",
        "How many people were killed in the boat strikes of December 2025?",
    ],
)
def test_what_befell_others_is_no_answer(samples: Newsroom, question: str) -> None:
    assert not samples.ask(question, now=AFTERWARDS).found


@pytest.mark.parametrize(("question", "text", "titles"), FIGURES_OF_THE_SAMPLES)
def test_the_samples_answer_with_a_figure_and_how_it_came_there(
    samples: Newsroom, question: str, text: str, titles: list[str]
) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert (answer.found, answer.text) == (True, text)
    assert [citation.title for citation in answer.citations][: len(titles)] == titles


@pytest.mark.parametrize(("question", "text", "titles"), FIGURES_OF_THE_VALLEY)
def test_the_valley_answers_with_a_figure_and_how_it_came_there(
    valley: Newsroom, question: str, text: str, titles: list[str]
) -> None:
    answer = valley.ask(question, now=NOW)
    assert (answer.found, answer.text) == (True, text)
    assert [citation.title for citation in answer.citations] == titles


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_samples_do_not_say_is_not_answered(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert (answer.found, answer.question, answer.as_of, answer.searched) == (False, question, None, 56)
    closest = "; ".join(f"“{citation.title}” [{citation.number}]" for citation in answer.citations)
    assert re.fullmatch(
        rf"The articles don't say \(searched up to \d\d Nov 2025\)\. Closest: {re.escape(closest)}\.", answer.text
    )
    _assert_verbatim(answer)


def _assert_verbatim(answer: Answer) -> None:
    """Every citation quotes its article word for word, is described as the article is, and is numbered in order."""
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        article = SAMPLES[citation.article_id]
        assert citation.quote in article.text
        assert (citation.title, citation.source, citation.url) == (article.title, article.source, article.url)
        assert citation.published == article.published


def test_today_is_the_day_where_the_article_was_published(tmp_path: Path, encoder: MiniLM) -> None:
    front = "---\ntitle: Pier closes\npublished: 2025-11-19T20:30:00-05:00\n---\n"
    article = f"{front}The old pier at Tarn Point was closed today, the town said.\n"
    (tmp_path / "pier.md").write_text(article, encoding="utf-8")
    with Newsroom.open(tmp_path / "home", encoder=encoder) as news:
        news.ingest([tmp_path / "pier.md"], now=AFTERWARDS)
        answer = news.ask("When was the old pier at Tarn Point closed?", now=AFTERWARDS)
    assert answer.text.startswith("19 Nov 2025: ")


@pytest.mark.parametrize(("question", "fact", "title"), ABOUT_THE_VALLEY)
def test_the_best_quote_comes_first(valley: Newsroom, question: str, fact: str, title: str | None) -> None:
    answer = valley.ask(question, now=NOW)
    assert answer.found
    assert fact in answer.text.split(" [1]")[0]
    assert title in (None, answer.citations[0].title)


def test_an_answer_from_an_undated_article_says_so(valley: Newsroom) -> None:
    answer = valley.ask("Who leads visitors to the bats at the mill in Corran?", now=NOW)
    assert (answer.as_of, answer.text.endswith(" The article is undated.")) == (None, True)


def test_a_dated_answer_holds_as_of_its_best_article(valley: Newsroom) -> None:
    answer = valley.ask("Who was elected mayor of Aldermere?", now=NOW)
    assert (answer.as_of, answer.text.endswith(" As of 31 Mar 2025.")) == (datetime(2025, 3, 31, 7, tzinfo=UTC), True)


def _marked(citation: Citation) -> str:
    """A quote as answers show it: between quotation marks, unless it brings its own."""
    quote = citation.quote if citation.quote.startswith(("“", '"')) else f"“{citation.quote}”"
    return f"{quote} [{citation.number}]"


@pytest.mark.parametrize("question", [row[0] for row in ABOUT_THE_SAMPLES if not row[0].startswith("How")])
def test_quotes_are_verbatim_and_numbered_as_they_come(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert answer.found
    _assert_verbatim(answer)
    places = [answer.text.index(_marked(citation)) for citation in answer.citations]
    assert places == sorted(places)


@pytest.mark.parametrize("question", [*(row[0] for row in FIGURES_OF_THE_SAMPLES), "How many people have been killed?"])
def test_figures_are_cited_verbatim_and_numbered_as_they_come(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question, now=AFTERWARDS)
    assert answer.tally is not None
    _assert_verbatim(answer)
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
    assert numbers == list(range(1, len(numbers) + 1))
    told = {reading.citation for reading in (*answer.tally.history, *answer.tally.conflicts)}
    assert told == {citation.number for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "day"),
    list(
        product(
            [STRIKES, "How many people have been killed?", "What is Operation Southern Spear?", "Where is the carrier Ford?"],
            ["2025-10-12", "2025-10-22", "2025-11-14"],
        )
    ),
)
def test_nothing_later_than_as_of_is_cited(samples: Newsroom, question: str, day: str) -> None:
    as_of = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1) - timedelta(seconds=1)
    answer = samples.ask(question, as_of=as_of, now=AFTERWARDS)
    assert [citation.title for citation in answer.citations if _existed(citation.article_id) > as_of] == []
    assert [article.title for article in SAMPLES.values() if article.title in answer.text and _existed(article.id) > as_of] == []


def _existed(article_id: str) -> datetime:
    """When its text existed; in the far future when it is undated, since it may not be used then."""
    return SAMPLES[article_id].existed or datetime(2999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "question",
    ["How many strikes on boats had been made as of October 22, 2025?", "How many boats were hit in the Pacific by October 22?"],
)
def test_a_day_named_in_the_question_bounds_as_the_option_does(samples: Newsroom, question: str) -> None:
    end = datetime(2025, 10, 22, 23, 59, 59, tzinfo=UTC)
    answer = samples.ask(question, now=AFTERWARDS)
    assert [citation.title for citation in answer.citations if _existed(citation.article_id) > end] == []


def test_before_the_first_report_nothing_is_known(samples: Newsroom) -> None:
    as_of = datetime(2025, 8, 31, tzinfo=UTC)
    answer = samples.ask(STRIKES, as_of=as_of, now=AFTERWARDS)
    text = "The articles don't say (searched up to 31 Aug 2025)."
    assert answer == Answer(STRIKES, text, found=False, as_of=as_of, searched=56)


@pytest.mark.parametrize(
    "question",
    [row[0] for row in ABOUT_THE_VALLEY + FIGURES_OF_THE_VALLEY]
    + ["Why did the tram depot burn?", "Who won at chess?", "Corran"],
)
def test_neither_asking_again_nor_the_order_of_ingestion_changes_an_answer(
    valley: Newsroom, valley_the_other_way: Newsroom, question: str
) -> None:
    answer = valley.ask(question, now=NOW)
    assert (valley.ask(question, now=NOW), valley_the_other_way.ask(question, now=NOW)) == (answer, answer)


def test_a_follow_up_is_answered_from_its_history(samples: Newsroom) -> None:
    history = ["Who won the county bowling title?"]
    answer = samples.ask("and how many strikes did she throw on Tuesday night?", history=history, now=AFTERWARDS)
    assert answer.found
    assert "31 strikes" in answer.text
    assert "31 strikes in three games" in answer.citations[0].quote
    assert answer.question == "and how many strikes did she throw on Tuesday night?"


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_seed_article_tells_the_count_and_where_it_stands(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> None:
    text = SEED.read_text(encoding="utf-8")
    record = tmp_path_factory.mktemp("seed") / "seed.jsonl"
    known = {"title": "Another vessel is struck", "text": text, "source": "Seed", "published": "2025-11-17T12:00:00Z"}
    record.write_text(json.dumps(known), encoding="utf-8")
    with Newsroom.open(record.parent / "home", encoder=encoder) as news:
        assert news.ingest([record]).added == 1
        answer = news.ask("how many strikes so far?", now=AFTERWARDS)
    assert answer.found
    (told,) = [citation for citation in answer.citations if "at least the 21st strike" in citation.quote]
    assert (told.number, told.source, told.published) == (1, "Seed", datetime(2025, 11, 17, 12, tzinfo=UTC))
    assert _flat(told.quote) in _flat(text)
    assert answer.as_of == told.published


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_seed_article_answers_from_its_bare_file(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path_factory.mktemp("bare-seed"), encoder=encoder) as news:
        news.ingest([SEED])
        answer = news.ask("how many strikes so far?", now=AFTERWARDS)
    assert answer.found
    assert "at least the 21st strike" in answer.citations[0].quote
    assert (answer.as_of, answer.text.endswith("The article is undated.")) == (None, True)


def test_the_samples_are_those_of_the_checkout() -> None:
    assert (len(SAMPLES), CORPUS.parent) == (56, CHECKOUT)
