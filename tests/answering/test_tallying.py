"""Tallies at a newsroom's desk: a count comes in article by article, and is told as it stands."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import Answer, Article, Citation, Newsroom, Reading, Tally
from index.storage.embedding import MiniLM

AFTERWARDS = datetime(2025, 6, 1, 12, tzinfo=UTC)
SLIDES = "How many landslides have there been on the Marrow line this year?"


def _article(number: int, published: datetime | None, title: str, text: str, *, source: str = "River Post") -> Article:
    return Article(
        id=f"{number:016x}",
        title=title,
        text=text,
        origin=f"/valley/{number}.md",
        retrieved=AFTERWARDS,
        source=source,
        url=f"https://valley.example/{number}",
        published=published,
    )


def _at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


def _cited(number: int, article: Article, quote: str) -> Citation:
    return Citation(number, article.id, article.title, quote, source=article.source, url=article.url, published=article.published)


def _read(value: float, article: Article, citation: int, *, qualifier: str | None = None, source: str | None = None) -> Reading:
    """What an article told of a count on the day it was published."""
    return Reading(value, article.published, citation, qualifier, source or article.source)


NINE = "Nine landslides have come down on the Marrow line this year, the railway said."
FOURTEEN = "The Marrow line has now seen at least 14 landslides this year, the railway said."
NINETEENTH = "It was the 19th landslide on the Marrow line this year, the railway said."
JANUARY = _article(1, _at(1, 31), "Nine landslides on the Marrow line", f"{NINE} Buses carry the passengers.")
FEBRUARY = _article(2, _at(2, 27), "The slope moves again", f"{FOURTEEN} Nobody was hurt.", source="Vale Gazette")
MARCH = _article(3, _at(3, 20), "Rocks on the rails at Hask", f"Rocks came down at Hask before dawn. {NINETEENTH}")
BAKERY = _article(4, _at(5, 20), "Bakery opens a second shop", "The bakery at the station sold 412 loaves on Monday.")

Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, encoder: MiniLM) -> Ask:
    """Puts a question to a newsroom that holds just the articles given."""

    def put(question: str, articles: Sequence[Article], *, as_of: datetime | None = None) -> Answer:
        home = tmp_path / str(len(list(tmp_path.iterdir())))
        with Newsroom.open(home, encoder=encoder) as news:
            assert news.ingest(articles, now=AFTERWARDS).failed == ()
            return news.ask(question, as_of=as_of, now=AFTERWARDS)

    return put


def test_the_newest_count_is_told_with_those_before_it(ask: Ask) -> None:
    assert ask(SLIDES, [JANUARY, FEBRUARY, MARCH]) == Answer(
        question=SLIDES,
        text="19 landslides, as of 20 Mar 2025. [1] Earlier: at least 14 on 27 Feb 2025 [2], nine on 31 Jan 2025 [3].",
        found=True,
        as_of=MARCH.published,
        citations=(_cited(1, MARCH, NINETEENTH), _cited(2, FEBRUARY, FOURTEEN), _cited(3, JANUARY, NINE)),
        tally=Tally(
            value=19,
            qualifier=None,
            unit="landslides",
            as_of=MARCH.published,
            history=(_read(9, JANUARY, 3), _read(14, FEBRUARY, 2, qualifier="at least"), _read(19, MARCH, 1)),
        ),
        searched=3,
    )


def test_a_count_told_again_as_background_does_not_lower_it(ask: Ask) -> None:
    background = _article(
        5,
        _at(3, 28),
        "The wall that was never built",
        "In January, after nine landslides on the Marrow line, the mayor had asked for a wall. It was never built.",
    )
    answer = ask(SLIDES, [JANUARY, FEBRUARY, MARCH, background])
    assert answer.tally == ask(SLIDES, [JANUARY, FEBRUARY, MARCH]).tally


@pytest.mark.parametrize(
    "corrected",
    [
        "The railway has corrected its count: 17 landslides have come down on the Marrow line this year, not 19.",
        "Correction: There have been 17 landslides on the Marrow line this year, not 19 as this paper reported.",
        "The railway lowered the number of landslides on the Marrow line this year from 19 to 17.",
        "The railway lowered its count of landslides on the Marrow line to 17 on Friday, because two had been counted twice.",
    ],
)
def test_a_correction_lowers_the_count(ask: Ask, corrected: str) -> None:
    correction = _article(5, _at(3, 28), "Landslides: a correction", corrected)
    answer = ask(SLIDES, [JANUARY, FEBRUARY, MARCH, correction])
    assert answer.text == (
        "17 landslides, as of 28 Mar 2025. [1] Earlier: at least 14 on 27 Feb 2025 [2], nine on 31 Jan 2025 [3]."
    )
    assert answer.citations == (_cited(1, correction, corrected), _cited(2, FEBRUARY, FOURTEEN), _cited(3, JANUARY, NINE))
    assert answer.tally == Tally(
        value=17,
        qualifier=None,
        unit="landslides",
        as_of=correction.published,
        history=(_read(9, JANUARY, 3), _read(14, FEBRUARY, 2, qualifier="at least"), _read(17, correction, 1)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "The railway expects 40 landslides on the Marrow line by the end of the year.",
        "There could be 40 landslides on the Marrow line this year, a geologist said.",
    ],
)
def test_a_prediction_is_no_count(ask: Ask, text: str) -> None:
    answer = ask(SLIDES, [JANUARY, FEBRUARY, MARCH, _article(5, _at(3, 28), "A wet spring is feared", text)])
    assert answer.tally == ask(SLIDES, [JANUARY, FEBRUARY, MARCH]).tally


STAND = "How many people were injured when the grandstand at Hask collapsed?"
SEVENTEEN = "Seventeen people were injured when the grandstand at Hask collapsed, the hospital said."
NINETEEN = "Nineteen people were injured in the collapse of the grandstand at Hask, the fire brigade said."


def test_two_outlets_that_differ_on_one_day_are_both_shown(ask: Ask) -> None:
    post = _article(1, _at(4, 5), "Grandstand collapses at Hask", SEVENTEEN)
    gazette = _article(2, _at(4, 5, 10), "Stand falls at Hask", NINETEEN, source="Vale Gazette")
    assert ask(STAND, [post, gazette]) == Answer(
        question=STAND,
        text="Seventeen people injured, as of 5 Apr 2025. [1] Others differ: Vale Gazette: nineteen, as of 5 Apr 2025 [2].",
        found=True,
        as_of=post.published,
        citations=(_cited(1, post, SEVENTEEN), _cited(2, gazette, NINETEEN)),
        tally=Tally(
            value=17,
            qualifier=None,
            unit="people injured",
            as_of=post.published,
            history=(_read(17, post, 1),),
            conflicts=(_read(19, gazette, 2),),
        ),
        searched=2,
    )


TARN = "How many people have been displaced by the flood on the Tarn"
FIRST = _article(
    1,
    _at(4, 10),
    "Flood on the Tarn drives people out",
    "The Shelter Council counts 410 people displaced by the flood on the Tarn. "
    "The Interior Ministry counts 350 displaced people.",
)
SECOND = _article(
    2,
    _at(4, 14),
    "More leave the Tarn",
    "The Shelter Council now counts 520 people displaced by the flood on the Tarn. "
    "The Interior Ministry counts 430 displaced people.",
    source="Vale Gazette",
)


def test_two_agencies_that_count_differently_are_two_series(ask: Ask) -> None:
    answer = ask(f"{TARN}?", [FIRST, SECOND])
    assert answer.text == (
        "520 people displaced, as of 14 Apr 2025. [1] Earlier: 410 on 10 Apr 2025 [2]. "
        "Others differ: Interior Ministry: 430, as of 14 Apr 2025 [3]."
    )
    assert answer.tally == Tally(
        value=520,
        qualifier=None,
        unit="people displaced",
        as_of=SECOND.published,
        history=(_read(410, FIRST, 2, source="Shelter Council"), _read(520, SECOND, 1, source="Shelter Council")),
        conflicts=(_read(430, SECOND, 3, source="Interior Ministry"),),
    )


@pytest.mark.parametrize(
    ("agency", "unit", "before", "now"),
    [("Interior Ministry", "displaced people", 350, 430), ("Shelter Council", "people displaced", 410, 520)],
)
def test_a_question_that_names_an_agency_gets_its_count(ask: Ask, agency: str, unit: str, before: int, now: int) -> None:
    answer = ask(f"{TARN}, according to the {agency}?", [FIRST, SECOND])
    assert answer.text == f"{now} {unit}, as of 14 Apr 2025. [1] Earlier: {before} on 10 Apr 2025 [2]."
    assert answer.tally == Tally(
        value=now,
        qualifier=None,
        unit=unit,
        as_of=SECOND.published,
        history=(_read(before, FIRST, 2, source=agency), _read(now, SECOND, 1, source=agency)),
    )


def test_copies_of_one_report_count_once(ask: Ask) -> None:
    text = (
        "There have been six landslides on the Marrow line this year, the railway said. Buses carry the passengers. "
        "Geologists blame the rain, which has loosened the slope above the tunnel."
    )
    outlets = ("River Post", "Vale Gazette", "Hill Echo")
    copies = [
        _article(place, _at(4, 1) + timedelta(hours=place), "Six landslides on the Marrow line", text, source=outlet)
        for place, outlet in enumerate(outlets)
    ]
    answer = ask(SLIDES, copies)
    assert (answer.text, len(answer.citations)) == ("Six landslides, as of 1 Apr 2025. [1]", 1)
    assert answer.tally is not None
    assert ([reading.value for reading in answer.tally.history], answer.tally.conflicts) == ([6], ())


GULF = [
    _article(
        1, _at(3, 2), "Four strikes in the gulf", "The four strikes in the Gulf of Orm have killed 16 people, the navy said."
    ),
    _article(
        2, _at(3, 20), "Sixth strike in the gulf", "Six strikes in the Gulf of Orm have now killed 23 people, the navy said."
    ),
]


@pytest.mark.parametrize(
    ("question", "text", "unit", "values"),
    [
        (
            "How many strikes have there been in the Gulf of Orm?",
            "Six strikes, as of 20 Mar 2025. [1] Earlier: four on 2 Mar 2025 [2].",
            "strikes",
            [4, 6],
        ),
        (
            "How many people have been killed in the strikes in the Gulf of Orm?",
            "23 people dead, as of 20 Mar 2025. [1] Earlier: 16 on 2 Mar 2025 [2].",
            "people dead",
            [16, 23],
        ),
    ],
)
def test_the_dead_are_not_the_strikes(ask: Ask, question: str, text: str, unit: str, values: list[int]) -> None:
    answer = ask(question, GULF)
    assert (answer.text, [citation.title for citation in answer.citations]) == (text, [GULF[1].title, GULF[0].title])
    assert answer.tally is not None
    assert (answer.tally.unit, [reading.value for reading in answer.tally.history]) == (unit, values)


FERRY = [
    _article(
        1,
        _at(3, 2),
        "A fund for the ferry",
        "The fund for the new ferry has raised $1.9 million from 2,300 donors. That is 38 percent of the ferry's price.",
    ),
    _article(
        2,
        _at(4, 2),
        "Ferry fund grows",
        "The fund for the new ferry has raised $2.4 million from 3,100 donors. That is 48 percent of the ferry's price.",
    ),
]


@pytest.mark.parametrize(
    ("question", "text", "unit", "values"),
    [
        (
            "How much money has the fund for the new ferry raised?",
            "$2.4 million, as of 2 Apr 2025. [1] Earlier: $1.9 million on 2 Mar 2025 [2].",
            "$",
            [1_900_000, 2_400_000],
        ),
        (
            "How many donors has the fund for the new ferry?",
            "3,100 donors, as of 2 Apr 2025. [1] Earlier: 2,300 on 2 Mar 2025 [2].",
            "donors",
            [2300, 3100],
        ),
        (
            "What percentage of the ferry's price has the fund raised?",
            "48 percent, as of 2 Apr 2025. [1] Earlier: 38 percent on 2 Mar 2025 [2].",
            "%",
            [38, 48],
        ),
    ],
)
def test_money_shares_and_counts_are_kept_apart(ask: Ask, question: str, text: str, unit: str, values: list[int]) -> None:
    answer = ask(question, FERRY)
    assert answer.tally is not None
    assert (answer.tally.unit, [reading.value for reading in answer.tally.history]) == (unit, values)
    assert answer.text == text


def test_what_came_on_top_in_a_month_is_a_difference_and_says_of_what(ask: Ask) -> None:
    question = "How many landslides were there on the Marrow line in March?"
    assert ask(question, [JANUARY, _exactly_fourteen(), MARCH]) == Answer(
        question=question,
        text="Five landslides from 1 Mar 2025 to 20 Mar 2025, by difference: 19 on 20 Mar 2025 [1] minus 14 on 27 Feb 2025 [2].",
        found=True,
        as_of=MARCH.published,
        citations=(_cited(1, MARCH, NINETEENTH), _cited(2, _exactly_fourteen(), FOURTEEN.replace("at least ", ""))),
        tally=Tally(
            value=5,
            qualifier=None,
            unit="landslides",
            as_of=MARCH.published,
            history=(_read(14, _exactly_fourteen(), 2), _read(19, MARCH, 1)),
        ),
        searched=3,
    )


def _exactly_fourteen() -> Article:
    return _article(2, FEBRUARY.published, FEBRUARY.title, FEBRUARY.text.replace("at least ", ""), source="Vale Gazette")


RAIDS = [
    _article(1, _at(3, 2), "Raid on a depot kills five", "The raid on a depot near Hask was the first. It killed five people."),
    _article(
        2,
        _at(3, 9),
        "Second raid on a depot",
        "Three people were killed in the second raid on a depot near Hask, which brought the number of dead to eight.",
    ),
    _article(
        3,
        _at(3, 20),
        "Two dead at Hask",
        "The army raided a depot near Hask for the third time on Thursday and killed two people.",
    ),
]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many raids on depots near Hask have there been?", "Three raids, as of 20 Mar 2025. [1]"),
        ("How many times has the army raided depots near Hask?", "Three times, as of 20 Mar 2025. [1]"),
        ("How many people were killed in the second raid near Hask?", "Three people dead, as of 9 Mar 2025. [1]"),
        ("How many people were killed in the latest raid near Hask?", "Two people dead, as of 20 Mar 2025. [1]"),
        ("How many people did the first raid near Hask kill?", "Five people dead, as of 2 Mar 2025. [1]"),
    ],
)
def test_raids_are_counted_by_their_numbers_and_the_dead_of_each_are_its_own(ask: Ask, question: str, text: str) -> None:
    assert ask(question, RAIDS).text.partition(" Earlier")[0] == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (14, "By 20 Mar 2025: 19 landslides [1]. Before that: at least 14 on 27 Feb 2025 [2]."),
        (10, "By 27 Feb 2025: at least 14 landslides [1]. Before that: nine on 31 Jan 2025 [2]."),
        (30, "Not yet, by the articles: 19 landslides, as of 20 Mar 2025. [1]"),
    ],
)
def test_when_a_count_passed_a_figure_is_told_by_the_counts_around_it(ask: Ask, figure: int, text: str) -> None:
    answer = ask(f"When did the number of landslides on the Marrow line pass {figure}?", [JANUARY, FEBRUARY, MARCH])
    assert answer.text == text
    assert answer.tally is not None
    assert [reading.value for reading in answer.tally.history] == [9, 14, 19]


def test_growth_is_told_oldest_first(ask: Ask) -> None:
    question = "How has the number of landslides on the Marrow line grown?"
    assert ask(question, [JANUARY, FEBRUARY, MARCH]).text == (
        "19 landslides, as of 20 Mar 2025. [1] "
        "How it came there: nine on 31 Jan 2025 [2], at least 14 on 27 Feb 2025 [3], 19 on 20 Mar 2025 [1]."
    )


def test_a_count_that_the_articles_left_long_ago_says_so(ask: Ask) -> None:
    assert ask(SLIDES, [JANUARY, BAKERY]).text == (
        "Nine landslides, as of 31 Jan 2025. [1] No newer figure in the articles, which reach to 20 May 2025."
    )


def test_two_weeks_without_a_newer_count_are_not_long(ask: Ask) -> None:
    other = _article(5, _at(2, 14), BAKERY.title, BAKERY.text)
    assert ask(SLIDES, [JANUARY, other]).text == "Nine landslides, as of 31 Jan 2025. [1]"


@pytest.mark.parametrize("as_of", [_at(2, 5), _at(3, 1), _at(5, 1)])
def test_as_of_a_day_nothing_later_is_told_not_even_how_far_the_articles_reach(ask: Ask, as_of: datetime) -> None:
    articles = [JANUARY, FEBRUARY, MARCH, BAKERY]
    known = [article for article in articles if article.published and article.published <= as_of]
    then, now = ask(SLIDES, known, as_of=as_of), ask(SLIDES, articles, as_of=as_of)
    assert (now.text, now.tally, now.citations) == (then.text, then.tally, then.citations)


@pytest.mark.parametrize(
    ("text", "told", "value"),
    [
        (
            "Twenty-one landslides have come down on the Marrow line this year, the railway said.",
            "Twenty-one landslides, as of 1 Apr 2025. [1]",
            21,
        ),
        (
            "This year 21 landslides have come down on the Marrow line, the railway said.",
            "21 landslides, as of 1 Apr 2025. [1]",
            21,
        ),
        (
            "The railway has recorded more than 1,200 landslides on the Marrow line this year.",
            "More than 1,200 landslides, as of 1 Apr 2025. [1]",
            1200,
        ),
    ],
)
def test_a_figure_is_written_as_its_article_writes_it(ask: Ask, text: str, told: str, value: int) -> None:
    answer = ask(SLIDES, [_article(1, _at(4, 1), "Landslides on the Marrow line", text)])
    assert answer.tally is not None
    assert (answer.text, answer.tally.value) == (told, value)


FEVER = _article(
    11,
    _at(2, 3),
    "Man is the first to die of berry fever",
    "In Orlen a man in his seventies has died, the first death from the berries.",
)
CRASHES = [
    _article(
        20 + day, _at(3, day), f"Search at the night train goes into day {day}", f"At least {70 + day} people have been killed."
    )
    for day in range(1, 13)
]


def test_many_articles_of_another_story_do_not_outweigh_the_one_asked_about(ask: Ask) -> None:
    answer = ask("How many people have died from eating the berries?", [FEVER, *CRASHES])

    assert (answer.text.partition(".")[0], answer.citations[0].article_id) == ("One death, as of 3 Feb 2025", FEVER.id)


def test_a_count_of_all_is_no_count_of_the_children(ask: Ask) -> None:
    assert ask("How many children have died of berry fever?", [FEVER, *CRASHES]).tally is None


def test_a_count_of_which_its_article_says_nothing_else_is_not_told(ask: Ask) -> None:
    assert ask("How many people have died from eating the berries?", CRASHES).tally is None
