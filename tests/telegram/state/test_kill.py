"""A process that is killed at any moment loses no question that it had claimed."""

import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.telegram.state.asking import DAY, NOW, question
from tests.telegram.state.conftest import Open

RECEIVING = """
import itertools, sys
from pathlib import Path
from bot.telegram.state import State
from tests.telegram.state.asking import NOW, question
place = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
with State.open(place, replica="killed") as state:
    for number in itertools.count():
        asked = question(str(number))
        print(asked.id, flush=True)
        state.updates.claim(number, now=NOW, question=asked)
        print("claimed", flush=True)
"""


def test_every_question_claimed_before_a_kill_is_handed_out(place: str | Path, open_state: Open) -> None:
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RECEIVING, str(place)], stdout=subprocess.PIPE, encoding="utf-8"
    ) as it:
        assert it.stdout
        lines = [it.stdout.readline() for _ in range(random.Random(5).randint(40, 80))]
        it.send_signal(signal.SIGKILL)
        lines += it.stdout.readlines()
    words = " ".join(lines).split()
    claimed, begun = words.count("claimed"), [word for word in words if word != "claimed"]
    state = open_state()
    handed = [one.id for one in state.questions.orphans(now=NOW + DAY, silence=timedelta(minutes=1))]
    # The last one may have been claimed before its process could say so, and never half.
    assert handed in (begun[:claimed], begun[: claimed + 1])
    again = [state.updates.claim(number, now=NOW, question=question()) for number in range(claimed + 1)]
    assert again == [False] * len(handed) + [True] * (claimed + 1 - len(handed))
