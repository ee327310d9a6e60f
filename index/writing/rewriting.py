"""A follow-up question, rewritten by a language model so that it stands alone."""

import re
from collections.abc import Sequence
from contextlib import closing

from index.answering import numerals
from index.chat.endpoint import Message
from index.chat.model import AROUND_A_MESSAGE, Model
from index.retrieval import times
from index.retrieval.followups import stand_alone
from index.types import Usage
from index.vocabulary import content_words, is_stopword, same_name, stem, words
from index.writing.fencing import on_one_line
from prompts import fill

_LONGEST = 300
"""Characters of a question that stands alone."""
_EARLIER = 6
"""Questions of the history that are shown, the newest ones."""
_LONGEST_EARLIER = 500
_MOST_READ = 1200
"""Characters after which a model is stopped: it is not writing a question."""
_MOST_NEW = 2
"""Words of its own that a model may need: "how many *people* were killed"."""
_LABEL = re.compile(
    r"^(?:(?:the )?(?:rewritten|standalone|stand-alone|last|new|final)? ?(?:question|rewrite)|rewritten)\s*:\s*", re.IGNORECASE
)
_CAPITALISED = re.compile(r"(?<!^)(?<![^\s“\"‘'(])[A-Z][\w’'&.-]*")
_ASKS = re.compile(r"[?？؟]$")
_LEADS_AWAY = re.compile(r"\S*(?:://|www\.|[@<>\[\]{}|\\`]|\w\.\w{2,})\S*")


def rewrite(model: Model, question: str, history: Sequence[str]) -> tuple[str, Usage]:
    """The question as it stands alone, and what the model took; ModelError when the model fails.

    Without history nothing is asked. What the model writes is kept only when it is one line of a question, names no person,
    figure or time that the conversation does not, and leaves nothing out of the question; else the question is completed by
    rules. The text stands alone: it is planned without history.
    """
    by_rules = stand_alone(question, history)
    if not history:
        return by_rules, Usage(prompt=0, output=0)
    text, usage = _ask(model, _messages(question, history))
    written = _tidied(text)
    return (written if _is_trusted(written, question, history) else by_rules), usage


def _messages(question: str, history: Sequence[str]) -> tuple[Message, ...]:
    earlier = [f"- {on_one_line(each)[:_LONGEST_EARLIER]}" for each in history[-_EARLIER:]]
    asked = "\n".join(["Earlier questions:", *earlier, "", f"Last question: {on_one_line(question)}"])
    return Message("system", fill("rewrite")), Message("user", asked)


def _ask(model: Model, messages: Sequence[Message]) -> tuple[str, Usage]:
    """What the model says to the messages, as far as it may be a question."""
    text = ""
    with closing(model.stream(messages)) as pieces:
        while len(text) <= _MOST_READ:
            try:
                text += next(pieces)
            except StopIteration as end:
                usage: Usage = end.value
                return text, usage
    prompt = sum(model.count(message.text) + AROUND_A_MESSAGE for message in messages)
    return text, Usage(prompt=prompt, output=model.count(text))


def _tidied(text: str) -> str:
    """The question without what models put around it: a label, quotation marks, emphasis."""
    bare = _LABEL.sub("", text.strip().strip("*_# "))
    return bare.strip("*_\"“”'‘’ ")


def _is_trusted(written: str, question: str, history: Sequence[str]) -> bool:
    """True for one line of a question that the person could have asked, with nothing in it from elsewhere."""
    if len(written) > _LONGEST or not written.isprintable() or not _ASKS.search(written):
        return False
    said = " ".join([question, *history])
    if any(address not in said for address in _LEADS_AWAY.findall(written)):
        return False
    return not _adds(written, said) and not _leaves_out(written, question)


def _adds(written: str, said: str) -> bool:
    """True when a name, a figure, a time or more than a few words are new."""
    known, known_stems = set(words(said)), {stem(word) for word in words(said)}
    if any(
        value not in {each.value for each in numerals.find(said)} for value in (each.value for each in numerals.find(written))
    ):
        return True
    if any(character.isdigit() for word in words(written) if word not in known for character in word):
        return True
    times_told = {word for time in times.written(written) for word in words(time)}
    if any(word not in known and not is_stopword(word) for word in times_told):
        return True
    names = {word for match in _CAPITALISED.finditer(written) for word in words(match[0])}
    if any(not is_stopword(name) and not any(same_name(name, word) for word in known) for name in names):
        return True
    return len([word for word in content_words(written) if stem(word) not in known_stems]) > _MOST_NEW


def _leaves_out(written: str, question: str) -> bool:
    """True when a word of the question that carries meaning is gone."""
    kept = [*words(written)]
    stems_kept = {stem(word) for word in kept}
    return any(
        stem(word) not in stems_kept and not any(same_name(word, other) for other in kept) for word in content_words(question)
    )
