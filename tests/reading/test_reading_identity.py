import hashlib
from datetime import UTC, datetime
from pathlib import Path

from index.reading.identity import identify, place_in_file


def digest(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def test_the_url_comes_before_the_own_id_and_the_place() -> None:
    assert identify(url="https://news.example/a", own_id="a-1", place="/a.md") == digest("https://news.example/a")
    assert identify(url=None, own_id="a-1", place="/a.md") == digest("a-1")
    assert identify(url=None, own_id=None, place="/a.md") == digest("/a.md")


def test_row_numbers_of_two_files_are_two_articles() -> None:
    assert identify(url=None, own_id="1", place="/a.jsonl#Storm") == digest("/a.jsonl#1")
    assert identify(url=None, own_id="1", place="/b.jsonl#Storm") == digest("/b.jsonl#1")


def test_a_record_stands_in_its_file_by_its_title_and_date() -> None:
    file, day = Path("/a.jsonl"), datetime(2025, 11, 16, tzinfo=UTC)
    assert place_in_file(file, title="Storm", text="It blew.", published=None) == "/a.jsonl#Storm"
    assert place_in_file(file, title="Storm", text="It blew.", published=day) == "/a.jsonl#Storm#2025-11-16T00:00:00+00:00"
    assert place_in_file(file, title=None, text="It blew.", published=None) == "/a.jsonl#It blew."
