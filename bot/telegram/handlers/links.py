"""Deep links: a question inside `https://t.me/BOT?start=…`, at most 64 letters, digits, `_` and `-`."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

_ASK = "q"
_LONGEST = 64


def parameter(question: str) -> str | None:
    """What the link carries for a question; None for none, and for one that is too long for a link."""
    carried = _ASK + urlsafe_b64encode(question.encode()).decode().rstrip("=")
    return carried if question and len(carried) <= _LONGEST else None


def question(parameter: str) -> str:
    """The question that a link carried; empty when it carried none."""
    if not parameter.startswith(_ASK):
        return ""
    try:
        letters = parameter[len(_ASK) :]
        return urlsafe_b64decode(letters + "=" * (-len(letters) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
