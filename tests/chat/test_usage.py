import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from index.chat import tokens
from index.chat.endpoint import Endpoint
from index.chat.usage import Allowance, Taken
from index.errors import ModelError
from index.types import Usage

NOON = datetime(2025, 11, 16, 12, tzinfo=UTC)


def test_what_is_set_aside_is_used_until_it_is_settled(tmp_path: Path) -> None:
    allowance = Allowance(tmp_path, daily=1000)
    day = allowance.set_aside(700, now=NOON)
    with pytest.raises(ModelError, match=r"^an answer may take 400 tokens, and 700 of the 1,000 allowed for today are used; "):
        allowance.set_aside(400, now=NOON)
    allowance.settle(day, aside=700, took=250)

    assert allowance.used(now=NOON) == 250
    allowance.set_aside(750, now=NOON)


def test_a_call_that_took_more_than_was_set_aside_counts_in_full(tmp_path: Path) -> None:
    allowance = Allowance(tmp_path, daily=1000)
    allowance.settle(allowance.set_aside(100, now=NOON), aside=100, took=1300)

    assert allowance.used(now=NOON) == 1300
    with pytest.raises(ModelError):
        allowance.set_aside(1, now=NOON)


def test_days_are_those_of_utc_and_a_call_counts_for_the_one_it_began_on(tmp_path: Path) -> None:
    allowance = Allowance(tmp_path, daily=1000)
    evening_in_lima = datetime(2025, 11, 16, 23, tzinfo=timezone(timedelta(hours=-5)))
    day = allowance.set_aside(600, now=evening_in_lima)

    assert day.isoformat() == "2025-11-17"
    assert (allowance.used(now=NOON), allowance.used(now=NOON + timedelta(days=1))) == (0, 600)


def test_another_process_counts_on_the_same_day(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import datetime; from pathlib import Path; from index.chat.usage import Allowance; "
        "Allowance(Path(sys.argv[1]), daily=1000).set_aside(900, now=datetime.fromisoformat(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path, NOON.isoformat()], check=True)

    with pytest.raises(ModelError, match="900 of the 1,000 allowed"):
        Allowance(tmp_path, daily=1000).set_aside(101, now=NOON)


def test_calls_at_the_same_time_never_take_more_than_is_allowed(tmp_path: Path) -> None:
    def granted(_: int) -> bool:
        try:
            Allowance(tmp_path, daily=1000).set_aside(100, now=NOON)
        except ModelError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(granted, range(24))) == 10


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    assert Allowance(tmp_path / "home", daily=1).used(now=NOON) == 0
    assert not (tmp_path / "home").exists()


def test_a_file_that_cannot_be_counted_in_is_named(tmp_path: Path) -> None:
    (tmp_path / "usage.sqlite").write_text("this is no database, whatever its name says\n" * 50, encoding="utf-8")
    with pytest.raises(ModelError, match=r"^cannot count tokens in '.*usage\.sqlite': .*; mend or remove that file") as failure:
        Allowance(tmp_path, daily=1000).set_aside(1, now=NOON)

    assert failure.value.retryable is False


def test_what_cannot_be_settled_stays_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    allowance = Allowance(tmp_path / "home", daily=1000)
    day = allowance.set_aside(100, now=NOON)
    (tmp_path / "home" / "usage.sqlite").write_text("damaged meanwhile\n" * 50, encoding="utf-8")
    allowance.settle(day, aside=100, took=1)

    assert "tokens that were not used stay counted" in caplog.text


def test_without_a_report_the_pieces_are_counted() -> None:
    taken = Taken(estimate=40)
    taken.begin()
    taken.hear("Nine boats", {})

    assert taken.usage(Endpoint("small")) == Usage(40, 3)


def test_a_request_that_came_to_nothing_still_took_its_prompt() -> None:
    taken = Taken(estimate=40)
    taken.begin()
    taken.begin()
    taken.hear("Nine", {"prompt_tokens": 30, "completion_tokens": 1})

    assert (taken.prompt, taken.output) == (70, 1)


@pytest.mark.parametrize(
    "counts", [{"prompt_tokens": None, "completion_tokens": 3}, {"prompt_tokens": -1, "completion_tokens": 3}]
)
def test_a_report_that_makes_no_sense_is_not_believed(counts: dict[str, object]) -> None:
    taken = Taken(estimate=40)
    taken.begin()
    taken.hear("Nine boats", counts)

    assert (taken.prompt, taken.output) == (40, 3)


@pytest.mark.parametrize(
    ("text", "estimate", "real"),
    [
        # Real: what SmolLM2's own tokenizer makes of it.
        ("", 0, 0),
        ("The ferry ran aground off Tarn Point on Monday morning.", 16, 13),
        ("At least 1,234 people were hurt on 16 November 2025, the ministry said.", 29, 26),
        ("Passage 3: «Osprey» towed to Port Ellery — Harbor Wire, 4 Mar 2025", 34, 27),
        ("船は月曜日に座礁した。", 33, 20),
    ],
)
def test_tokens_are_estimated_upwards(text: str, estimate: int, real: int) -> None:
    assert (tokens.count(text), estimate >= real) == (estimate, True)
