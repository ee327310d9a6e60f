"""A newsroom on a Chroma server, as its users see it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index import ChromaServer, Newsroom
from index.errors import StorageError
from index.ingesting import ingest, prune
from index.storage.embedding import MiniLM
from index.storage.examining import SQLITE
from index.storage.records import Entry
from index.storage.server.connection import Connection
from index.storage.server.examining import examine
from index.storage.server.follower import Follower
from index.storage.server.journal import Journal, Record
from index.storage.server.passages import Passages
from index.storage.server.store import ServerStore
from index.types import Article, Finding, IngestReport, Window
from tests.articles import NOW, VALLEY
from tests.storage.machines import put, texts

Write = Callable[..., Article]
File = Callable[[Article], Entry]

QUESTIONS = ("How many roads are closed by the flood?", "Who is the mayor of Aldermere?", "dredging", "What burned down?")


@pytest.fixture
def news(tmp_path: Path, database: ChromaServer, encoder: MiniLM) -> Newsroom:
    with Newsroom.open(tmp_path / "here", encoder=encoder, chroma=database) as opened:
        opened.ingest(VALLEY, now=NOW)
    return opened


def _passages(database: ChromaServer) -> tuple[Connection, Passages]:
    connection = Connection(database)
    name = next(name for name in connection.collections() if name.startswith("dateline-passages-"))
    return connection, Passages.open(connection, name)


def test_it_finds_and_answers_what_an_embedded_one_does(news: Newsroom, valley: Newsroom) -> None:
    with news:
        for question in QUESTIONS:
            found, wanted = news.search(question, now=NOW), valley.search(question, now=NOW)
            assert [(hit.passage.article_id, hit.passage.text) for hit in found] == [
                (hit.passage.article_id, hit.passage.text) for hit in wanted
            ]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-6)
            assert news.ask(question, now=NOW) == valley.ask(question, now=NOW)


def test_doctor_finds_it_whole(news: Newsroom, database: ChromaServer) -> None:
    with news:
        findings = news.archive.examine()
    connection, passages = _passages(database)
    connection.close()
    assert findings == (
        Finding("SQLite's file", "sound"),
        Finding("the catalogue", "12 articles, 15 passages"),
        Finding("the words index", "15 passages"),
        Finding("the journal", "2 records"),
        Finding("the Chroma server", f"15 passages in {passages.name!r}, by meaning, encoder minilm"),
    )


def test_doctor_mends_what_the_server_lost_and_what_nobody_needs(
    news: Newsroom, database: ChromaServer, tmp_path: Path, encoder: MiniLM
) -> None:
    with news:
        ids = [passage.id for passage in news.archive.article("c1".ljust(16, "0"))[1]]
        (spare,) = news.archive.article("f1".ljust(16, "0"))[1]
        whole = news.archive.examine()
        connection, passages = _passages(database)
        passages.delete(ids)
        connection.collection(passages.name).add(
            ids=["f100000000000000#0.000000000000"],
            embeddings=np.full((1, 384), 0.1, dtype=np.float32),
            documents=[spare.text],
            metadatas=[{"batch": "0"}],
        )
        connection.close()
        broken = [finding.told for finding in news.archive.examine() if not finding.is_whole]
        assert broken == [
            f"it lacks 1 passage ({ids[0]})",
            "it holds 1 passage (f100000000000000#0.000000000000) that nobody needs",
        ]
        news.archive.repair()
        assert news.archive.examine() == whole
    with Newsroom.open(tmp_path / "there", encoder=encoder, chroma=database) as there:
        assert there.archive.article("c1".ljust(16, "0")) == news.archive.article("c1".ljust(16, "0"))
    news.close()


def _ships(text: str, *, folder: Path, updated: str) -> Path:
    folder.mkdir()
    head = "title: Ships\nurl: https://gull.example/ships\ndate: 2026-03-01T08:00:00+00:00\n"
    (folder / "ships.md").write_text(f"---\n{head}updated: {updated}\n---\n\n{text}\n", encoding="utf-8")
    return folder


def test_files_that_only_another_machine_has_are_not_taken_for_gone(
    here: ServerStore, there: ServerStore, encoder: MiniLM, tmp_path: Path
) -> None:
    mine = _ships("Four ships came in.", folder=tmp_path / "mine", updated="2026-03-02T08:00:00+00:00")
    ingest(here, encoder, [mine], now=NOW)
    mine.rename(tmp_path / "on another machine")
    earlier = _ships("Three ships came in.", folder=tmp_path / "theirs", updated="2026-03-01T09:00:00+00:00")
    copy = _ships("Four ships came in.", folder=tmp_path / "copy", updated="2026-03-02T08:00:00+00:00")
    mark = here.arrivals().mark()
    assert ingest(there, encoder, [earlier, copy], now=NOW, prune=True) == IngestReport(unchanged=1)
    assert prune(there, [mine]) == 0
    assert [entry.article.text for entry in here.every()] == ["Four ships came in."]
    assert here.arrivals().mark() == mark


def test_a_file_that_is_gone_from_a_folder_that_is_here_is_pruned_on_a_server(
    here: ServerStore, encoder: MiniLM, tmp_path: Path
) -> None:
    mine = _ships("Four ships came in.", folder=tmp_path / "mine", updated="2026-03-02T08:00:00+00:00")
    ingest(here, encoder, [mine], now=NOW)
    (mine / "ships.md").unlink()
    assert prune(here, [mine]) == 1
    assert here.overview().articles == 0


def test_what_another_machine_puts_while_a_folder_is_pruned_stays(
    there: ServerStore, tmp_path: Path, encoder: MiniLM, database: ChromaServer, write: Write, file: File
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    later = [file(write("a", "The pier was opened.", origin="/elsewhere/a.md"))]

    class Overtaken(ServerStore):
        """A store behind whose look at what it holds another machine puts a version of its own."""

        def articles(self, window: Window | None = None) -> Iterator[tuple[Article, str]]:
            held = super().articles(window)
            put(there, *later)
            return held

    with Overtaken(tmp_path / "here", encoder, database) as here:
        put(here, *(file(write(key, "The pier was closed.", origin=str(mine / f"{key}.md"))) for key in "ab"))
        assert prune(here, [mine]) == 1
    assert texts(there) == {"a": "The pier was opened."}


def test_doctor_takes_nothing_for_lost_that_comes_while_it_looks(
    here: ServerStore,
    there: ServerStore,
    tmp_path: Path,
    database: ChromaServer,
    entries: list[Entry],
    write: Write,
    file: File,
) -> None:
    put(here, *entries)
    connection = Connection(database)

    class Busy(Journal):
        """A journal to which others write just before it is read."""

        def since(self, number: int) -> Iterator[tuple[int, Record]]:
            put(there, file(write("d", "A storm is coming.")))
            with there.writing():
                there.remove([entries[0].article.id])
            return super().since(number)

    follower = Follower(tmp_path / "watching", connection, Journal(connection), accept=lambda _: None)
    follower.refresh()
    findings = list(examine(follower, Busy(connection)))
    follower.close()
    connection.close()
    assert [finding.told for finding in findings if not finding.is_whole] == []


def test_doctor_makes_a_copy_again_that_is_damaged_inside(news: Newsroom, tmp_path: Path) -> None:
    with news:
        whole = news.archive.examine()
    (file,) = tmp_path.glob("*/servers/*/words.sqlite")
    pages = bytearray(file.read_bytes())
    pages[4096:] = b"\xff" * (len(pages) - 4096)
    file.write_bytes(pages)
    with news:
        first = news.archive.examine()[0]
        assert (first.part, first.is_whole) == (SQLITE, False)
        news.archive.repair()
        assert news.archive.examine() == whole


def test_doctor_tells_of_a_server_that_is_away(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path, encoder=encoder, chroma=ChromaServer("http://127.0.0.1:9", patience=0)) as news:
        (finding,) = news.archive.examine()
        assert finding.part == "the Chroma server"
        assert finding.told.startswith("the Chroma server at http://127.0.0.1:9 does not answer (")
        assert not finding.is_whole
        with pytest.raises(StorageError, match="does not answer"):
            news.archive.repair()
