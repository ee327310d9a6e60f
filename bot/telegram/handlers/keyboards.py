"""The buttons below messages. What they stand for is kept in the state, so that they work after a restart.

Everything here looks into the state: call it on a thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.series import lack, series
from bot.telegram.handlers.suggesting import Suggestion
from bot.telegram.messages.language import Words
from bot.telegram.state import State
from bot.telegram.types import Button, Keyboard, Place, Question
from index.types import Answer


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes the buttons of one message."""

    state: State
    place: Place
    user: int
    """For whom they are made."""
    now: datetime

    def rows(self, *rows: Sequence[tuple[str, str, str]]) -> Keyboard:
        """A keyboard of buttons, each given as label, verb and subject."""
        wanted = [(verb, subject) for row in rows for _, verb, subject in row]
        kept = iter(self.state.buttons.keep_all(wanted, place=self.place, user=self.user, now=self.now))
        return tuple(tuple(Button(label, data=next(kept)) for label, _, _ in row) for row in rows if row)


def of_answer(keys: Keys, question: Question, answer: Answer, suggestions: Sequence[Suggestion], words: Words) -> Keyboard:
    """Sources, Timeline, the thumbs, and a row for each suggestion."""
    first = []
    if answer.citations:
        first.append((words.plain("button_sources"), "sources", question.id))
    if is_drawable(answer):
        first.append((words.plain("button_timeline"), "timeline", question.id))
    first += [("👍", "up", question.id), ("👎", "down", question.id)]
    return keys.rows(first, *_asking(suggestions, parent=question.id))


def of_suggestions(keys: Keys, suggestions: Sequence[Suggestion]) -> Keyboard:
    """A row for each suggestion, each of which begins a conversation."""
    return keys.rows(*_asking(suggestions, parent=""))


def of_again(keys: Keys, question_id: str, words: Words) -> Keyboard:
    """Try again."""
    return keys.rows([(words.plain("button_again"), "again", question_id)])


def of_stop(keys: Keys, question_id: str, words: Words) -> Keyboard:
    """Stop."""
    return keys.rows([(words.plain("button_stop"), "stop", question_id)])


def is_drawable(answer: Answer) -> bool:
    """True when the answer holds a tally of which a line can be drawn."""
    return answer.tally is not None and lack(series(answer.tally)) is None


def _asking(suggestions: Sequence[Suggestion], *, parent: str) -> list[list[tuple[str, str, str]]]:
    return [[(one.label, "ask", f"{parent}:{one.question}")] for one in suggestions]
