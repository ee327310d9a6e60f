import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.files import SUFFIXES, expected, read, sources_under
from index.types import Article, Failure

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
TEXT = "The ferry between the islands sailed again on Tuesday – at last."
Reader = Callable[[str, str | bytes], list[Article | Failure]]


def test_the_files_of_a_folder_are_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    names = [
        "b.md",
        "a/z.TXT",
        "a/y.jsonl",
        "c.html",
        "d.htm",
        "e.json",
        "f.ndjson",
        "photo.jpg",
        ".hidden.md",
        ".git/x.md",
        "README",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    kept = ["a/y.jsonl", "a/z.TXT", "b.md", "c.html", "d.htm", "e.json", "f.ndjson"]
    assert sources_under(tmp_path) == [tmp_path / name for name in kept]


def test_a_path_given_by_name_is_its_own_source(tmp_path: Path) -> None:
    assert sources_under(tmp_path / ".missing.pdf") == [tmp_path / ".missing.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.jsonl", "{}\n{}\n{}", 3),
        ("a.ndjson", "{}\n{}\n", 2),
        ("a.jsonl", "", 1),
        ("a.json", "[{}, {}]", 1),
        ("a.md", "x\ny", 1),
    ],
)
def test_the_number_of_articles_is_told_beforehand(tmp_path: Path, name: str, content: str, count: int) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert expected(tmp_path / name) == count


def test_one_article_is_expected_of_a_file_that_is_gone(tmp_path: Path) -> None:
    assert expected(tmp_path / "gone.jsonl") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT.encode()),
        ("a.txt", TEXT.encode("utf-8-sig")),
        ("a.txt", TEXT.encode("utf-16")),
        ("a.txt", TEXT.encode("utf-32")),
        ("a.txt", TEXT.encode("windows-1252")),
        ("a.jsonl", json.dumps({"text": TEXT}, ensure_ascii=False).encode("utf-8-sig")),
        ("a.json", json.dumps({"text": TEXT}, ensure_ascii=False).encode("windows-1252")),
        ("a.HTML", f"<html><head><meta charset='windows-1252'></head><body><p>{TEXT}</p></body></html>".encode("windows-1252")),
        ("a.htm", f'<?xml version="1.0" encoding="UTF-8"?><html><body><p>{TEXT}</p></body></html>'.encode()),
    ],
)
def test_a_text_is_read_in_its_encoding(read_as: Reader, name: str, content: bytes) -> None:
    assert [entry.text for entry in read_as(name, content) if isinstance(entry, Article)] == [TEXT]


def test_a_declared_encoding_comes_before_the_usual_one(read_as: Reader) -> None:
    cyrillic = "Паром между островами снова вышел в море во вторник утром."
    content = f'<html><head><meta charset="koi8-r"></head><body><p>{cyrillic}</p></body></html>'.encode("koi8-r")
    assert [entry.text for entry in read_as("a.html", content) if isinstance(entry, Article)] == [cyrillic]


NOT_TEXT = "not text, or in an unknown encoding; save it as plain text in UTF-8"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.md", b" \n\t\n", "it is empty"),
        ("a.md", b"---\ntitle: Ferry\n---\n", "it holds no text; give it one or remove it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", NOT_TEXT),
        ("a.txt", b"\x01\x02\x03 words", NOT_TEXT),
        ("a.txt", b"caf\xe9 \x81", NOT_TEXT),
        ("a.txt", b"\xff\xfeodd", NOT_TEXT),
        ("a.html", b"<meta charset='hex'>\xe9\x81", NOT_TEXT),
        ("a.txt", b"x" * 50_000_000, "too large for an article: more than 20,000,000 bytes; split it"),
        ("a.txt", b"x" * 2_000_001, "too large for an article: 2,000,001 characters, at most 2,000,000; split it"),
        ("a.pdf", b"%PDF", ".pdf cannot be read; known are .htm, .html, .json, .jsonl, .md, .ndjson, .txt"),
        ("notes", b"x", "files without an ending cannot be read; known are .htm, .html, .json, .jsonl, .md, .ndjson, .txt"),
    ],
)
def test_a_file_that_holds_no_article_is_told(read_as: Reader, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert read_as(name, content) == [Failure(source=str(tmp_path / name), reason=reason)]


def test_missing_files_folders_and_pipes_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in [
        ("gone.md", "there is no such file; check the path"),
        ("folder.md", "this is no file with an article"),
        ("pipe.txt", "this is no file with an article"),
    ]:
        assert list(read(tmp_path / name, retrieved=NOW)) == [Failure(source=str(tmp_path / name), reason=reason)]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(stat.S_IWUSR)
    assert list(read(path, retrieved=NOW)) == [Failure(source=str(path), reason="cannot be read: permission denied")]


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 300}.md"
    assert list(read(path, retrieved=NOW)) == [Failure(source=str(path), reason="cannot be read: file name too long")]


def test_the_origin_is_the_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert [entry.origin for entry in read(Path("../a.txt"), retrieved=NOW) if isinstance(entry, Article)] == [
        str(tmp_path / "a.txt")
    ]


def test_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a-1", "text": "It blew."}\n', encoding="utf-8")
    entries = read(path, retrieved=NOW)
    first = next(entries)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "a-2", "text": "It calmed."}\n')
    assert [entry.text for entry in (first, *entries) if isinstance(entry, Article)] == ["It blew.", "It calmed."]


def test_importing_the_reader_loads_none_of_the_heavy_parsers() -> None:
    heavy = {"trafilatura", "htmldate", "dateparser", "lxml", "markdown_it", "yaml"}
    code = f"import sys, index.reading.files; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


_PIECES = st.sampled_from(
    [
        b"---\n",
        b"title: ",
        b"<p>",
        b"</p>",
        b"<html>",
        b"<!--",
        b"<![CDATA[",
        b'{"text": "',
        b'"}',
        b"[",
        b"{",
        b"\n",
        b"# ",
        b"&#0;",
    ]
)


@settings(deadline=None)
@given(
    suffix=st.sampled_from(sorted(SUFFIXES)),
    content=st.one_of(st.binary(), st.text().map(str.encode), st.lists(st.one_of(_PIECES, st.binary(max_size=8))).map(b"".join)),
)
def test_no_content_makes_reading_raise(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(content)
        for entry in read(path, retrieved=NOW):
            assert entry.text if isinstance(entry, Article) else entry.reason
