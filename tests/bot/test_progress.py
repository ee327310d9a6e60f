import pytest

from bot import indexing
from index.types import IngestProgress


def test_lines_come_every_five_seconds_or_two_hundred_articles(capsys: pytest.CaptureFixture[str]) -> None:
    with indexing.reporting() as report:
        for done, seconds in ((1, 0.5), (2, 6.0), (3, 6.5), (150, 7.0), (202, 8.0), (203, 12.9), (204, 13.0)):
            report(IngestProgress(done=done, total=1_000, failed=done // 100, seconds=seconds))
    assert capsys.readouterr().err == (
        "2 of 1,000 articles, 0.3/s\n202 of 1,000 articles, 25.2/s, 2 failed\n204 of 1,000 articles, 15.7/s, 2 failed\n"
    )


def test_an_unknown_total_is_left_out() -> None:
    assert indexing.counted_words(IngestProgress(done=5, total=0, failed=0, seconds=1.0)) == "5"


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [(10, 100, 10.0, "1:30 left"), (1, 4_001, 1.0, "1:06:40 left"), (0, 100, 1.0, ""), (10, 10, 1.0, ""), (10, 100, 0.0, "")],
)
def test_time_left_follows_the_average_speed(done: int, total: int, seconds: float, words: str) -> None:
    assert indexing.time_left(IngestProgress(done=done, total=total, failed=0, seconds=seconds)) == words
