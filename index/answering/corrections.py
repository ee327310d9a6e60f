"""What an article says of its own earlier versions."""

import re
from collections.abc import Iterable

from index import sentences
from index.types import Passage

_LONGEST = 400
"""Characters of a notice that is shown whole; of a longer paragraph the sentence that corrects is shown."""
_THING = r"(?:article|story|report|post|piece|dispatch|page|item|headline|caption|version|column|newsletter|map|chart|graphic)"
_WRONGLY = r"(?:incorrectly|mistakenly|wrongly|erroneously)"
_LABEL = re.compile(r"^\W*(?:correct(?:ion|ions|ed)|clarification|corrects and clarifies)\b[^.:]{0,40}[:—–-]", re.IGNORECASE)
_EARLIER = re.compile(
    rf"\b(?:earlier|previous|prior|original|initial|first) (?:\w+ )?(?:edition|publication|{_THING})s? "
    rf"(?:of (?:this|the|our) (?:\w+ ){{0,2}}{_THING}\b|{_WRONGLY}|misstated|misidentified|misspelled|gave)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    rf"\bth(?:is|e) {_THING} (?:has been|was|is|have been) (?:since )?(?:corrected|updated|amended|changed|revised|edited) "
    r"(?:\w+ ){0,6}?(?:to (?:correct|show|reflect|fix|remove|clarify|say|note|explain|state|delete)|after (?:an?|the)|because)\b"
    rf"|\bth(?:is|e) {_THING} (?:has been|was) corrected\b"
    rf"|\bthis {_THING} corrects\b"
    rf"|\b{_THING}s? {_WRONGLY} (?:said|stated|reported|gave|identified|named|put|described)\b",
    re.IGNORECASE,
)


def notice(passages: Iterable[Passage]) -> str | None:
    """The words in which an article, given as all its passages, owns to a change of what it said before; None without any.

    A paragraph that begins with the word, or a sentence that tells what an earlier version said or why it was changed.
    """
    text = "\n\n".join(passage.text for passage in passages)
    return next((found for paragraph in text.split("\n\n") if (found := _notice_in(paragraph.strip()))), None)


def _notice_in(paragraph: str) -> str | None:
    is_labelled = _LABEL.search(paragraph) is not None
    # Nearly every paragraph of nearly every article ends here, before its sentences are looked for.
    if not (is_labelled or _owns_up(paragraph)):
        return None
    told = [sentence for sentence in sentences.split(paragraph) if _owns_up(sentence)]
    if not (told or is_labelled):
        return None
    if len(paragraph) <= _LONGEST:
        return " ".join(paragraph.split())
    return " ".join((told or sentences.split(paragraph))[0].split())


def _owns_up(text: str) -> bool:
    """True when the text tells what an earlier version said, or why it was changed."""
    return _EARLIER.search(text) is not None or _CHANGED.search(text) is not None
