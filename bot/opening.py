"""How a command opens the newsroom."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.newsroom import Newsroom

import index
from bot import homes, settings
from bot.failures import say
from index.errors import NothingIndexed


@contextmanager
def newsroom(home: Path | None) -> Iterator[Newsroom]:
    """The newsroom of that home, set up as the settings say; closed at the end."""
    chosen = settings.load()
    _log(chosen.log)
    place = homes.usable(homes.folder(home))
    with Newsroom.open(place, embedder=chosen.embedder, base_url=chosen.openai_base_url, api_key=chosen.api_key) as news:
        yield news


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


def _log(level: settings.LogLevel) -> None:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    for ours in ("bot", "index", "prompts"):
        logging.getLogger(ours).setLevel(level.upper())
