"""The commands that change nothing: `articles`, `check`."""

from pathlib import Path

from bot import display, opening, records, settings
from bot.cleaning import one_line
from index.errors import DatelineError


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
    """Print every setting, with secrets hidden, and try the home. Returns the exit code: 1 when the home cannot be used."""
    chosen = settings.load()
    width = max(map(len, settings.variables()))
    for variable, value in settings.shown(chosen):
        print(f"{variable:{width}}  {one_line(value)}")
    place = opening.folder(home)
    print(f"{'home':{width}}  {one_line(str(place))}")
    try:
        state = _state(place, home=home)
    except DatelineError as error:
        print(f"{'index':{width}}  not usable: {one_line(str(error))}")
        return 1
    print(f"{'index':{width}}  {state}")
    return 0


def _state(place: Path, *, home: Path | None) -> str:
    opening.usable(place)
    if not place.exists() or not any(place.iterdir()):
        return "usable, empty"
    with opening.newsroom(home) as news:
        held = news.articles()
    return f"usable, {held.articles:,} articles, encoder {one_line(held.embedder)}"
