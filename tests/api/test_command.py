"""`dateline api` as a process of its own: from its start to its end."""

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bot.api import command
from bot.failures import Misuse
from index import Newsroom
from index.errors import SettingsError
from index.storage.embedding import MiniLM
from tests.api.conftest import TOKEN
from tests.articles import NOW, VALLEY
from tests.storage.server import Running, new_database
from tests.telegram.served import START_SECONDS, Served, environment
from tests.warm import Warm
from tests.writing.scripted import ROADS

Start = Callable[..., tuple[Served, str]]
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def start(warm: Warm, tmp_path: Path) -> Iterator[Start]:
    """Start the command on a home, and wait until it answers: `start(home, DATELINE_LOG="debug")`."""
    with ExitStack() as stack:

        def starting(home: Path, *arguments: str, **settings: str) -> tuple[Served, str]:
            address = f"127.0.0.1:{_free_port()}"
            path = tmp_path / f"{address}.log"
            log = stack.enter_context(path.open("wb"))
            given = ["api", "--listen", address, *arguments]
            process = warm.start(given, cwd=tmp_path, environment=environment(home, **settings), stdout=log, stderr=log)
            served = Served(stack.enter_context(process), path)
            stack.callback(served.stop)
            served.until_logged("listening at", seconds=START_SECONDS)
            return served, f"http://{address}"

        yield starting


def test_it_answers_who_has_the_token_and_ends_in_peace(home: Path, start: Start) -> None:
    served, url = start(home, DATELINE_API_TOKEN=TOKEN)
    question = {"question": ROADS, "now": NOW.isoformat()}
    assert httpx.post(f"{url}/ask", json=question).status_code == 401
    told = httpx.post(f"{url}/ask", json=question, headers=SHOWN, timeout=60)
    assert told.json()["text"] == "Seven roads, as of 28 Apr 2025. [1] Earlier: four on 10 Feb 2025 [2]."
    assert httpx.get(f"{url}/search", params={"query": "sprouts"}, headers=SHOWN).status_code == 200
    assert served.stop() == 0
    lines = served.logged().splitlines()
    assert [line.split(" in ")[0].split(": ", 1)[1] for line in lines] == [
        f"listening at {url}",
        "POST /ask: 401",
        "POST /ask: 200",
        "GET /search: 200",
        "ended",
    ]
    assert TOKEN not in served.logged()


def test_two_of_them_on_one_home_tell_what_a_third_has_brought_in(
    home: Path, tmp_path: Path, start: Start, encoder: MiniLM
) -> None:
    own = Path(shutil.copytree(home, tmp_path / "own"))
    with Newsroom.open(own, encoder=encoder) as news:
        news.archive.remove([VALLEY[1].id])
        urls = [start(own)[1] for _ in range(2)]
        question = {"question": ROADS, "now": NOW.isoformat()}
        before = [httpx.post(f"{url}/ask", json=question, timeout=60).json()["tally"]["value"] for url in urls]
        news.ingest([VALLEY[1]])
        after = [httpx.post(f"{url}/ask", json=question, timeout=60).json()["tally"]["value"] for url in urls]
    assert (before, after) == ([4, 4], [7, 7])


def test_two_of_them_share_a_chroma_server_each_with_a_home_of_its_own(
    tmp_path: Path, start: Start, encoder: MiniLM, chroma_server: Running
) -> None:
    chroma = new_database(chroma_server.url)
    settings = {"DATELINE_CHROMA_URL": chroma.url, "CHROMA_DATABASE": str(chroma.database)}
    question = {"question": ROADS, "now": NOW.isoformat()}
    with Newsroom.open(tmp_path / "ingester", encoder=encoder, chroma=chroma) as news:
        news.ingest(VALLEY[:1])
        urls = [start(tmp_path / name, **settings)[1] for name in ("first", "second")]
        before = [httpx.post(f"{url}/ask", json=question, timeout=60).json()["tally"]["value"] for url in urls]
        news.ingest(VALLEY)
        for url in urls:
            _until_held(url, len(VALLEY))
    after = [httpx.post(f"{url}/ask", json=question, timeout=60).json()["tally"]["value"] for url in urls]
    assert (before, after) == ([4, 4], [7, 7])


@pytest.mark.parametrize("listen", ["0.0.0.0:8000", ":8000", "[::]:8000", "192.0.2.1:8000"])
def test_without_a_token_nobody_else_is_listened_to(listen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_API_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as refused:
        command.api(listen=listen, origins=(), log_format="text", home=tmp_path)
    assert str(refused.value) == (
        f"DATELINE_API_TOKEN is not set, and at {listen!r} anybody could ask; set it to 32 letters and digits, "
        "or listen at 127.0.0.1"
    )


@pytest.mark.parametrize("origin", ["*", "news.example", "https://news.example/page", "https://", "https://a b"])
def test_an_origin_that_is_none_is_refused(origin: str, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"must be the address of a site without a path, such as https://news\.example\.org$"):
        command.api(listen=None, origins=[origin], log_format="text", home=tmp_path)


def _until_held(url: str, articles: int) -> None:
    """Ask until so many articles are held: a copy of a server's articles may be a second old."""
    with httpx.Client(base_url=url, timeout=60) as client:
        end = time.monotonic() + 20
        while client.get("/articles", params={"limit": 1}).json()["held"]["articles"] != articles:
            assert time.monotonic() < end


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
