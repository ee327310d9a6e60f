"""What the end-to-end tests do over and over: ask, and wait for the answer itself."""

from dataclasses import dataclass
from pathlib import Path

from tests.telegram.emulator import Emulator, Group, Person, Post
from tests.telegram.served import Served

STRIKES = "How many strikes so far?"
ANSWERED = "👎"
"""The label of a button that only answers have."""
ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Newsdesk:
    """A bot at work: the Telegram that it serves, the process, and its home."""

    telegram: Emulator
    bot: Served
    home: Path


def ask(person: Person, text: str, *, group: Group | None = None, topic: int | None = None, reply_to: Post | None = None) -> Post:
    """Send a question, and wait for its answer."""
    return answer_to(person, person.send(text, group=group, topic=topic, reply_to=reply_to), group=group)


def answer_to(person: Person, question: Post, *, group: Group | None = None) -> Post:
    """Wait for the answer to a question that was sent last."""
    return person.wait_for(
        lambda post: post.reply_to == question.id and ANSWERED in post.labels,
        group=group,
        seconds=ANSWER_SECONDS,
        hoped=f"an answer to {question.text!r}",
    )


def said(person: Person, words: str, *, group: Group | None = None) -> Post:
    """Wait for a message with these words in it."""
    return person.wait_for(lambda post: words in post.text, group=group, seconds=ANSWER_SECONDS, hoped=f"{words!r}")
