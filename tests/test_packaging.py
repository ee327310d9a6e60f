"""What is declared is used, what is used is declared, and the wheel holds what it needs to run."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parent.parent
OURS = ("bot", "index", "prompts")
# Never imported here: the parser of trafilatura needs it and does not bring it along.
NEEDED_BY_OTHERS = {"lxml-html-clean"}
# Programs and plugins of the tests, which nothing imports.
RUN_BY_NAME = {"import-linter", "mypy", "pytest-xdist", "ruff", "setuptools", "types-dateparser", "types-pyyaml"}
# Never imported here: SQLAlchemy finds its driver and Starlette its parser of forms by themselves.
FOUND_BY_OTHERS = {"psycopg", "python-multipart"}
# Imported by one module of ours alone, which says how to install it.
OPTIONAL = {"langchain": {"langchain-core"}}
# Wanted for one script alone, which says so itself.
REBUILDING = CHECKOUT / "index" / "models" / "rebuild.py"


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """The table `project` of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The built wheel, open. It is built from a copy, so that nothing is left in the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    for name in OURS:
        shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", place, source], check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


def normal(name: str) -> str:
    """A distribution's name as it is compared: small letters, hyphens."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirements: list[str]) -> set[str]:
    """The names of the distributions that requirements name."""
    return {normal(found[0]) for each in requirements if (found := re.match(r"[\w.-]+", each))}


def imported(*folders: str) -> dict[str, set[str]]:
    """The packages imported under the folders, on any line, with the distributions that may bring each; only those of others."""
    modules = {
        module.partition(".")[0]
        for folder in folders
        for path in (CHECKOUT / folder).rglob("*.py")
        if path != REBUILDING
        for module in _modules(ast.parse(path.read_text(encoding="utf-8")))
    }
    brought_by = packages_distributions()
    others = modules - set(OURS) - {"tests"} - set(sys.stdlib_module_names)
    return {module: {normal(name) for name in brought_by.get(module, ())} for module in others}


def _modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_what_is_imported_is_required(project: dict[str, Any]) -> None:
    extras = {extra: required(names) for extra, names in project["optional-dependencies"].items()}
    assert {extra: extras[extra] for extra in OPTIONAL} == OPTIONAL
    program = required(project["dependencies"]).union(*OPTIONAL.values())
    tests = program.union(*extras.values())
    assert [module for module, names in imported(*OURS).items() if not names & program] == []
    assert [module for module, names in imported("tests").items() if not names & tests] == []


def test_what_is_required_is_imported(project: dict[str, Any]) -> None:
    program, tests = (set[str]().union(*imported(*folders).values()) for folders in (OURS, ["tests"]))
    assert required(project["dependencies"]) - program == NEEDED_BY_OTHERS
    assert required(project["optional-dependencies"]["test"]) - tests == RUN_BY_NAME | FOUND_BY_OTHERS


def test_every_requirement_is_pinned_and_no_pin_has_an_address(project: dict[str, Any]) -> None:
    lines = [line for line in (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    pins = {normal(line.partition("==")[0]) for line in lines}
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!+]+", line)] == []
    assert required([*project["dependencies"], *project["optional-dependencies"]["test"]]) - pins == set()
    assert pins & {"torch", "pytest-asyncio"} == set()


@pytest.mark.parametrize("package", OURS)
def test_each_package_is_ours_alone(package: str) -> None:
    assert set(packages_distributions()[package]) == {"dateline"}


def test_the_wheel_holds_the_model_with_its_licence_and_our_own(wheel: zipfile.ZipFile, project: dict[str, Any]) -> None:
    told = f"dateline-{project['version']}.dist-info"
    wanted = {f"index/models/{name}" for name in ("minilm-int8.onnx", "tokenizer.json", "NOTICE", "LICENSE")}
    wanted |= {"index/py.typed", f"{told}/licenses/LICENSE", f"{told}/licenses/index/models/NOTICE"}
    wanted |= {f"{told}/licenses/index/models/LICENSE"}
    assert wanted - set(wheel.namelist()) == set()


def test_the_wheel_holds_the_files_of_the_page(wheel: zipfile.ZipFile) -> None:
    files = {str(file.relative_to(CHECKOUT)) for file in (CHECKOUT / "bot" / "api" / "front").iterdir()}
    assert files - set(wheel.namelist()) == set()


def test_the_wheel_holds_every_module_and_nothing_but_our_packages(wheel: zipfile.ZipFile, project: dict[str, Any]) -> None:
    modules = {str(path.relative_to(CHECKOUT)) for name in OURS for path in (CHECKOUT / name).rglob("*.py")}
    assert {name for name in wheel.namelist() if name.endswith(".py")} == modules
    assert {name.partition("/")[0] for name in wheel.namelist()} == {*OURS, f"dateline-{project['version']}.dist-info"}


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile, project: dict[str, Any]) -> None:
    scripts = wheel.read(f"dateline-{project['version']}.dist-info/entry_points.txt").decode()
    assert scripts == "[console_scripts]\ndateline = bot.cli:main\n"
