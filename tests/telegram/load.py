"""How the shipped bot bears many people at once: `python -m tests.telegram.load --people 50 --questions 4`.

Everybody sends all their questions at the same moment, Telegram's rates are on, and the newsroom is the sample articles. Printed
are the times from a question to its final answer beside what the rates alone allow, refusals, and the bot's memory after
every round. Exit code 1 when a question was not answered exactly once.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Newsroom
from tests.articles import CORPUS
from tests.telegram.emulator import Call, Emulator, Person, Rates, World, serving
from tests.telegram.served import Served
from tests.telegram.served import serving as serving_bot
from tests.telegram.talking import ANSWERED

QUESTIONS = (
    "How many strikes so far?",
    "How many people were killed in the boat strikes?",
    "Who called back the sprouts?",
    "How many acres has the Harrow Ridge fire burned?",
    "What did the Senate vote on?",
    "How many sprout cases are there?",
)
"""Asked in turn; each stands on its own."""
PATIENCE = 600.0
Key = tuple[int, int]
"""A chat, and a question's message in it."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round of questions."""

    seconds: tuple[float, ...]
    """From each question to its final answer, shortest first."""
    unanswered: int
    twice: int
    refusals: int
    """How often the bot was told to wait."""
    impatient: int
    """How often it did not."""
    messages: int
    """Messages and edits that were let through."""

    def share(self, part: float) -> float:
        """The seconds within which this part of the answers came."""
        return self.seconds[min(len(self.seconds) - 1, int(part * len(self.seconds)))] if self.seconds else float("inf")


def main() -> int:
    """Measure, and print a line for each round."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.load")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--questions", type=int, default=4, help="of each person in a round, at most 4 are let wait by the bot")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--without-rates", action="store_true", help="let everything through at once")
    chosen = parser.parse_args()
    rates = Rates(None, None, None) if chosen.without_rates else Rates()
    with tempfile.TemporaryDirectory() as folder, serving(World(rates=rates)) as telegram:
        home = Path(folder) / "home"
        with Newsroom.open(home) as news:
            news.ingest([CORPUS])
        with serving_bot(
            telegram,
            home,
            log=Path(folder) / "log",
            DATELINE_USER_QUESTIONS="1000000",
            DATELINE_ALL_QUESTIONS="1000000",
            DATELINE_LOG="info",
        ) as bot:
            print(f"started: {_memory(bot):.0f} MB")
            people = [telegram.person(f"Person {number}") for number in range(chosen.people)]
            rounds = [_round(telegram, bot, people, chosen.questions, number) for number in range(chosen.rounds)]
    bound = chosen.people * chosen.questions / 30
    print(f"Telegram's 30 messages a second alone take {0.95 * bound:.1f} s for 95 % of the answers of a round")
    return int(any(one.unanswered or one.twice for one in rounds))


def _round(telegram: Emulator, bot: Served, people: Sequence[Person], questions: int, number: int) -> Round:
    with telegram.world.changed:
        telegram.world.calls.clear()
        before = telegram.world.limits.impatient
    asked: dict[Key, float] = {}
    for turn in range(questions):
        for place, person in enumerate(people):
            post = person.send(QUESTIONS[(turn + place) % len(QUESTIONS)])
            asked[person.id, post.id] = time.monotonic()
    _await_answers(telegram, asked)
    done = _summed(telegram.calls, asked, telegram.world.limits.impatient - before)
    print(
        f"round {number + 1}: {len(asked)} questions, {done.unanswered} unanswered, {done.twice} twice; "
        f"p50 {done.share(0.5):.1f} s, p95 {done.share(0.95):.1f} s, last {done.share(1):.1f} s; "
        f"{done.messages} messages and edits, {done.refusals} refusals (429), {done.impatient} sends too early; "
        f"{_memory(bot):.0f} MB",
        flush=True,
    )
    return done


def _await_answers(telegram: Emulator, asked: dict[Key, float]) -> None:
    """Wait until everything is answered, or nothing more is to be hoped for."""
    answered: set[Key] = set()
    looked_at = 0

    def are_answered(_: Emulator) -> bool:
        nonlocal looked_at
        calls = telegram.world.calls
        answered.update(key for key in map(_answers, calls[looked_at:]) if key in asked)
        looked_at = len(calls)
        return len(answered) == len(asked)

    try:
        telegram.until(are_answered, seconds=PATIENCE, hoped="an answer to every question")
    except TimeoutError as error:
        print(error)


def _summed(calls: Sequence[Call], asked: dict[Key, float], impatient: int) -> Round:
    answers: Counter[Key] = Counter()
    seconds: list[float] = []
    for call in calls:
        key = _answers(call)
        if key in asked:
            answers[key] += 1
            if answers[key] == 1:
                seconds.append(call.at - asked[key])
    sent = [call for call in calls if call.method in ("sendMessage", "editMessageText")]
    return Round(
        seconds=tuple(sorted(seconds)),
        unanswered=len(asked) - len(answers),
        twice=sum(count > 1 for count in answers.values()),
        refusals=sum(call.status == 429 for call in calls),
        impatient=impatient,
        messages=sum(call.status == 200 for call in sent),
    )


def _answers(call: Call) -> Key:
    """The question that a call shows the final answer to; (0, 0) for any other call."""
    shown = call.result if call.status == 200 and isinstance(call.result, dict) else {}
    labels = [button["text"] for row in shown.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    replied = shown.get("reply_to_message")
    return (shown["chat"]["id"], replied["message_id"]) if ANSWERED in labels and replied else (0, 0)


def _memory(bot: Served) -> float:
    """What the bot's process holds, in megabytes."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
