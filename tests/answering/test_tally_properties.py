"""What holds for every story with a growing count, whichever its figures, dates and wordings are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from index import Answer, Article, Newsroom
from index.storage.embedding import MiniLM

QUESTION = "How many landslides have there been on the Corve line so far?"
SPRING = datetime(2025, 3, 1, 9, tzinfo=UTC)
AFTERWARDS = datetime(2025, 8, 1, 12, tzinfo=UTC)
OUTLETS = ("River Post", "Vale Gazette", "Hill Echo")

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_NEWS = (
    "Landslides on the Corve line have now numbered {digits} this year, the railway said.",
    "There have been {words} landslides on the Corve line this year, according to the railway.",
    "It was the {ordinal} landslide on the Corve line this year, the railway said.",
    "The railway has recorded at least {digits} landslides on the Corve line so far this year.",
    "Rocks and trees came down in the {ordinal_in_words} landslide on the Corve line this year, the railway said.",
)
_BACKGROUND = (
    "When the {ordinal} landslide came down on the Corve line, {before}, nobody had thought of nets.",
    "Back {before}, after {words} landslides on the Corve line, the mayor had asked for a wall.",
)
_OTHERWISE = (
    "The bakery at Corve station sold 412 loaves on Monday, more than on any other day of the year.",
    "Six trains were late on the Marrow line, where a signal had failed for the third time.",
    "Two hundred pupils sang in the hall at Corve, and 14 of them had a part of their own.",
)
_SCENES = (
    "Buses carry the passengers until the track has been cleared.",
    "A train with people on their way to work had passed the place a quarter of an hour earlier.",
    "Geologists blame the rain, which has loosened the slope above the tunnel at Hask.",
    "Nobody was hurt, but the noise woke half of the village of Lower Corve.",
    "Farmers have lent their tractors, and the school's cook brought soup to the workers.",
    "An engineer, Sabeth Orme, would like to move the whole line to the other bank of the river.",
)


def _in_words(number: int) -> str:
    """A number from 1 to 99 in words."""
    ones = _ONES.split()
    if number < 20:
        return ones[number - 1]
    tens = _TENS.split()[number // 10 - 2]
    return f"{tens}-{ones[number % 10 - 1]}" if number % 10 else tens


def _ordinal_in_words(number: int) -> str:
    """A number from 1 to 99 as an ordinal in words."""
    start, dash, last = _in_words(number).rpartition("-")
    return start + dash + (_ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last.removesuffix('e')}th"))


def _ordinal(number: int) -> str:
    """A number from 1 to 99 as an ordinal in digits."""
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell a growing count, and how it grew."""

    articles: tuple[Article, ...]
    """Oldest first; those that say nothing of the count are among them."""
    counts: tuple[tuple[datetime, int], ...]
    """The count from each moment on, oldest first."""


def _told(sentence: str, number: int, *, before: str = "") -> str:
    return sentence.format(
        digits=number,
        words=_in_words(number),
        ordinal=_ordinal(number),
        ordinal_in_words=_ordinal_in_words(number),
        before=before,
    )


def _article(number: int, text: str, published: datetime, *, updated: datetime | None = None) -> Article:
    return Article(
        id=f"{number:016x}",
        title=f"From the valley, no. {number}",
        text=text,
        origin=f"/valley/{number}.md",
        retrieved=AFTERWARDS,
        source=OUTLETS[number % len(OUTLETS)],
        url=f"https://valley.example/{number}",
        published=published,
        updated=updated,
    )


@st.composite
def _stories(draw: st.DrawFn) -> Story:
    """Three to six reports on different days, each count higher than the one before; some tell an older one as background."""
    size = draw(st.integers(3, 6))
    days = sorted(draw(st.lists(st.integers(0, 120), min_size=size, max_size=size, unique=True)))
    numbers = sorted(draw(st.lists(st.integers(2, 95), min_size=size, max_size=size, unique=True)))
    articles, counts = [], []
    for place, (day, number) in enumerate(zip(days, numbers, strict=True)):
        published = SPRING + timedelta(days=day)
        told = _told(draw(st.sampled_from(_NEWS)), number)
        paragraphs = [f"{told} {_SCENES[place]}"]
        if place and draw(st.booleans()):
            earlier = draw(st.integers(0, place - 1))
            month = f"in {SPRING + timedelta(days=days[earlier]):%B}"
            paragraphs.append(_told(draw(st.sampled_from(_BACKGROUND)), numbers[earlier], before=month))
        articles.append(_article(place, "\n\n".join(paragraphs), published))
        counts.append((published, number))
    for place, text in enumerate(draw(st.lists(st.sampled_from(_OTHERWISE), unique=True)), start=size):
        articles.append(_article(place, text, SPRING + timedelta(days=draw(st.integers(0, 130)))))
    return Story(tuple(articles), tuple(counts))


@st.composite
def _later_articles(draw: st.DrawFn, *, than: datetime) -> Article:
    """An article whose text is later than a moment: published after it, or published before and updated after it."""
    text = _told(draw(st.sampled_from(_NEWS)), draw(st.integers(2, 99)))
    later = than + timedelta(hours=draw(st.integers(1, 400)))
    if draw(st.booleans()):
        return _article(90, text, later)
    return _article(90, text, than - timedelta(days=1), updated=later)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stories")


class Desk:
    """Answers the question from articles, each time in a home of its own."""

    def __init__(self, homes: Path, encoder: MiniLM) -> None:
        self._homes = homes
        self._encoder = encoder

    def answer(self, articles: Sequence[Article], *, as_of: datetime | None = None, one_by_one: bool = False) -> Answer:
        """The answer once the articles have come in, in their order, together or one by one."""
        home = self._homes / str(len(list(self._homes.iterdir())))
        with Newsroom.open(home, encoder=self._encoder) as news:
            for batch in [[article] for article in articles] if one_by_one else [articles]:
                assert news.ingest(batch, now=AFTERWARDS).failed == ()
            return news.ask(QUESTION, as_of=as_of, now=AFTERWARDS)


@pytest.fixture(scope="module")
def desk(homes: Path, encoder: MiniLM) -> Desk:
    return Desk(homes, encoder)


# Stories are small as they are, and each try takes a home of its own: making a failing one smaller takes minutes.
few_examples = settings(max_examples=12, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))


@few_examples
@given(story=_stories())
def test_the_newest_count_is_the_answer(desk: Desk, story: Story) -> None:
    answer = desk.answer(story.articles)
    (published, count) = story.counts[-1]
    assert answer.tally is not None
    assert (answer.found, answer.tally.value, answer.tally.as_of) == (True, count, published)


def test_a_report_that_differs_from_the_last_one_by_its_figure_alone_is_no_copy(desk: Desk) -> None:
    text = " ".join([_NEWS[0], *_SCENES])
    answer = desk.answer([_article(place, _told(text, 5 + place), SPRING + timedelta(days=place)) for place in range(3)])
    assert answer.tally is not None
    assert [reading.value for reading in answer.tally.history] == [5, 6, 7]


def test_a_copy_at_another_outlet_is_no_step_of_the_history_nor_a_conflict(desk: Desk) -> None:
    text = " ".join([_NEWS[0], *_SCENES])
    told = [(5, 0), (6, 24), (6, 25)]
    articles = [_article(place, _told(text, count), SPRING + timedelta(hours=hours)) for place, (count, hours) in enumerate(told)]
    answer = desk.answer(articles)
    assert answer.tally is not None
    assert ([reading.value for reading in answer.tally.history], answer.tally.conflicts) == ([5, 6], ())


@few_examples
@given(story=_stories(), data=st.data())
def test_the_order_in_which_articles_come_in_changes_nothing(desk: Desk, story: Story, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(story.articles))
    assert desk.answer(shuffled, one_by_one=data.draw(st.booleans())) == desk.answer(story.articles)


@few_examples
@given(story=_stories(), data=st.data())
def test_an_article_later_than_as_of_changes_nothing(desk: Desk, story: Story, data: st.DataObject) -> None:
    (as_of, _) = data.draw(st.sampled_from(story.counts))
    later = data.draw(_later_articles(than=as_of))
    answer = desk.answer(story.articles, as_of=as_of)
    # How many articles are held is told, whatever is asked.
    assert desk.answer([*story.articles, later], as_of=as_of) == replace(answer, searched=len(story.articles) + 1)


@few_examples
@given(story=_stories(), data=st.data())
def test_as_of_a_day_the_count_is_the_newest_told_by_then(desk: Desk, story: Story, data: st.DataObject) -> None:
    (as_of, count) = data.draw(st.sampled_from(story.counts))
    answer = desk.answer(story.articles, as_of=as_of)
    assert answer.tally is not None
    assert (answer.tally.value, answer.tally.as_of) == (count, as_of)


@few_examples
@given(story=_stories(), data=st.data())
def test_an_undated_article_never_moves_a_dated_count(desk: Desk, story: Story, data: st.DataObject) -> None:
    number = data.draw(st.integers(2, 99))
    undated = replace(_article(91, _told(data.draw(st.sampled_from(_NEWS)), number), AFTERWARDS), published=None)
    answer = desk.answer([*story.articles, undated])
    assert answer.tally is not None
    assert answer.tally.value == story.counts[-1][1]


@pytest.mark.parametrize(
    ("number", "words", "ordinal", "ordinal_in_words"),
    [
        (3, "three", "3rd", "third"),
        (9, "nine", "9th", "ninth"),
        (12, "twelve", "12th", "twelfth"),
        (20, "twenty", "20th", "twentieth"),
        (31, "thirty-one", "31st", "thirty-first"),
        (85, "eighty-five", "85th", "eighty-fifth"),
    ],
)
def test_the_stories_write_numbers_as_people_do(number: int, words: str, ordinal: str, ordinal_in_words: str) -> None:
    assert (_in_words(number), _ordinal(number), _ordinal_in_words(number)) == (words, ordinal, ordinal_in_words)
