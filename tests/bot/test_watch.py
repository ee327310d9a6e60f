"""Keeping up with feeds and folders: round by round, and as a process that is ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.watching import Rounds, keep_up
from index import Newsroom
from index.fetching.access import Access
from index.storage.lock import locked
from tests.fetching.feeding import BELL, CREW, NOW, put_feed
from tests.fetching.web import Web

Step = Callable[[], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles."""
    place = tmp_path / "shelf"
    place.mkdir()
    for path, title, text in (BELL, CREW):
        write(place, path, title, text)
    return place


def write(folder: Path, path: str, title: str, text: str) -> None:
    (folder / f"{path[1:]}.md").write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")


def wait_doing(*steps: Step) -> Callable[[float], bool]:
    """A wait that takes no time: each time it does the next step, and after the last one it is time to end."""
    remaining = iter(steps)

    def wait(_seconds: float) -> bool:
        step = next(remaining, None)
        if step is not None:
            step()
        return step is None

    return wait


def nothing() -> None:
    """Let a round go by."""


def titles(news: Newsroom) -> list[str]:
    return sorted({hit.passage.title for hit in news.search("Osprey", limit=50)})


def test_new_changed_and_removed_files_are_kept_up_with(fed: Newsroom, folder: Path) -> None:
    told: list[str] = []
    seen: list[list[str]] = []

    def change() -> None:
        seen.append(titles(fed))
        write(folder, "/bell", "Bell and anchor of the Osprey found", "Divers have brought up the bell and the anchor.")
        write(folder, "/mast", "Mast of the Osprey found", "Divers have brought up the mast of the ferry.")
        (folder / "crew.md").unlink()

    Rounds(fed, tell=told.append, wait=wait_doing(change, nothing)).folders([folder])
    seen.append(titles(fed))
    assert seen == [[BELL[1], CREW[1]], ["Bell and anchor of the Osprey found", "Mast of the Osprey found"]]
    assert told == [
        "folders: 2 added, 0 updated, 0 removed",
        "folders: 0 added, 0 updated, 1 removed",
        "folders: 1 added, 1 updated, 0 removed",
    ]


def test_a_file_that_moves_keeps_its_article(fed: Newsroom, folder: Path) -> None:
    told: list[str] = []
    text = (folder / "bell.md").read_text(encoding="utf-8").replace("---\n", "---\nurl: https://wire.example/bell\n", 1)
    (folder / "bell.md").write_text(text, encoding="utf-8")

    def move() -> None:
        (folder / "old").mkdir()
        (folder / "bell.md").rename(folder / "old" / "bell.md")

    Rounds(fed, tell=told.append, wait=wait_doing(nothing, move, nothing, nothing)).folders([folder])
    assert titles(fed) == [BELL[1], CREW[1]]


def test_folders_are_looked_at_every_two_seconds_and_more_seldom_when_a_look_takes_long(fed: Newsroom, folder: Path) -> None:
    waits: list[float] = []
    # Each look takes the time between two readings of the clock; what is indexed after it is not counted.
    clock = iter([0.0, 0.01, 100.0, 100.5])

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 2

    Rounds(fed, tell=lambda _: None, wait=wait, clock=lambda: next(clock)).folders([folder])
    assert waits == [2.0, 10.0]


def test_a_file_that_cannot_be_read_is_told_once_until_it_changes(fed: Newsroom, folder: Path) -> None:
    told: list[str] = []
    broken = folder / "broken.json"
    broken.write_text("{", encoding="utf-8")
    Rounds(fed, tell=told.append, wait=wait_doing(nothing, nothing, nothing)).folders([folder])
    assert [line.partition(": ")[0] for line in told] == [str(broken), "folders"]


def test_articles_stay_when_their_folder_is_out_of_reach(fed: Newsroom, folder: Path) -> None:
    told: list[str] = []
    away = folder.with_name("away")
    steps = (lambda: folder.rename(away), nothing, lambda: away.rename(folder), nothing)
    Rounds(fed, tell=told.append, wait=wait_doing(*steps)).folders([folder])
    assert titles(fed) == [BELL[1], CREW[1]]
    assert told == [
        "folders: 2 added, 0 updated, 0 removed",
        f"{str(folder)!r} is out of reach; what was read from it is kept",
    ]


def test_feeds_are_refreshed_when_they_are_due(fed: Newsroom, web: Web) -> None:
    told: list[str] = []
    moments = [NOW + timedelta(minutes=minutes) for minutes in (0, 5, 30)]
    feed = put_feed(web, BELL)
    fed.feeds.add(feed, now=NOW)
    clock = iter(moments)

    def list_another() -> None:
        put_feed(web, CREW, BELL)

    Rounds(fed, tell=told.append, wait=wait_doing(list_another, nothing), now=lambda: next(clock)).feeds()
    assert told == [
        f"Harbor Wire — {feed}: 1 new entry",
        "1 added, 0 updated, 0 unchanged, 0 removed, 0 failed",
        f"Harbor Wire — {feed}: 1 new entry",
        "1 added, 0 updated, 1 unchanged, 0 removed, 0 failed",
    ]


def test_another_writer_is_told_and_waited_for(fed: Newsroom, folder: Path, tmp_path: Path) -> None:
    told: list[str] = []
    fed.ingest([folder])
    write(folder, "/mast", "Mast of the Osprey found", "Divers have brought up the mast of the ferry.")
    other = locked(tmp_path / "home" / "writer.lock", patience=0)
    other.__enter__()
    Rounds(fed, tell=told.append, wait=wait_doing(lambda: other.__exit__(None, None, None), nothing)).folders([folder])
    assert [line.rpartition("; ")[2] for line in told] == ["trying again", "folders: 1 added, 0 updated, 0 removed"]


def test_an_exception_among_the_feeds_ends_the_whole(fed: Newsroom, folder: Path) -> None:
    class Broken(Exception):
        pass

    def tell(line: str) -> None:
        raise Broken

    with pytest.raises(Broken):
        keep_up(fed, [folder], stop=Event(), tell=tell)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_ending_loses_nothing_and_the_next_watch_goes_on(
    environment: dict[str, str], elsewhere: Path, web: Web, folder: Path, tmp_path: Path, end: signal.Signals
) -> None:
    home = tmp_path / "home"
    settings = {"DATELINE_HOME": str(home), "DATELINE_ALLOW_HOSTS": web.host, "PYTHONPATH": os.pathsep.join(sys.path)}
    with Newsroom.open(home, access=Access(allowed_hosts=frozenset({web.host}), delay=0)) as news:
        news.feeds.add(put_feed(web, ("/mast", "Mast of the Osprey found", "Divers have brought up the mast of the Osprey.")))
    started = subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=elsewhere,
        env=environment | settings,
        encoding="utf-8",
    )
    assert started.stdout is not None
    assert started.stderr is not None
    with started:
        lines = [started.stdout.readline()[21:] for _ in range(3)]
        started.send_signal(end)
        assert (started.stderr.read(), started.wait(60)) == (
            "dateline: watching 1 feed and 1 folder; Ctrl-C ends it\ndateline: ended; nothing that was counted is lost\n",
            0,
        )
    assert sorted(lines) == sorted(
        [
            "folders: 2 added, 0 updated, 0 removed\n",
            f"Harbor Wire — {web.url('/feed')}: 1 new entry\n",
            "1 added, 0 updated, 0 unchanged, 0 removed, 0 failed\n",
        ]
    )
    with Newsroom.open(home) as news:
        assert titles(news) == [BELL[1], CREW[1], "Mast of the Osprey found"]


def test_there_must_be_something_to_watch(dateline: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = [dateline("watch", *folders, "--home", home) for folders in ([], [tmp_path / "missing"])]
    assert [(each.returncode, each.stderr) for each in done] == [
        (2, "dateline: watch what? Name a folder, or keep a feed first: dateline feeds add URL\n"),
        (2, f"dateline: there is no folder {str(tmp_path / 'missing')!r}; check the path\n"),
    ]
