"""What a writer leaves behind that is killed, or sleeps for long, at any of the steps of a batch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.errors import StorageError
from index.storage.arrivals import Arrivals
from index.storage.embedding import MiniLM
from index.storage.embedding import Vectors as Rows
from index.storage.mending import embedded
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection
from index.storage.server.follower import Follower
from index.storage.server.journal import Journal, Record
from index.storage.server.passages import Passages, in_batch
from index.storage.server.store import ServerStore
from index.storage.server.writer import Superseded, Writer
from index.storage.store import Store
from index.types import Article
from tests.storage.machines import Ticking, begun, put, stored, texts
from tests.storage.test_store import Letters

Write = Callable[..., Article]
File = Callable[[Article], Entry]
LONG_AGO = 1_000_000


class Machine:
    """The parts of a store on a machine of its own."""

    def __init__(self, home: Path, database: ChromaServer, encoder: MiniLM) -> None:
        self.connection = Connection(database)
        self.journal = Journal(self.connection)
        self.follower = Follower(home, self.connection, self.journal, accept=lambda _: None, clock=Ticking())
        self.encoder = encoder

    def writer(
        self,
        *,
        superseded: Superseded = lambda _, __: set(),
        clock: Callable[[], float] | None = None,
        calendar: timedelta = timedelta(),
    ) -> Writer:
        """A writer whose calendar is ahead by so much."""
        return Writer(
            self.connection,
            self.journal,
            self.follower,
            self.encoder,
            superseded=superseded,
            clock=clock or Ticking(),
            now=lambda: datetime.now(UTC) + calendar,
        )

    def write_on(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Be a writer for eleven minutes, in the middle of which something happens."""
        seconds = [0.0]
        writer = self.writer(clock=lambda: seconds[0])
        writer.prepare()
        meanwhile()
        seconds[0] += 300
        writer.prepare()
        seconds[0] += 360
        writer.prepare()

    @property
    def passages(self) -> Passages:
        found = self.follower.passages()
        assert found
        return found


@contextmanager
def _machine(home: Path, database: ChromaServer, encoder: MiniLM) -> Iterator[Machine]:
    machine = Machine(home, database, encoder)
    yield machine
    machine.follower.close()
    machine.connection.close()


@pytest.fixture
def machine(tmp_path: Path, database: ChromaServer, encoder: MiniLM) -> Iterator[Machine]:
    with _machine(tmp_path / "machine", database, encoder) as opened:
        yield opened


def test_a_batch_that_was_never_committed_is_taken_back(
    here: ServerStore, machine: Machine, entries: list[Entry], database: ChromaServer
) -> None:
    put(here, entries[0])
    machine.follower.refresh()
    machine.journal.begin("dead00000000", now=LONG_AGO)
    machine.passages.put([in_batch(entry, "dead00000000") for entry in entries])
    assert len(stored(database)) == 8
    assert sorted(texts(here)) == ["a"]
    assert {finding.is_whole for finding in here.examine()} == {True}
    put(here, entries[1])
    machine.write_on()
    assert stored(database) == ["a#0", "a#1", "a#2", "b#0"]
    assert sorted(texts(here)) == ["a", "b"]
    assert begun(database) == []


def test_a_batch_that_was_committed_is_finished(
    here: ServerStore, machine: Machine, entries: list[Entry], write: Write, file: File, database: ChromaServer
) -> None:
    put(here, *entries)
    machine.follower.refresh()
    shorter = in_batch(file(write("a", "The pier was closed.")), "dead00000000")
    machine.journal.begin("dead00000000", now=LONG_AGO)
    machine.passages.put([shorter])
    old = here.passages_of(entries[0].article.id)[0].id.rpartition(".")[2]
    record = Record(
        "dead00000000", mark=here.arrivals().mark() + 1, put=((shorter.article.id, 1),), dropped=((shorter.article.id, 3, old),)
    )
    assert machine.journal.append(machine.follower.number + 1, record)
    assert texts(here)["a"] == "The pier was closed."
    assert len(stored(database)) == 6
    assert {finding.is_whole for finding in here.examine()} == {True}
    put(here, entries[1])
    machine.write_on()
    assert stored(database) == ["a#0", "b#0", "c#0"]
    assert texts(here)["a"] == "The pier was closed."
    assert begun(database) == []


def test_however_many_batches_were_begun_all_are_known(machine: Machine) -> None:
    machine.journal.found()
    batches = [f"{number:012x}" for number in range(301)]
    machine.connection.collection("dateline-journal").add(
        ids=[f"begun-{batch}" for batch in batches],
        embeddings=np.full((len(batches), 1), -1.0, dtype=np.float32),
        metadatas=[{"begun": LONG_AGO, "batch": batch} for batch in batches],
    )
    assert machine.journal.begun() == dict.fromkeys(batches, LONG_AGO)


def test_a_batch_of_a_living_writer_is_left_alone(
    here: ServerStore, machine: Machine, entries: list[Entry], database: ChromaServer
) -> None:
    put(here, entries[0])
    machine.follower.refresh()
    machine.writer().prepare()
    machine.journal.begin("alive0000000", now=int(datetime.now(UTC).timestamp() * 1_000_000))
    machine.passages.put([in_batch(entries[1], "alive0000000")])
    put(here, entries[2])
    assert stored(database) == ["a#0", "a#1", "a#2", "b#0", "c#0"]
    assert begun(database) == ["alive0000000"]


def test_a_batch_that_goes_on_is_left_alone_whatever_the_calendars_say(
    here: ServerStore, machine: Machine, entries: list[Entry], database: ChromaServer
) -> None:
    put(here, entries[0])
    machine.follower.refresh()
    machine.journal.begin("alive0000000", now=LONG_AGO)
    machine.passages.put([in_batch(entries[1], "alive0000000")])
    machine.writer(calendar=timedelta(hours=1)).prepare()
    machine.write_on(lambda: machine.journal.begin("alive0000000", now=LONG_AGO + 1))
    assert stored(database) == ["a#0", "a#1", "a#2", "b#0"]
    assert begun(database) == ["alive0000000"]


def test_a_repair_takes_back_what_by_the_calendar_was_begun_long_ago(
    here: ServerStore, machine: Machine, entries: list[Entry], database: ChromaServer
) -> None:
    put(here, entries[0])
    machine.follower.refresh()
    machine.journal.begin("dead00000000", now=LONG_AGO)
    machine.passages.put([in_batch(entries[1], "dead00000000")])
    here.repair()
    assert stored(database) == ["a#0", "a#1", "a#2"]
    assert begun(database) == []


def test_a_writer_that_was_taken_for_dead_puts_its_batch_once_more(
    tmp_path: Path, machine: Machine, entries: list[Entry], database: ChromaServer, encoder: MiniLM, here: ServerStore
) -> None:
    looks: list[int] = []

    def meanwhile(_: Sequence[Entry], __: Mapping[str, str] | None) -> set[str]:
        """Just before the commit, it sleeps while another machine writes for long."""
        looks.append(machine.follower.number)
        if len(looks) == 1:
            with _machine(tmp_path / "other", database, encoder) as other:
                other.write_on()
        return set()

    writer = machine.writer(superseded=meanwhile)
    writer.prepare()
    assert writer.put(entries, replacing=None) == set()
    assert looks == [1, 2]
    assert sorted(texts(here)) == ["a", "b", "c"]
    assert len(stored(database)) == 5
    assert begun(database) == []


def test_a_writer_that_sleeps_while_others_write_takes_the_next_number(
    tmp_path: Path, machine: Machine, entries: list[Entry], database: ChromaServer, here: ServerStore
) -> None:
    looks: list[int] = []

    def meanwhile(_: Sequence[Entry], __: Mapping[str, str] | None) -> set[str]:
        """Before each of the first two commits, another machine commits an article."""
        looks.append(machine.follower.number)
        if len(looks) < 3:
            put(here, entries[len(looks)])
        return set()

    writer = machine.writer(superseded=meanwhile)
    writer.prepare()
    writer.put(entries[:1], replacing=None)
    assert looks == [1, 2, 3]
    assert sorted(texts(here)) == ["a", "b", "c"]
    assert [each.title for each in here.arrivals().after(0, limit=9)] == ["Title of b", "Title of c", "Title of a"]


def test_a_killed_removal_is_finished(here: ServerStore, machine: Machine, entries: list[Entry], database: ChromaServer) -> None:
    put(here, *entries)
    machine.follower.refresh()
    machine.journal.begin("dead00000000", now=LONG_AGO)
    batch = here.passages_of(entries[1].article.id)[0].id.rpartition(".")[2]
    gone = entries[1].article.id
    assert machine.journal.append(
        machine.follower.number + 1, Record("dead00000000", removed=(gone,), dropped=((gone, 1, batch),))
    )
    assert sorted(texts(here)) == ["a", "c"]
    put(here, entries[2])
    machine.write_on()
    assert stored(database) == ["a#0", "a#1", "a#2", "c#0"]


def test_a_rebuild_that_was_broken_off_leaves_the_old_passages(
    here: ServerStore, tmp_path: Path, entries: list[Entry], database: ChromaServer, machine: Machine
) -> None:
    put(here, *entries)

    class Failing(MiniLM):
        def embed_passages(self, texts: Sequence[str]) -> Rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Store.open(tmp_path / "failing", Failing(), chroma=database, rebuild=True)
    assert sorted(texts(here)) == ["a", "b", "c"]
    machine.write_on()
    assert len(stored(database)) == 5
    assert begun(database) == []


def test_what_is_put_during_a_rebuild_is_in_it(
    here: ServerStore, tmp_path: Path, entries: list[Entry], write: Write, file: File, database: ChromaServer
) -> None:
    put(here, *entries[:2])
    others = [entries[2], file(write("a", "The pier was closed."))]

    class Slow(MiniLM):
        def embed_passages(self, texts: Sequence[str]) -> Rows:
            if others:
                put(here, others.pop())
            return super().embed_passages(texts)

    with Store.open(tmp_path / "slow", Slow(), chroma=database, rebuild=True) as rebuilt:
        assert (
            texts(rebuilt)
            == texts(here)
            == {
                "a": "The pier was closed.",
                "b": "A whale was seen near the island.",
                "c": "The council raised the price of bread.",
            }
        )
    put(here, entries[0])
    assert sorted(stored(database)) == ["a#0", "a#1", "a#2", "b#0", "c#0"]


def test_a_copy_is_never_empty_while_a_rebuild_is_followed(
    here: ServerStore, machine: Machine, tmp_path: Path, entries: list[Entry], file: File, write: Write, database: ChromaServer
) -> None:
    put(here, *entries)
    machine.follower.refresh()
    counts: list[int] = []

    class Watching(Journal):
        """A journal that notes how many passages the copy holds whenever it is read."""

        def since(self, number: int) -> Iterator[tuple[int, Record]]:
            counts.append(machine.follower.catalogue.vector_count())
            return super().since(number)

    follower = Follower(
        tmp_path / "machine", machine.connection, Watching(machine.connection), accept=lambda _: None, clock=Ticking()
    )
    put(here, file(write("a", "The pier was closed.")))
    with Store.open(tmp_path / "other", Letters(), chroma=database, rebuild=True) as other:
        put(other, *(embedded(Letters(), entry) for entry in [file(write("d", "A storm is coming."))]))
        follower.refresh()
        held = list(follower.catalogue.every([article.id for article, _ in follower.catalogue.articles()]))
        assert held == [embedded(Letters(), entry) for entry in held]
        assert {entry.article.id: entry for entry in held} == {entry.article.id: entry for entry in other.every()}
        assert Arrivals(follower.catalogue.database).after(0, limit=9) == other.arrivals().after(0, limit=9)
    follower.close()
    assert set(counts) == {4, 5}


def test_what_is_committed_just_before_a_rebuild_is_put_all_the_same(
    here: ServerStore, machine: Machine, tmp_path: Path, entries: list[Entry], file: File, write: Write, database: ChromaServer
) -> None:
    put(here, *entries)

    class Overtaken(Journal):
        """A journal of a writer that everything is embedded anew behind, as soon as it has committed."""

        def append(self, number: int, record: Record) -> bool:
            is_first = super().append(number, record)
            with Store.open(tmp_path / "other", machine.encoder, chroma=database, rebuild=True):
                return is_first

    machine.follower.refresh()
    machine.journal = Overtaken(machine.connection)
    assert machine.writer().put([file(write("a", "The pier was closed."))], replacing=None) == set()
    assert texts(here)["a"] == "The pier was closed."
    assert stored(database) == ["a#0", "b#0", "c#0"]
    assert begun(database) == []


def test_a_lost_collection_is_made_again_from_a_copy(
    tmp_path: Path, entries: list[Entry], database: ChromaServer, encoder: MiniLM
) -> None:
    with Store.open(tmp_path / "home", encoder, chroma=database) as store:
        put(store, *entries)
    connection = Connection(database)
    connection.drop(next(name for name in connection.collections() if name.startswith("dateline-passages-")))
    connection.close()
    with (
        Store.open(tmp_path / "home", encoder, chroma=database) as store,
        pytest.raises(StorageError, match="make it again from this machine's copy: dateline index --rebuild"),
    ):
        store.nearest(encoder.embed_question("whale"), limit=1)
    with Store.open(tmp_path / "home", encoder, chroma=database, rebuild=True) as store:
        assert len(store.nearest(encoder.embed_question("whale"), limit=9)) == 5
    assert len(stored(database)) == 5
