"""What the command line says before any article is read."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

Command = Callable[..., subprocess.CompletedProcess[str]]

COMMANDS = (
    *("ask", "timeline", "search", "index", "repl", "check"),
    *("serve", "mcp", "api", "health"),
    *("articles", "show", "remove", "export", "import", "doctor"),
    *("watch", "feeds"),
)


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    listed = [line.split()[0] for line in shown.output.partition("Commands:\n")[2].splitlines() if line[2:3].strip()]
    assert (shown.exit_code, tuple(listed)) == (0, COMMANDS)


@pytest.mark.parametrize(
    "command",
    [*(name for name in COMMANDS if name != "feeds"), *(f"feeds {deed}" for deed in ("add", "list", "remove", "refresh"))],
)
def test_every_command_has_help_and_a_home(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert (shown.exit_code, "--home DIR" in shown.output) == (0, True)


def test_help_waits_for_nothing_heavy() -> None:
    heavy = {
        "chromadb",
        "llama_index",
        "matplotlib",
        "numpy",
        "onnxruntime",
        "openai",
        "prompt_toolkit",
        "pydantic",
        "rich",
        "sqlalchemy",
        "telegram",
        "tornado",
        "trafilatura",
    }
    code = f"import sys, bot.cli; print(sorted({heavy!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_version_is_that_of_the_distribution(dateline: Command) -> None:
    assert dateline("--version").stdout == f"dateline {version('dateline')}\n"


def test_without_a_command_help_is_shown(dateline: Command) -> None:
    assert dateline().stdout.startswith("Usage: dateline [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["ask"], "ask what? For example: dateline ask 'how many strikes so far?'"),
        (["ask", "how many?", "--timeline", "--json"], "--json already holds the tally: leave out --timeline, which draws it"),
        (["timeline"], "draw what? For example: dateline timeline 'how many strikes so far?' --output chart.png"),
        (["timeline", "how many?"], "draw where? For example: dateline timeline 'how many strikes so far?' --output chart.png"),
        (
            ["timeline", "how many?", "--output", "chart.gif"],
            "cannot draw 'chart.gif': name a file that ends in .png, .svg or .pdf",
        ),
        (["timeline", " ", "--output", "chart.png"], "the question is empty"),
        (["search"], "search for what? For example: dateline search 'boat strikes'"),
        (["index"], "say what to index: dateline index PATH"),
        (["ask", ""], "the question is empty"),
        (["search", " \t"], "the query is empty"),
        (["ask", "x" * 20_000], "the question has 20,000 characters; at most 2,000 are read, so shorten it"),
        (["search", "boats", "--limit", "0"], "the limit must be a whole number from 1 to 100"),
        (
            ["ask", "who?", "--as-of", "soon"],
            "cannot read the date 'soon'; write it like 2025-11-16, 16 Nov 2025 or 2025-11-16T18:00:00+00:00",
        ),
    ],
)
def test_misuse_is_told_in_one_line(dateline: Command, tmp_path: Path, arguments: list[str], line: str) -> None:
    done = dateline(*arguments, "--home", tmp_path / "home")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"dateline: {line}\n")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "name"), [(["ask", "--jsn"], "--jsn"), (["aks"], "'aks'"), (["search", "--limit", "many", "x"], "'--limit'")]
)
def test_an_unknown_word_is_named(dateline: Command, arguments: list[str], name: str) -> None:
    done = dateline(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr.splitlines()[-1]


def test_a_home_that_is_a_file_is_refused(dateline: Command, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for home in (file, file / "below"):
        done = dateline("ask", "who?", "--home", home)
        assert (done.returncode, done.stderr) == (
            1,
            (
                f"dateline: the home {str(home)!r} cannot be a folder: {str(file)!r} is a file; "
                "choose another folder with --home or DATELINE_HOME\n"
            ),
        )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_home_that_cannot_be_read_is_refused(dateline: Command, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    done = dateline("ask", "who?", DATELINE_HOME=str(closed))
    assert (done.returncode, done.stderr) == (
        1,
        (
            f"dateline: the home {str(closed)!r} cannot be used: {str(closed)!r} cannot be read and written; "
            "choose another folder with --home or DATELINE_HOME\n"
        ),
    )


def test_a_wrong_setting_is_told_in_one_line(dateline: Command) -> None:
    done = dateline("articles", DATELINE_EMBEDDER="word2vec")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "dateline: DATELINE_EMBEDDER must be minilm or openai:MODEL; correct it in the environment or in .env\n",
    )
