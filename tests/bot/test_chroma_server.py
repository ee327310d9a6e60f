"""The commands on a Chroma server."""

import json
import re
from pathlib import Path

from tests.bot.conftest import Command
from tests.storage.server import Running, new_database

CHECKOUT = Path(__file__).parents[2]


def _growing_up() -> list[str]:
    """The commands of the README's section on servers."""
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("\n## Growing up\n")[2]
    (block,) = re.findall(r"^```sh\n(.*?)^```$", text.partition("\n## ")[0], re.DOTALL | re.MULTILINE)
    return [line.removeprefix("dateline ") for line in block.splitlines() if line.startswith("dateline ")]


def test_what_the_readme_tells_of_a_server_works(
    dateline: Command, chroma_server: Running, tmp_path: Path, elsewhere: Path, shelf: Path
) -> None:
    database = new_database(chroma_server.url)
    server = {"DATELINE_CHROMA_URL": database.url, "CHROMA_DATABASE": str(database.database)}
    (elsewhere / "corpus").symlink_to(shelf)
    commands = _growing_up()
    assert commands == ["index corpus", "articles", "doctor"]
    for command in commands:
        done = dateline(*command.split(), **server)
        assert done.returncode == 0, done.stderr
    assert "BROKEN" not in done.stdout
    checked = dateline("check", "--home", tmp_path / "another", **server)
    assert "usable, 3 articles, encoder minilm" in checked.stdout
    found = dateline("search", "ferry", "--json", "--limit", "1", "--home", tmp_path / "another", **server)
    assert json.loads(found.stdout)["hits"]
