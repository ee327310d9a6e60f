"""An emulated Telegram for every test of the bot."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.telegram import postgres, slow
from tests.telegram.emulator import Emulator, serving
from tests.telegram.served import Served, environment
from tests.telegram.served import serving as serving_bot
from tests.telegram.talking import Newsdesk
from tests.warm import Warm

Api = Callable[..., Any]
Serve = Callable[..., AbstractContextManager[Served]]
Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests that share an event loop with the bot are marked with `pytest.mark.anyio`."""
    return "asyncio"


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    """Telegram, with the bot in it and nobody else yet."""
    with serving() as emulator:
        yield emulator


@pytest.fixture
def api(telegram: Emulator) -> Iterator[Api]:
    """Call the Bot API as the bot would: `api("sendMessage", chat_id=1, text="x")` gives the result, or the refusal."""
    with httpx.Client(base_url=f"{telegram.url}/bot{telegram.token}", timeout=30) as client:

        def call(method: str, **given: Any) -> Any:
            told = client.post(f"/{method}", json=given).json()
            return told["result"] if told["ok"] else f"{told['error_code']} {told['description']}"

        yield call


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A PNG of 800 by 450 pixels."""
    written = io.BytesIO()
    Image.new("RGB", (800, 450), "white").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def home(corpus_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the sample articles."""
    return Path(shutil.copytree(corpus_home, tmp_path / "home"))


@pytest.fixture
def serve(telegram: Emulator, home: Path, tmp_path: Path, warm: Warm) -> Serve:
    """Run `dateline serve` for a while: `with serve("--log-format", "json", DATELINE_LANG="es") as bot:`."""

    def run(*arguments: str, **settings: str) -> AbstractContextManager[Served]:
        return serving_bot(telegram, home, *arguments, log=tmp_path / "log", warm=warm, **settings)

    return run


@pytest.fixture
def command(home: Path, warm: Warm) -> Command:
    """Run another command on the test's home, to its end: `command("index", path, DATELINE_LANG="es")`."""

    def run(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
        return warm.run([*map(str, arguments)], cwd=home.parent, environment=environment(home, **settings))

    return run


@pytest.fixture(scope="session")
def newsdesk(corpus_home: Path, warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsdesk]:
    """One running bot for all the tests that only talk to it, each with people of its own."""
    folder = tmp_path_factory.mktemp("newsdesk")
    home = Path(shutil.copytree(corpus_home, folder / "home"))
    with serving() as telegram, serving_bot(telegram, home, log=folder / "log", warm=warm) as bot:
        yield Newsdesk(telegram, bot, home)


@pytest.fixture
def model() -> Iterator[slow.Model]:
    """A language model that leaves one question unanswered."""
    with slow.serving() as model:
        yield model


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """The server of this session. Where none can be started the test is skipped."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres.serving())
        except postgres.Missing as missing:
            pytest.skip(str(missing))
        yield server
