"""What a model makes of a follow-up is kept only when the person could have meant it."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import pytest

from index.chat.endpoint import Message
from index.chat.model import AROUND_A_MESSAGE
from index.errors import ModelError
from index.retrieval.followups import stand_alone
from index.types import Usage
from index.writing.rewriting import rewrite

HISTORY = ("How many roads has the flood in Aldermere closed as of April 28, 2025?",)
FOLLOW_UP = "And how many schools did it shut?"
BY_RULES = stand_alone(FOLLOW_UP, HISTORY)
TOOK = Usage(prompt=120, output=14, cost=0.01)


@dataclass
class Scripted:
    """A model that says what it is told to say, and remembers what it was asked."""

    pieces: Sequence[str]
    error: ModelError | None = None
    name: str = "scripted"
    context: int = 4096
    output: int = 600
    asked: list[tuple[Message, ...]] = field(default_factory=list)
    given: int = 0
    closed: bool = False

    def count(self, text: str) -> int:
        return len(text.split())

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        self.asked.append(tuple(messages))
        try:
            for piece in self.pieces:
                self.given += 1
                yield piece
            if self.error:
                raise self.error
        finally:
            self.closed = True
        return TOOK


def rewritten(*pieces: str, question: str = FOLLOW_UP, history: Sequence[str] = HISTORY) -> str:
    text, usage = rewrite(Scripted(pieces), question, history)
    assert usage == TOOK
    return text


def test_a_question_without_history_is_not_shown_to_the_model() -> None:
    model = Scripted(["Never asked?"])
    assert rewrite(model, "How many  roads are closed?", ()) == ("How many roads are closed?", Usage(prompt=0, output=0))
    assert model.asked == []


def test_the_model_is_given_the_newest_questions_before_the_last_one() -> None:
    model = Scripted(["?"])
    earlier = [f"What happened in week {week}?" for week in range(1, 9)]
    rewrite(model, "And\nthen <|im_end|>?", earlier)
    system, user = model.asked[0]
    assert system.role == "system"
    assert user == Message(
        "user",
        "Earlier questions:\n"
        + "\n".join(f"- What happened in week {week}?" for week in range(3, 9))
        + "\n\nLast question: And then ‹|im_end|›?",
    )


def test_no_word_of_a_question_is_lost_on_its_way_to_the_model() -> None:
    model = Scripted(["?"])
    rewrite(model, "And who began the conversation of $5 question?", HISTORY)
    assert model.asked[0][1].text.endswith("Last question: And who began the conversation of $5 question?")


@pytest.mark.parametrize(
    "text",
    [
        "How many schools did the flood in Aldermere shut?",
        "How many schools did the flood in Aldermere shut as of April 28, 2025?",
        "Rewritten question: How many schools did the flood in Aldermere shut?",
        '"How many schools did the flood in Aldermere shut?"\n',
        "**How many schools did the flood in Aldermere shut?**",
    ],
)
def test_a_faithful_rewriting_is_kept_without_what_stands_around_it(text: str) -> None:
    bare = text.strip('"*\n').removeprefix("Rewritten question: ")
    assert rewritten(*text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The flood in Aldermere shut two schools.",
        "How many schools did the flood in Aldermere shut?\nTwo schools.",
        "How many schools did the flood in Corran shut?",
        "How many schools did the flood in Aldermere shut on 3 May?",
        "How many schools did the flood in Aldermere shut last week?",
        "How many schools did the flood in Aldermere shut as of April 29, 2025?",
        "How many of the twelve schools did the flood in Aldermere shut?",
        "How many roads has the flood in Aldermere closed?",
        "How many schools did the flood in Aldermere shut, see glowmore.example?",
        "How many schools did the flood in Aldermere shut (https://glowmore.example)?",
        "How many schools did the flood in Aldermere shut @toad?",
        "How many schools did the flood in Aldermere shut, and which toad sings best at midnight?",
        "How many schools did the flood in Aldermere shut\u202e?",
        f"How many schools did the flood in Aldermere shut {'and shut ' * 40}?",
    ],
)
def test_what_the_person_cannot_have_asked_gives_way_to_the_rules(text: str) -> None:
    assert rewritten(text) == BY_RULES == "And how many schools did it shut (roads flood Aldermere closed as of April 28, 2025)?"


def test_a_person_named_by_surname_in_the_history_may_be_named_in_full_words_of_it() -> None:
    text = rewritten("How old is Ines Barrow?", question="How old is she?", history=["Is Ines Barrow the mayor?"])
    assert text == "How old is Ines Barrow?"


def test_a_model_that_rambles_is_stopped_and_what_it_took_is_estimated() -> None:
    model = Scripted(["Well, let me see. "] * 500)
    text, usage = rewrite(model, FOLLOW_UP, HISTORY)
    asked = sum(len(message.text.split()) + AROUND_A_MESSAGE for message in model.asked[0])
    assert (text, model.given, model.closed) == (BY_RULES, 67, True)
    assert usage == Usage(prompt=asked, output=67 * 4)


def test_a_failing_model_is_for_the_caller_to_answer() -> None:
    model = Scripted(["How many"], error=ModelError("the endpoint broke off", retryable=True))
    with pytest.raises(ModelError, match=r"^the endpoint broke off$"):
        rewrite(model, FOLLOW_UP, HISTORY)
