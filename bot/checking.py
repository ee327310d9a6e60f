"""The command `check`."""

from pathlib import Path

from bot import homes, opening, settings
from bot.cleaning import one_line
from index.errors import DatelineError


def check(*, home: Path | None) -> int:
    """Print every setting, with secrets hidden, and try the home. Returns the exit code: 1 when the home cannot be used."""
    chosen = settings.load()
    width = max(map(len, settings.variables()))
    for variable, value in settings.shown(chosen):
        print(f"{variable:{width}}  {one_line(value)}")
    place = homes.folder(home)
    print(f"{'home':{width}}  {one_line(str(place))}")
    try:
        state = _state(place, home=home)
    except DatelineError as error:
        print(f"{'index':{width}}  not usable: {one_line(str(error))}")
        return 1
    print(f"{'index':{width}}  {state}")
    return 0


def _state(place: Path, *, home: Path | None) -> str:
    homes.usable(place)
    if not place.exists() or not any(place.iterdir()):
        return "usable, empty"
    with opening.newsroom(home) as news:
        held = news.articles()
    return f"usable, {held.articles:,} articles, encoder {one_line(held.embedder)}"
