"""Text from outside made safe to show: articles, questions and models may hold anything."""

import re
import unicodedata

_ESCAPE = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # a command to the terminal, such as a title or a link
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # colours and movements
    r"|\x1b[ -/]*[0-~]?"
)
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """The text without terminal commands, control characters, broken letters and marks that turn its direction.

    Line breaks and tabs stay.
    """
    return "".join(letter for letter in _ESCAPE.sub("", text) if letter in "\n\t" or _is_shown(letter))


def one_line(text: str) -> str:
    """The cleaned text with every run of white space made one space."""
    return " ".join(clean(text).split())


def address(url: str | None) -> str | None:
    """The URL when it leads to the web and holds nothing but visible characters, else None."""
    if url and url.startswith(("http://", "https://")) and url == one_line(url) and " " not in url:
        return url
    return None


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs"} and letter not in _TURNS_DIRECTION
