import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

from bot import settings
from bot.failures import Misuse, complain, explained
from index.errors import DatelineError, NothingIndexed

SECRET = "sk-do-not-show"


@pytest.fixture(autouse=True)
def settings_with_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A key in the environment, and nothing else of ours."""
    for variable in settings.variables():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def talkative() -> Iterator[None]:
    """Our log records from debug on."""
    logger = logging.getLogger("bot")
    logger.setLevel(logging.DEBUG)
    yield
    logger.setLevel(logging.NOTSET)


def ending(command: Callable[..., int], **options: object) -> int:
    """The exit code with which the explained command ends."""
    with pytest.raises(typer.Exit) as ended:
        explained(command)(**options)
    return int(ended.value.exit_code)


def raising(error: BaseException) -> Callable[..., int]:
    def command(**_: object) -> int:
        raise error

    return command


def test_a_command_ends_with_the_code_it_returns() -> None:
    assert ending(lambda: 3) == 3


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (NothingIndexed(), 1, "dateline: nothing is indexed yet; run: dateline index PATH\n"),
        (Misuse("no such thing"), 2, "dateline: no such thing\n"),
        (DatelineError("two\nlines \x1b[31mred"), 1, "dateline: two lines red\n"),
        (DatelineError(f"the key {SECRET} was refused"), 1, "dateline: the key *** was refused\n"),
        (KeyboardInterrupt(), 130, "dateline: interrupted\n"),
    ],
)
def test_what_a_person_can_mend_is_one_line(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    assert (ending(raising(error)), capsys.readouterr().err) == (code, line)


def test_a_bug_is_logged_in_the_home_under_a_reference(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = ending(raising(ValueError(f"the key {SECRET} broke it")), home=home)
    told = capsys.readouterr().err
    log = (home / "errors.log").read_text(encoding="utf-8")
    reference = log.split()[1]
    assert (code, told) == (
        70,
        f"dateline: something went wrong on our side (reference {reference}); details in {home / 'errors.log'}\n",
    )
    assert log.startswith(f"reference {reference}\nTraceback (most recent call last):\n")
    assert log.endswith("ValueError: the key *** broke it\n\n")


def test_two_bugs_stand_below_each_other_in_the_log(tmp_path: Path) -> None:
    for text in ("first", "second"):
        complain(ValueError(text), home=tmp_path)
    log = (tmp_path / "errors.log").read_text(encoding="utf-8")
    assert [line for line in log.splitlines() if line.startswith("ValueError")] == ["ValueError: first", "ValueError: second"]


def test_a_bug_without_a_usable_home_tells_how_to_see_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    complain(ValueError("oops"), home=file)
    assert capsys.readouterr().err.endswith("); to see the details, repeat with DATELINE_LOG=debug\n")


@pytest.mark.usefixtures("talkative")
def test_a_bug_is_shown_to_those_who_ask_for_details(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        complain(ValueError(f"the key {SECRET} broke it"), home=tmp_path)
    assert [record.getMessage().endswith("ValueError: the key *** broke it\n") for record in caplog.records] == [True]
    assert list(tmp_path.iterdir()) == []


def test_the_place_in_the_input_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert complain(Misuse("not JSON"), where="line 3") == 2
    assert capsys.readouterr().err == "dateline: line 3: not JSON\n"
