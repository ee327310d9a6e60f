"""What the README shows of the API runs as it stands there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.api.application import Api
from index import Newsroom
from tests.api.serving import serving
from tests.test_readme import mismatch, readme

WRITTEN_ADDRESS = "http://127.0.0.1:8000"
WRITTEN_TOKEN = "a-long-random-word"


@pytest.fixture(scope="module")
def section(samples: Newsroom) -> Iterator[str]:
    """The section, with the address at which the API is here."""
    written = readme().partition("\n## Over HTTP\n")[2].partition("\n## ")[0]
    with serving(Api(samples, token=WRITTEN_TOKEN)) as url:
        yield written.replace(WRITTEN_ADDRESS, url)


def test_the_request_is_answered_as_shown(section: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl here")
    command, shown = re.findall(r"^\$ (curl (?:.*\\\n)*.*)\n(.*)\n```$", section, re.MULTILINE)[0]
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert mismatch(shown, done.stdout) is None


def test_the_openai_client_prints_what_is_shown(section: str, tmp_path: Path) -> None:
    [(code, shown)] = re.findall(r"^```py\n(.*?)^```\n\n```text\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert mismatch(shown, done.stdout) is None
