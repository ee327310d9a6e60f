"""What may be asked: a question on one line, neither empty nor too long, about moments that have a time zone."""

from datetime import datetime

from index.errors import QuestionError
from index.reading.texts import clean_line

LONGEST = 2_000
"""Characters of a question that are accepted."""


def checked(text: str, *, name: str = "question") -> str:
    """The text on one line, without characters that nobody sees. Raises QuestionError, which calls the text by its `name`."""
    line = clean_line(text)
    if not line:
        raise QuestionError(f"the {name} is empty")
    if len(line) > LONGEST:
        raise QuestionError(f"the {name} has {len(line):,} characters; at most {LONGEST:,} are read, so shorten it")
    return line


def check_zones(**moments: datetime | None) -> None:
    """Raise ValueError for a moment without a time zone, by its name."""
    for name, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            raise ValueError(f"{name} has no time zone: {moment!r}")
