"""What changes in folders, as two looks find it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.reading.folders import Changes, Watched


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with an article in it, one in a subfolder, and files that are none."""
    place = tmp_path / "root"
    (place / "sub").mkdir(parents=True)
    (place / ".hidden").mkdir()
    for name in ("a.md", "sub/b.txt", "picture.png", ".hidden/c.md", ".d.md"):
        (place / name).write_text("text", encoding="utf-8")
    return place


def taken(root: Path) -> Watched:
    """Folders that were looked at, and dealt with."""
    watched = Watched([root])
    watched.took(watched.look())
    return watched


def sources(changes: Changes) -> list[str]:
    return sorted(path.name for path in changes.sources)


def test_the_first_look_gives_the_folders_whole(root: Path) -> None:
    changes = Watched([root]).look()
    assert (changes.sources, changes.is_less, changes.missing) == ((root,), True, ())
    assert sorted(Path(path).relative_to(root).as_posix() for path, _ in changes.seen) == ["a.md", "sub/b.txt"]


def test_nothing_changes_by_looking(root: Path) -> None:
    watched = taken(root)
    assert [watched.look(), watched.look()] == [Changes(), Changes()]


@pytest.mark.parametrize("name", ["new.md", "sub/new.HTML", "a.md"], ids=["new", "new below", "changed"])
def test_a_file_is_told_when_two_looks_find_it_the_same(root: Path, name: str) -> None:
    watched = taken(root)
    (root / name).write_text("another text", encoding="utf-8")
    first = watched.look()
    (root / name).write_text("another text, longer", encoding="utf-8")
    looks = [first, watched.look(), watched.look()]
    assert [sources(changes) for changes in looks] == [[], [], [Path(name).name]]


def test_what_is_not_dealt_with_is_told_again(root: Path) -> None:
    watched = taken(root)
    (root / "new.md").write_text("text", encoding="utf-8")
    looks = [watched.look(), watched.look(), watched.look()]
    watched.took(looks[-1])
    assert [sources(changes) for changes in [*looks, watched.look()]] == [[], ["new.md"], ["new.md"], []]


@pytest.mark.parametrize("change", [lambda root: (root / "a.md").unlink(), lambda root: (root / "sub").rename(root / ".sub")])
def test_files_that_are_gone_are_told(root: Path, change: Callable[[Path], object]) -> None:
    watched = taken(root)
    change(root)
    changes = watched.look()
    watched.took(changes)
    assert (changes.is_less, changes.sources, watched.look()) == (True, (), Changes())


def test_a_folder_that_is_out_of_reach_takes_nothing_away(root: Path) -> None:
    watched = taken(root)
    root.rename(root.with_name("away"))
    away = watched.look()
    root.with_name("away").rename(root)
    assert (away, watched.look()) == (Changes(missing=(root,)), Changes())


def test_many_changes_are_told_as_the_folder(root: Path) -> None:
    watched = taken(root)
    for number in range(120):
        (root / f"{number}.md").write_text("text", encoding="utf-8")
    watched.look()
    changes = watched.look()
    assert (changes.sources, len(changes.seen)) == ((root,), 120)


def test_a_file_given_by_name_is_watched_whatever_its_ending(root: Path) -> None:
    watched = taken(root / "picture.png")
    (root / "picture.png").write_text("another", encoding="utf-8")
    watched.look()
    assert sources(watched.look()) == ["picture.png"]
