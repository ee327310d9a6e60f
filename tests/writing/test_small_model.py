"""End to end with a real language model, which is weak on purpose: it invents figures and forgets markers."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from index import Answer, Newsroom, Progress
from index.chat.endpoint import Endpoint, Message
from index.chat.model import ChatModel
from index.errors import ModelError
from index.stopping import Stop
from index.storage.embedding import MiniLM
from index.types import Usage
from tests.articles import CHECKOUT, NOW, VALLEY
from tests.writing import small_model
from tests.writing.small_model import Server

SHORT = tuple(article for article in VALLEY if article.title.startswith(("Flood", "Ines", "Hospital")))
"""Four articles, which a small model on a slow machine has read in a few seconds."""
MAYOR = "Who was elected mayor of Aldermere?"
QUESTIONS = (MAYOR, "How many roads has the flood in Aldermere closed?", "How many cases of measles has the hospital counted?")
LONG = Message("user", "Write a long story about a ferry.")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Path:
    """A home that holds the short ones of the valley's articles. Tests only read it."""
    place = tmp_path_factory.mktemp("small-model")
    with Newsroom.open(place, encoder=encoder) as news:
        news.ingest(SHORT)
    return place


@pytest.fixture(scope="module")
def quoting(home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The newsroom without a model."""
    with Newsroom.open(home, encoder=encoder) as news:
        yield news


def at(server: Server, *, key: str | None = None, output: int = 60) -> Endpoint:
    return Endpoint(
        model="", base_url=server.base_url, api_key=key, context=small_model.CONTEXT, output=output, timeout=120, retries=0
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_it_invents_reaches_an_answer(
    small_server: Server, home: Path, encoder: MiniLM, quoting: Newsroom, question: str
) -> None:
    with Newsroom.open(home, encoder=encoder, endpoint=at(small_server)) as news:
        *events, answer = news.stream(question, now=NOW)
    assert isinstance(answer, Answer)
    assert Progress("writing") in events
    assert answer.usage
    assert answer.usage.prompt > 200
    texts = {article.id: article.text for article in SHORT}
    assert [citation for citation in answer.citations if citation.quote not in texts[citation.article_id]] == []
    cited = {citation.number for citation in answer.citations}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)} <= cited
    if answer.mode == "model":
        assert " ".join(event for event in events if isinstance(event, str)) == answer.text
    else:
        assert answer == replace(quoting.ask(question, now=NOW), notice=answer.notice, usage=answer.usage)
        assert answer.notice


def test_what_it_says_comes_in_pieces_and_is_counted(small_server: Server) -> None:
    stream = ChatModel(at(small_server, output=12)).stream([LONG])
    pieces: list[str] = []
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as ended:
            usage = ended.value
            break
    assert len(pieces) > 3
    assert (10 < usage.prompt < 80, usage.output) == (True, 12)


def test_closing_frees_the_server_at_once(small_server: Server) -> None:
    stream = ChatModel(at(small_server, output=1_500)).stream([LONG])
    next(stream)
    assert busy(small_server)
    stream.close()
    assert any(not busy(small_server) for _ in range(1_000))  # it notices with its next token


def test_a_server_that_is_killed_while_it_writes_loses_no_answer_and_is_asked_again_when_it_is_back(
    weights: Path, home: Path, encoder: MiniLM, quoting: Newsroom
) -> None:
    with small_model.serve(weights) as server:
        model = Killing(at(server), server)
        with Newsroom.open(home, encoder=encoder, model=model) as news:
            answer = news.ask(MAYOR, now=NOW)
            assert replace(answer, notice=None) == quoting.ask(MAYOR, now=NOW)
            assert answer.notice
            assert answer.notice.startswith("The language model could not be used: 127.0.0.1 ")
            with small_model.serve(weights, port=httpx.URL(server.base_url).port or 0):
                assert news.ask(MAYOR, now=NOW).usage


def test_a_wrong_key_is_said_and_not_shown(weights: Path, home: Path, encoder: MiniLM, quoting: Newsroom) -> None:
    with small_model.serve(weights, api_key="sk-right") as server:
        with Newsroom.open(home, encoder=encoder, endpoint=at(server, key="sk-wrong")) as news:
            refused = news.ask(MAYOR, now=NOW)
        with pytest.raises(StopIteration):
            exhaust(ChatModel(at(server, key="sk-right", output=2)).stream([LONG]))
    assert replace(refused, notice=None) == quoting.ask(MAYOR, now=NOW)
    assert refused.notice
    assert ("OPENAI_API_KEY" in refused.notice, "sk-wrong" in refused.notice) == (True, False)


def test_more_than_it_can_read_is_said(small_server: Server) -> None:
    with pytest.raises(ModelError, match="DATELINE_MODEL_CONTEXT"):
        exhaust(ChatModel(at(small_server)).stream([Message("user", "many words " * 2_000)]))


def test_the_server_of_the_readme_serves(weights: Path) -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (script,) = [each for each in re.findall(r"^```py\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE) if "xllamacpp" in each]
    command = [sys.executable, "-c", script, str(weights), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
        assert process.stdout
        try:
            assert httpx.get(process.stdout.readline().strip() + "/health").json() == {"status": "ok"}
        finally:
            process.kill()


def test_another_file_under_its_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "dateline" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    path.parent.mkdir()
    path.write_bytes(b"no model")
    with pytest.raises(small_model.Unfetched, match=hashlib.sha256(b"no model").hexdigest()):
        small_model.weights()


class Killing(ChatModel):
    """The model of a server that is killed after its first piece, once."""

    def __init__(self, endpoint: Endpoint, server: Server) -> None:
        super().__init__(endpoint)
        self._server = server

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Generator[str, None, Usage]:
        stream = super().stream(messages, stop=stop)
        yield next(stream)
        self._server.kill()
        return (yield from stream)


def exhaust(stream: Generator[str, None, Usage]) -> None:
    """Read a stream to its end, which raises StopIteration with what it took."""
    while True:
        next(stream)


def busy(server: Server) -> bool:
    """True while the server answers a request."""
    slots = httpx.get(server.base_url.removesuffix("/v1") + "/slots").json()
    return any(slot["is_processing"] for slot in slots)
