"""The commands that show how things stand: `articles`, `check`."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import display, opening, records, settings
from bot.cleaning import one_line
from index.chat.endpoint import Endpoint, Message
from index.chat.model import ChatModel
from index.chat.usage import Allowance
from index.errors import DatelineError

_QUESTION = "Answer with one word: are you ready?"


def articles(*, as_json: bool, home: Path | None) -> int:
    """Show what is indexed. Returns the exit code."""
    with opening.newsroom(home) as news:
        held = news.articles()
    if as_json:
        records.write(records.overview(held))
    elif held.articles:
        display.chosen().overview(held)
    else:
        display.chosen().say("nothing is indexed yet; run: dateline index PATH")
    return 0


def check(*, home: Path | None) -> int:
    """Print every setting, with secrets hidden, and try the home and the language model.

    Returns the exit code: 1 when one of the two is set and cannot be used.
    """
    chosen = settings.load()
    place = opening.folder(home)
    for name, value in [*settings.shown(chosen), ("home", str(place))]:
        _line(name, value)
    index = _tried("index", partial(_index, place, home=home, is_here=chosen.chroma is None), chosen)
    model = _tried("model", partial(_model, chosen.endpoint, place), chosen)
    return 0 if index and model else 1


def _tried(name: str, trial: Callable[[], str], chosen: settings.Settings) -> bool:
    """Print what came of a trial; False when it failed."""
    try:
        _line(name, trial())
    except DatelineError as error:
        _line(name, f"not usable: {settings.without_secrets(str(error), chosen)}")
        return False
    return True


def _index(place: Path, *, home: Path | None, is_here: bool) -> str:
    opening.usable(place)
    if is_here and (not place.exists() or not any(place.iterdir())):
        return "usable, empty"
    with opening.newsroom(home) as news:
        held = news.articles()
    return f"usable, {held.articles:,} articles, encoder {held.embedder}"


def _model(endpoint: Endpoint | None, home: Path) -> str:
    """Have the model answer one line, and say how that went."""
    if endpoint is None:
        return "none, so answers are quoted from the articles"
    model = ChatModel(endpoint, home=home)
    model.warm_up()
    began = time.monotonic()
    for _ in model.stream([Message("user", _QUESTION)]):
        pass
    seconds = time.monotonic() - began
    return f"usable, {model.name} at {endpoint.host} answered in {seconds:.1f} s{_today(endpoint, home)}"


def _today(endpoint: Endpoint, home: Path) -> str:
    """How much of the day's tokens is used, if they are limited."""
    if endpoint.daily_tokens is None:
        return ""
    used = Allowance(home, daily=endpoint.daily_tokens).used(now=datetime.now(UTC))
    return f"; {used:,} of {endpoint.daily_tokens:,} tokens used today"


def _line(name: str, value: str) -> None:
    width = max(map(len, settings.variables()))
    print(f"{name:{width}}  {one_line(value)}", flush=True)
