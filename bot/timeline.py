"""The command `timeline`: a running tally as a picture in a file."""

import os
from pathlib import Path

from bot import display, opening, picture, records, requests
from bot.cleaning import one_line
from bot.failures import Misuse, say
from bot.picture import FORMS, Form
from bot.replacing import replacing
from bot.series import NO_TALLY, lack, series
from index.errors import DatelineError
from index.types import Answer


def timeline(question: str, options: records.Record, *, output: Path, home: Path | None) -> int:
    """Answer the question, and draw the tally into the file. Returns the exit code: 1 when there is nothing to draw."""
    form = _form(output)
    asked = requests.question(options | {"question": question})
    target = _writable(output)
    with opening.newsroom(home) as news:
        opening.stock(news)
        shown = display.chosen()
        given = shown.follow(news.stream(asked.text, as_of=asked.as_of, now=asked.now))
    shown.answer(given)
    if why := save(given, target, form=form):
        say(f"no picture: {why}")
        return 1
    shown.say(f"\npicture: {one_line(str(output))}")
    return 0


def save(given: Answer, target: Path, *, form: Form) -> str | None:
    """Draw the tally of an answer into the file, under the question; returns None, or why there is nothing to draw.

    Raises DatelineError when the file cannot be written.
    """
    if given.tally is None:
        return NO_TALLY
    if why := lack(series(given.tally)):
        return why
    write(target, picture.draw(given.tally, given.citations, given.question, form=form))
    return None


def write(target: Path, content: bytes) -> None:
    """Put the content in place of what the file holds, at once: nobody sees half of it. Raises DatelineError."""
    try:
        with replacing(target) as file:
            file.write(content)
    except OSError as error:
        raise DatelineError(f"cannot write {str(target)!r}: {error.strerror}; choose another place with --output") from error


def _form(output: Path) -> Form:
    form = output.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise Misuse(f"cannot draw {output.name!r}: name a file that ends in .png, .svg or .pdf")
    return form


def _writable(output: Path) -> Path:
    """Where the file will be, links followed. Raises DatelineError when it cannot be written there."""
    target = output.expanduser().resolve()
    mend = "choose another place with --output"
    if target.is_dir():
        raise DatelineError(f"cannot write {str(output)!r}: it is a folder; {mend}")
    if not target.parent.is_dir():
        raise DatelineError(f"cannot write {str(output)!r}: there is no folder {str(target.parent)!r}; {mend}")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise DatelineError(f"cannot write {str(output)!r}: nothing may be written in {str(target.parent)!r}; {mend}")
    return target
