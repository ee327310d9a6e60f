from datetime import UTC, datetime, timedelta

import pytest

from index.answering import spans
from index.answering.evidence import Sentence
from index.answering.figures import read
from index.types import Passage

PUBLISHED = datetime(2025, 11, 7, 9, tzinfo=UTC)
END_OF_DAY = timedelta(days=1) - timedelta(seconds=1)


def _told(text: str) -> tuple[datetime | None, spans.Span | None]:
    """The moment and the span of time of a sentence's last figure that counts something."""
    passage = Passage(id="a#0", article_id="a", position=0, start=0, end=len(text), text=text, title="", published=PUBLISHED)
    figure = [each for each in read(text) if each.head or each.event][-1]
    return spans.when(figure, Sentence(text, 0, passage, 0.5, 0))


def _days(first: tuple[int, int], last: tuple[int, int]) -> spans.Span:
    return datetime(2025, *first, tzinfo=UTC), datetime(2025, *last, tzinfo=UTC) + END_OF_DAY


@pytest.mark.parametrize(
    ("sentence", "moment", "period"),
    [
        ("Nine piers burned in October.", PUBLISHED, _days((10, 1), (10, 31))),
        ("In October alone, nine piers burned.", PUBLISHED, _days((10, 1), (10, 31))),
        ("The tenth fire of the campaign came in October.", datetime(2025, 10, 31, tzinfo=UTC) + END_OF_DAY, None),
        ("A fire came in October, bringing the dead to 43.", datetime(2025, 10, 31, tzinfo=UTC) + END_OF_DAY, None),
        ("A week ago the count stood at 17 fires.", datetime(2025, 11, 3, tzinfo=UTC) + END_OF_DAY, None),
        ("It was the third fire of the month.", PUBLISHED, (datetime(2025, 11, 1, tzinfo=UTC), PUBLISHED)),
        ("It was the third fire of the year.", PUBLISHED, (datetime(2025, 1, 1, tzinfo=UTC), PUBLISHED)),
        (
            "Boats on Wednesday reached the island, killing 14 people, the mayor said on Thursday.",
            PUBLISHED,
            _days((11, 5), (11, 5)),
        ),
        ("Cases went from 58 in all of 2024 to 35 fires.", PUBLISHED, None),
    ],
)
def test_a_figure_holds_for_the_time_that_its_sentence_tells(sentence: str, moment: datetime, period: spans.Span | None) -> None:
    assert _told(sentence) == (moment, period)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (_days((10, 1), (10, 31)), 1.0),
        (_days((10, 3), (10, 3)), 0.3),
        (_days((9, 1), (9, 30)), -1.0),
        (None, 0.2),
    ],
)
def test_one_day_counts_no_month(told: spans.Span | None, expected: float) -> None:
    assert spans.fit(_days((10, 1), (10, 31)), told, PUBLISHED) == expected
