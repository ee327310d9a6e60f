"""The README says what the program does: every setting, every command, and every example as it is printed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from bot import settings
from bot.cli import app
from tests.warm import Warm

CHECKOUT = Path(__file__).parent.parent
README = CHECKOUT / "README.md"
SKIPPED = "…"


class Example(NamedTuple):
    """One `$ dateline …` line of a console block and what is shown below it."""

    block: int
    command: str
    shown: str


def readme() -> str:
    return README.read_text(encoding="utf-8")


def blocks() -> list[list[Example]]:
    """The examples of each ```console block, in order."""
    found = re.findall(r"^```console\n(.*?)^```$", readme(), re.DOTALL | re.MULTILINE)
    return [list(_examples(number, text.splitlines())) for number, text in enumerate(found, start=1)]


def scripts() -> list[tuple[str, str]]:
    """The ```python blocks, each with the ```text block below it, which shows what it prints."""
    return re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", readme(), re.DOTALL | re.MULTILINE)


def _examples(block: int, lines: list[str]) -> Iterator[Example]:
    starts = [place for place, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Example(block, lines[start][2:], "\n".join(lines[start + 1 : end]).strip())


def mismatch(shown: str, printed: str) -> str | None:
    """What keeps the printed text from being the shown one.

    Where lines are broken doesn't matter. A `…` stands for any words, also for none; at a word, for any letters.
    """
    words = [r"(?:\S+ )*?" if word == SKIPPED else re.escape(word).replace(SKIPPED, ".*?") + " " for word in shown.split()]
    text = "".join(f"{word} " for word in printed.split())
    return None if re.fullmatch("".join(words), text) else f"README shows:\n{shown}\n\nprinted:\n{printed}"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> dict[str, str]:
    """A folder of their own for the examples, with the sample articles and a home that they share as a reader does."""
    place = tmp_path_factory.mktemp("readme")
    (place / "corpus").symlink_to(CHECKOUT / "corpus")
    commands = tmp_path_factory.mktemp("commands")
    warm.stub(commands)
    kept = {name: value for name, value in os.environ.items() if name not in settings.variables()}
    path = os.pathsep.join([str(commands), str(Path(sys.executable).parent), kept.get("PATH", "")])
    return kept | {"HOME": str(place), "DATELINE_HOME": str(place / "home"), "PATH": path, "COLUMNS": "100"}


@pytest.fixture(scope="session")
def stocked(environment: dict[str, str], warm: Warm) -> dict[str, str]:
    """The same, where the first example was run already, in whatever order the tests run."""
    assert warm.run(["index", "corpus"], cwd=Path(environment["HOME"]), environment=environment).returncode == 0
    return environment


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"block {block[0].block}" if block else "empty")
def test_every_example_prints_what_the_readme_shows(block: list[Example], request: pytest.FixtureRequest) -> None:
    environment: dict[str, str]
    if block and block[0].block == 1:
        environment = request.getfixturevalue("environment")
        environment = environment | {"DATELINE_HOME": f"{environment['HOME']}/first"}
    else:
        environment = request.getfixturevalue("stocked")
    for example in block:
        if not re.search(r"(^|\| )dateline\b", example.command):
            continue
        done = subprocess.run(
            ["bash", "-c", example.command],
            cwd=environment["HOME"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"$ {example.command}\n{done.stdout}"
        if example.shown:
            assert mismatch(example.shown, done.stdout) is None, f"$ {example.command}"


@pytest.mark.parametrize(("code", "shown"), scripts(), ids=lambda text: text.splitlines()[0])
def test_every_script_prints_what_the_readme_shows(
    code: str, shown: str, environment: dict[str, str], tmp_path: Path, corpus_home: Path, warm: Warm
) -> None:
    (tmp_path / "corpus").symlink_to(CHECKOUT / "corpus")
    if ".ingest(" not in code:
        # It goes on in the home that the first one filled, in whatever order the tests run.
        shutil.copytree(corpus_home, tmp_path / "news-home")
    done = warm.run(cwd=tmp_path, environment=environment, program=code)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert mismatch(shown, done.stdout.decode()) is None


@pytest.mark.parametrize("variable", settings.variables())
def test_every_setting_stands_in_the_settings_table(variable: str) -> None:
    assert [line for line in readme().splitlines() if line.startswith("|") and f"`{variable}`" in line], (
        f"README.md's settings table has no row with `{variable}`"
    )


@pytest.mark.parametrize("variable", settings.variables())
def test_every_setting_stands_in_the_example_file(variable: str) -> None:
    lines = (CHECKOUT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(f"{variable}=")] == [f"{variable}="]


def test_every_setting_of_the_table_exists() -> None:
    named = re.findall(r"^\| `([A-Z][A-Z_]+)`", readme(), re.MULTILINE)
    assert [name for name in named if name not in settings.variables()] == []


@pytest.mark.parametrize(
    "command", sorted(command.name or str(command.callback.__name__) for command in app.registered_commands if command.callback)
)
def test_every_command_helps_and_stands_in_the_readme(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
    assert f"dateline {command}" in readme(), f"README.md does not name: dateline {command}"


def test_every_script_shows_what_it_prints() -> None:
    assert len(scripts()) == readme().count("```python\n")


def test_a_shown_ellipsis_skips_any_words() -> None:
    assert mismatch("a … d", "a b\nc d\n") is None
    assert mismatch("a …", "a\n") is None
    assert mismatch('"a. …", "d"', '"a. b c", "d"') is None


def test_lines_may_be_broken_elsewhere() -> None:
    assert mismatch("a\nb c", "a b\nc") is None


def test_a_word_that_differs_is_noticed() -> None:
    assert mismatch("a … d", "a b e") == "README shows:\na … d\n\nprinted:\na b e"
    assert mismatch("a b", "a bc") == "README shows:\na b\n\nprinted:\na bc"
