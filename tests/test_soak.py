from pathlib import Path

from tests.benchmarks.soak import soak


def test_two_ingesters_and_two_readers_get_on_in_one_home(tmp_path: Path) -> None:
    outcome = soak(tmp_path, seconds=4, readers=2)
    assert (outcome.failures, outcome.lost) == ((), ())
    assert outcome.is_well
    assert outcome.articles >= 2 * 7 + 1
