"""What is told of a newsroom that is not well, and how often it is looked at."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from bot.api.health import Health
from index import ChromaServer, Newsroom
from index.storage.embedding import MiniLM
from tests.chat.endpoint import unserved_url
from tests.web.wire import SOON


def looked(news: Newsroom, *moments: float) -> list[tuple[object, object]]:
    """Status and number of articles, at each of these moments."""

    async def looking() -> list[tuple[object, object]]:
        clock = iter([moment for moment in moments for _ in range(2)])
        health = Health(news, needs_token=True, clock=lambda: next(clock, moments[-1]))
        return [(told["status"], told["articles"]) for told in [await health.told() for _ in moments]]

    return asyncio.run(looking())


def test_an_empty_newsroom_is_well_but_empty(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path / "empty", encoder=encoder) as news:
        assert looked(news, 0.0) == [("empty", 0)]


def test_a_newsroom_whose_index_is_gone_is_failing(
    home: Path, tmp_path: Path, encoder: MiniLM, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Path(shutil.copytree(home, tmp_path / "broken"))
    for file in broken.rglob("*.sqlite*"):
        file.write_bytes(b"no database")
    with Newsroom.open(broken, encoder=encoder) as news:
        assert looked(news, 0.0) == [("failing", 0)]
    assert "the newsroom is not well: " in caplog.text


def test_a_newsroom_whose_chroma_server_is_away_is_failing(tmp_path: Path, encoder: MiniLM) -> None:
    away = ChromaServer(unserved_url().removesuffix("/v1"), patience=0.1)
    with Newsroom.open(tmp_path / "home", encoder=encoder, chroma=away) as news:
        assert looked(news, 0.0) == [("failing", 0)]


def test_a_newsroom_that_does_not_answer_in_time_is_failing(news: Newsroom) -> None:
    with ThreadPoolExecutor(1) as pool:
        told = asyncio.run(_told_while_held(news, pool))
    assert told == ["failing", "ok"]


async def _told_while_held(news: Newsroom, pool: ThreadPoolExecutor) -> list[object]:
    """Status while the only thread is busy, and after that."""
    busy = Event()
    asyncio.get_running_loop().set_default_executor(pool)
    pool.submit(busy.wait, SOON)
    health = Health(news, needs_token=False, patience=0.1)
    first = await health.told()
    busy.set()
    return [first["status"], (await Health(news, needs_token=False).told())["status"]]


def test_a_finding_holds_for_a_few_seconds(news: Newsroom) -> None:
    assert looked(news, 0.0, 1.0, 4.9) == [("ok", 12)] * 3
