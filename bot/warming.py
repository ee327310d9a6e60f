"""A program that stays opens what the first question needs while it is starting already."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot import opening
from index.errors import DatelineError, NothingIndexed
from index.newsroom import Newsroom

logger = logging.getLogger(__name__)


@contextmanager
def warming(news: Newsroom) -> Iterator[None]:
    """Open it in a thread, which has ended when this ends. Empty and inside the checkout, it reads its sample articles first."""
    try:
        opening.stock(news)
    except NothingIndexed as error:
        logger.warning("%s; new articles are seen without a restart", error)
    thread = threading.Thread(target=_warm_up, args=(news,), name="warm-up")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _warm_up(news: Newsroom) -> None:
    try:
        news.warm_up()
    except DatelineError as error:
        logger.warning("not everything could be opened yet: %s", error)
