"""What may be asked: a question on one line, neither empty nor too long."""

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
