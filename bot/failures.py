"""What a person sees when something goes wrong: one line, never a traceback."""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import typer

from bot.cleaning import one_line
from index.errors import DatelineError, QuestionError

logger = logging.getLogger(__name__)

BUG = 70
"""Exit code of a mistake of ours (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED = 130

Parameters = ParamSpec("Parameters")


class Misuse(DatelineError):
    """A command, an option or a line of input cannot be understood; the message says how it should look."""


def explained(command: Callable[Parameters, int]) -> Callable[Parameters, None]:
    """Turn a command that returns its exit code into one that ends the program and explains every error."""

    @wraps(command)
    def ending(*args: Parameters.args, **options: Parameters.kwargs) -> None:
        try:
            code = command(*args, **options)
            print(end="", flush=True)
        except BrokenPipeError:
            _forget_output()
            code = 1
        except KeyboardInterrupt:
            say("interrupted")
            code = INTERRUPTED
        except Exception as error:  # noqa: BLE001 - the last place where a bug can be told in plain words
            code = complain(error, home=options.get("home"))
        raise typer.Exit(code)

    return ending


def complain(error: Exception, *, home: object = None, where: str = "") -> int:
    """Say on standard error what went wrong; returns the exit code that fits.

    `home` is the value of the option `--home`; `where` names the place in the input, such as "line 3".
    """
    place = f"{where}: " if where else ""
    if isinstance(error, DatelineError):
        say(place + _safe(str(error)))
        return 2 if isinstance(error, Misuse | QuestionError) else 1
    reference = os.urandom(3).hex()
    details = _record(error, reference=reference, home=home if isinstance(home, Path) else None)
    say(f"{place}something went wrong on our side (reference {reference}); {details}")
    return BUG


def say(text: str) -> None:
    """One line on standard error, in our name."""
    print(f"dateline: {one_line(text)}", file=sys.stderr, flush=True)


def _record(error: Exception, *, reference: str, home: Path | None) -> str:
    """Write the traceback where it can be found; returns the words that tell where."""
    report = _safe("".join(traceback.format_exception(error)))
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug("reference %s\n%s", reference, report)
        return "details above"
    try:
        path = _log_file(home)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"reference {reference}\n{report}\n")
    except (OSError, DatelineError):
        return "to see the details, repeat with DATELINE_LOG=debug"
    return f"details in {path}"


def _log_file(home: Path | None) -> Path:
    from bot import opening  # here, like the settings below

    place = opening.folder(home)
    place.mkdir(parents=True, exist_ok=True)
    return place / "errors.log"


def _safe(text: str) -> str:
    """The text without the values of secret settings."""
    from bot import settings  # here because pydantic takes longer to import than a usage error to print

    try:
        return settings.without_secrets(text, settings.load())
    except DatelineError:
        return text


def _forget_output() -> None:
    """Send what is still unwritten nowhere, or the interpreter complains about the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
