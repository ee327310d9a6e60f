from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.reading.files import read
from index.types import Article, Failure

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
Reader = Callable[[str, str | bytes], list[Article | Failure]]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def read_as(tmp_path: Path) -> Reader:
    """Writes a file of this name with this content, and reads it."""

    def write_and_read(name: str, content: str | bytes) -> list[Article | Failure]:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return list(read(path, retrieved=NOW))

    return write_and_read
