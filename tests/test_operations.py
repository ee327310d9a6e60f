"""What runs the bot for good, beside the code: the image, the services, the unit. Read here; no engine is needed."""

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot import settings
from bot.cli import app

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def image() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with its arguments, in order."""
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(words[0], words[2]) for words in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of compose.yaml, by name."""
    composed: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = composed["services"]
    return found


def arguments_of(image: list[tuple[str, str]], name: str) -> list[str]:
    """The arguments of all instructions of one name."""
    return [arguments for instruction, arguments in image if instruction == name]


def understood(command: list[str]) -> bool:
    """True when the command line knows the command, and every option that it is given."""
    name, *words = command
    done = CliRunner().invoke(app, [name, "--help"])
    return done.exit_code == 0 and all(word in done.output for word in words if word.startswith("--"))


def test_the_image_copies_what_there_is(image: list[tuple[str, str]]) -> None:
    copied = [name for arguments in arguments_of(image, "COPY") for name in arguments.split()[:-1]]
    assert [name for name in copied if not (CHECKOUT / name).exists()] == []
    assert {"bot", "index", "prompts", "pyproject.toml", "constraints.txt"} <= set(copied)


def test_the_image_runs_as_a_user_without_rights(image: list[tuple[str, str]]) -> None:
    assert arguments_of(image, "USER") == ["dateline"]
    instructions = [instruction for instruction, _ in image]
    assert instructions.index("USER") < instructions.index("ENTRYPOINT")


def test_the_image_starts_and_checks_itself_with_commands_there_are(image: list[tuple[str, str]]) -> None:
    (entry,), (start,), (check,) = (arguments_of(image, name) for name in ("ENTRYPOINT", "CMD", "HEALTHCHECK"))
    assert entry == '["dateline"]'
    assert understood(yaml.safe_load(start))
    assert understood(yaml.safe_load(check[check.index("[") :])[1:])


def test_the_services_are_the_bot_its_state_and_a_way_to_bring_articles_in(services: dict[str, Any]) -> None:
    assert sorted(services) == ["bot", "chroma", "index", "state"]
    assert services["bot"]["depends_on"] == {"state": {"condition": "service_healthy"}}
    assert understood(services["index"]["command"])


def test_the_services_give_only_settings_that_are_known(services: dict[str, Any]) -> None:
    given = {name for service in services.values() for name in service.get("environment", {})}
    ours = {name for name in given if not name.startswith("POSTGRES_")}
    assert ours - set(settings.variables()) == set()


def test_the_chroma_server_is_wanted_by_nobody_and_of_the_version_that_is_tested(services: dict[str, Any]) -> None:
    pins = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").split()
    assert services["chroma"]["profiles"] == ["chroma"]
    assert services["chroma"]["image"].replace("chromadb/chroma:", "chromadb==") in pins


def test_bot_and_state_name_the_same_database(services: dict[str, Any]) -> None:
    url = services["bot"]["environment"]["DATELINE_STATE_URL"]
    state = services["state"]["environment"]
    assert url == (
        f"postgresql+psycopg://{state['POSTGRES_USER']}:{state['POSTGRES_PASSWORD']}@state:5432/{state['POSTGRES_DB']}"
    )


def test_the_unit_in_the_readme_starts_a_command_there_is() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```ini\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names keep their case
    unit.read_string(text)
    assert unit.sections() == ["Unit", "Service", "Install"]
    program, *command = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/dateline")
    assert understood(command)
    assert int(unit["Service"]["TimeoutStopSec"]) > 20
