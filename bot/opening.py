"""How a command opens the newsroom of its home."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

import index
from bot import logs, settings
from bot.failures import say
from index.errors import NothingIndexed, SettingsError
from index.newsroom import Newsroom

_TOLD_EVERY = 1000
"""Articles; fewer are copied in a few seconds."""


def folder(home: Path | None) -> Path:
    """The home: the one given, else DATELINE_HOME, else the platform's folder for user data. Raises SettingsError."""
    if chosen := home or settings.load().home:
        return chosen.expanduser()
    return Path(platformdirs.user_data_dir("dateline", appauthor=False))


def usable(place: Path) -> Path:
    """The same folder, when it can hold an index or can be made to. Raises SettingsError otherwise."""
    mend = "choose another folder with --home or DATELINE_HOME"
    try:
        nearest = next(above for above in (place, *place.parents) if above.exists())
    except OSError as error:
        raise SettingsError(f"cannot reach the home {str(place)!r}: {error.strerror}; {mend}") from error
    if not nearest.is_dir():
        raise SettingsError(f"the home {str(place)!r} cannot be a folder: {str(nearest)!r} is a file; {mend}")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"the home {str(place)!r} cannot be used: {str(nearest)!r} cannot be read and written; {mend}")
    return place


@contextmanager
def newsroom(home: Path | None) -> Iterator[Newsroom]:
    """The newsroom of that home, set up as the settings say; closed at the end."""
    chosen = settings.load()
    logs.set_up(chosen)
    with newsroom_of(chosen, home) as news:
        yield news


def newsroom_of(chosen: settings.Settings, home: Path | None) -> Newsroom:
    """The newsroom of that home, set up as these settings say; to be closed."""
    return Newsroom.open(
        usable(folder(home)),
        embedder=chosen.embedder,
        base_url=chosen.openai_base_url,
        api_key=chosen.api_key,
        endpoint=chosen.endpoint,
        access=chosen.access,
        chroma=chosen.chroma,
        on_copying=_tell_of_copying(),
    )


def _tell_of_copying() -> Callable[[int, int], None]:
    """Tells the person, now and then, how a copy that takes long gets on."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done < told:
            told = 0
        if total >= _TOLD_EVERY and (done - told >= _TOLD_EVERY or done == total):
            say(f"{done:,} of {total:,} articles copied from the Chroma server")
            told = done

    return tell


def stock(news: Newsroom) -> None:
    """Make sure that there is something to answer from: an empty newsroom inside the checkout reads its sample articles.

    Raises NothingIndexed elsewhere.
    """
    if news.articles().articles:
        return
    samples = _samples()
    if samples is None:
        raise NothingIndexed
    say(f"nothing is indexed yet: indexing the sample articles in {samples.name}/ first …")
    report = news.ingest([samples])
    say(f"{report.added} sample articles indexed")


def _samples() -> Path | None:
    """The sample articles, when this runs inside the checkout or from it."""
    for root in (Path(index.__file__).parent.parent, Path.cwd()):
        if (root / "corpus").is_dir() and (root / "index" / "types.py").is_file():
            return root / "corpus"
    return None
