import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.types import Article, Failure

Reader = Callable[[str, str | bytes], list[Article | Failure]]


TEXT = "The ferry between the islands sailed again on Tuesday.\n\nEleven boats were damaged in the harbour."
RECORD = {"title": "Ferry", "text": TEXT}
DAY = datetime(2025, 11, 16, tzinfo=UTC)


def digest(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def test_a_wire_record_gives_every_field(read_as: Reader, tmp_path: Path, now: datetime) -> None:
    record = {
        "id": "0f3a",
        "headline": "Ferry sails again",
        "firstcreated": "2025-11-16T14:05:00Z",
        "versioncreated": "2025-11-16T15:00:00Z",
        "byline": ["By JANE DOE and JOHN O'ROE"],
        "url": "https://wire.example/article/ferry-0f3a",
        "text": TEXT,
        "source": "Wire",
    }
    assert read_as("wire.jsonl", json.dumps(record)) == [
        Article(
            id=digest("https://wire.example/article/ferry-0f3a"),
            title="Ferry sails again",
            text=TEXT,
            origin=str(tmp_path / "wire.jsonl"),
            retrieved=now,
            source="Wire",
            url="https://wire.example/article/ferry-0f3a",
            published=datetime(2025, 11, 16, 14, 5, tzinfo=UTC),
            updated=datetime(2025, 11, 16, 15, 0, tzinfo=UTC),
            authors=("Jane Doe", "John O'Roe"),
        )
    ]


@pytest.mark.parametrize(
    ("fields", "attribute", "expected"),
    [
        ({"title": None, "Headline": "Storm"}, "title", "Storm"),
        ({"title": "", "NAME": "Storm"}, "title", "Storm"),
        ({"title": {"rendered": "Storm &#8217;25 &amp; <i>after</i>"}}, "title", "Storm ’25 & after"),
        ({"link": "http://x.example/a/"}, "url", "https://x.example/a"),
        ({"url": "about:blank", "web_url": "https://x.example/a"}, "url", "https://x.example/a"),
        ({"publishedAt": "2025-11-16"}, "published", DAY),
        ({"published": "soon", "created_at": 1763251200}, "published", DAY),
        ({"date": {"$date": "2025-11-16T00:00:00Z"}}, "published", DAY),
        ({"lastmod": "2025-11-16"}, "updated", DAY),
        ({"published": "2025-11-17", "updated": "2025-11-16"}, "updated", None),
        ({"publisher": {"name": " The  Post "}}, "source", "The Post"),
        ({"site": "post.example"}, "source", "post.example"),
        ({"source": {"id": None}, "outlet": "Post"}, "source", "Post"),
        ({"author": "By Jane Doe, John Roe Jr. & Ann Poe"}, "authors", ("Jane Doe", "John Roe Jr.", "Ann Poe")),
        ({"author": "Sammy Davis, Jr."}, "authors", ("Sammy Davis, Jr.",)),
        ({"creator": [{"name": "JANE DOE III"}, "AFP", 7]}, "authors", ("Jane Doe III", "AFP")),
        ({"author": 12, "byline": "Jane Doe"}, "authors", ("Jane Doe",)),
        ({"guid": "tag:post,1"}, "id", digest("tag:post,1")),
        ({"_id": {"$oid": "65f"}}, "id", digest("65f")),
        ({"text": None, "Body": "It blew."}, "text", "It blew."),
        ({"text": "", "articleBody": "It blew."}, "text", "It blew."),
        ({"text": "<p>It blew<br>hard</p><script>x()</script><p>5 &lt; 6</p><!-- no -->"}, "text", "It blew\n\nhard\n\n5 < 6"),
        ({"text": "Five < six & it > blew"}, "text", "Five < six & it > blew"),
        ({"text": "Caf&eacute; &amp; bar"}, "text", "Café & bar"),
        ({"text": "lone \ud83d half"}, "text", "lone \ufffd half"),
        ({"text": "It blew.", "title": None}, "title", "A"),
    ],
)
def test_a_field_is_known_by_any_of_its_names(
    read_as: Reader, fields: dict[str, object], attribute: str, expected: object
) -> None:
    [article] = read_as("a.json", json.dumps({**RECORD, **fields}))
    assert getattr(article, attribute) == expected


@pytest.mark.parametrize("holder", ["articles", "items", "data", "results", "Articles"])
def test_an_object_may_hold_the_list(read_as: Reader, tmp_path: Path, holder: str) -> None:
    found = read_as("a.json", json.dumps({"status": "ok", holder: [RECORD, {**RECORD, "id": "b-2"}]}))
    assert [article.id for article in found if isinstance(article, Article)] == [
        digest(f"{tmp_path / 'a.json'}#Ferry"),
        digest("b-2"),
    ]


def test_a_broken_record_of_a_list_is_told_by_its_number(read_as: Reader, tmp_path: Path) -> None:
    [first, second] = read_as("a.json", json.dumps([["no"], RECORD]))
    assert first == Failure(
        source=str(tmp_path / "a.json"), reason="record 1: this is a list, not an object with a title and a text"
    )
    assert isinstance(second, Article)


def test_a_record_keeps_its_identity_when_lines_are_added(read_as: Reader) -> None:
    lines = [json.dumps({**RECORD, "title": f"Ferry {number}"}) for number in range(3)]
    before = read_as("a.jsonl", "\n".join(lines))
    after = read_as("a.jsonl", "\n".join([json.dumps(RECORD), *lines]))
    assert after[1:] == before


def test_broken_lines_are_told_by_their_number_and_the_others_read(read_as: Reader, tmp_path: Path) -> None:
    lines = [
        json.dumps(RECORD),
        "",
        '{"title": "Ferry", "text": "The fer',
        '{"title": "Ferry" "text": 1}',
        "[" * 100_000,
        '"words"',
        '{"title": "Ferry"}',
        '{"title": "Ferry", "text": ["a"]}',
        '{"title": "Ferry", "text": "  <p> </p> "}',
        '{"text": ' + "9" * 5000 + "}",
        json.dumps({**RECORD, "title": "Last"}),
    ]
    found = read_as("a.jsonl", "\ufeff" + "\n".join(lines))
    path = tmp_path / "a.jsonl"
    assert [article.title for article in found if isinstance(article, Article)] == ["Ferry", "Last"]
    assert [entry for entry in found if isinstance(entry, Failure)] == [
        Failure(f"{path}:3", "the JSON breaks off in the middle of a record; write or download it again"),
        Failure(f"{path}:4", "broken JSON at column 19: expecting ',' delimiter; write each record on one line of its own"),
        Failure(f"{path}:5", "broken JSON: nested too deeply for an article"),
        Failure(f"{path}:6", "this is a string, not an object with a title and a text"),
        Failure(f"{path}:7", "it has no text; looked for the fields text, body, content, article, articlebody, description"),
        Failure(f"{path}:8", "its text is a list, not a string"),
        Failure(f"{path}:9", "it holds no text; give it one or remove it"),
        Failure(f"{path}:10", "broken JSON: it holds a number with thousands of digits"),
    ]


def test_a_line_without_end_is_refused_and_the_next_one_read(read_as: Reader, tmp_path: Path) -> None:
    found = read_as("a.jsonl", b'{"text": "' + b"x" * 41_000_000 + b'"}\n' + json.dumps(RECORD).encode())
    assert found[0] == Failure(f"{tmp_path / 'a.jsonl'}:1", "too large for an article: a line of more than 20,000,000 bytes")
    assert [article.title for article in found[1:] if isinstance(article, Article)] == ["Ferry"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", "[]", "it holds an empty list of articles"),
        ("a.json", '{"articles": []}', "it holds an empty list of articles"),
        ("a.json", "{", "the JSON breaks off in the middle of a record; write or download it again"),
        (
            "a.json",
            '{"a": 1}\n{"a": 2}',
            "broken JSON at line 2, column 1: extra data; a file with one record a line must be named .jsonl",
        ),
        ("a.json", "null", "this is null, not an object with a title and a text"),
        ("a.ndjson", "\n\n", "it is empty"),
        ("a.jsonl", "", "it is empty"),
        (
            "a.json",
            json.dumps({"text": "x" * 2_000_001}),
            "too large for an article: 2,000,001 characters, at most 2,000,000; split it",
        ),
    ],
)
def test_a_file_without_records_is_told(read_as: Reader, tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert read_as(name, content) == [Failure(source=str(tmp_path / name), reason=reason)]
