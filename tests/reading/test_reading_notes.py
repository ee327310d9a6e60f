import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.types import Article, Failure

Reader = Callable[[str, str | bytes], list[Article | Failure]]


BODY = "The ferry between the islands sailed again on Tuesday.\n\nEleven boats were damaged in the harbour."


def only(found: list[Article | Failure]) -> Article:
    [article] = found
    assert isinstance(article, Article), article
    return article


def test_front_matter_gives_every_field(read_as: Reader, tmp_path: Path, now: datetime) -> None:
    matter = """\
---
title: "Ferry sails again: islands relieved"
url: http://www.post.example/ferry/?utm_source=mail
source: The Lindmouth Post
published: 2025-11-16 14:05:00 -05:00
updated: Nov. 17, 2025
authors: [Jane Doe, JOHN ROE]
---
"""
    assert only(read_as("ferry.md", matter + BODY)) == Article(
        id=hashlib.sha256(b"https://www.post.example/ferry").hexdigest()[:16],
        title="Ferry sails again: islands relieved",
        text=BODY,
        origin=str(tmp_path / "ferry.md"),
        retrieved=now,
        source="The Lindmouth Post",
        url="https://www.post.example/ferry",
        published=datetime(2025, 11, 16, 19, 5, tzinfo=UTC),
        updated=datetime(2025, 11, 17, tzinfo=UTC),
        authors=("Jane Doe", "John Roe"),
    )


def test_a_text_without_anything_but_text_is_an_undated_article(read_as: Reader, tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "boat-strike_3.txt"
    assert only(read_as(path.name, BODY)) == Article(
        id=hashlib.sha256(str(path).encode()).hexdigest()[:16],
        title="Boat strike 3",
        text=BODY,
        origin=str(path),
        retrieved=now,
    )


@pytest.mark.parametrize(
    ("name", "content", "title", "text"),
    [
        ("a.md", f"# Ferry *sails* [again](https://x.example)\n\n{BODY}", "Ferry sails again", BODY),
        ("a.md", f"Ferry sails again\n=====\n\n{BODY}", "Ferry sails again", BODY),
        ("a.md", f"---\ntitle: No\n---\n# No\n\n{BODY}", "No", BODY),
        ("a.md", f"---\ntitle: Ferry\n---\n# Islands\n\n{BODY}", "Ferry", f"Islands\n\n{BODY}"),
        ("a.md", f"Ferry sails again\n\n{BODY}", "Ferry sails again", BODY),
        ("a.txt", f"# Ferry sails again #\n\n{BODY}", "Ferry sails again", BODY),
        ("a.txt", f"\n\nFerry sails again\n\n{BODY}", "Ferry sails again", BODY),
        ("a.txt", f"Ferry sails again\r\n\r\n{BODY}", "Ferry sails again", BODY),
        ("a.txt", f"The ferry sails.\n\n{BODY}", "A", f"The ferry sails.\n\n{BODY}"),
        ("a.txt", f"---\ntitle:\nurl: null\n---\n{BODY}", "A", BODY),
        ("a.md", f"Ferry\n\n---\n\n{BODY}", "Ferry", BODY),
        ("a.md", f"---\n\n{BODY}", "A", BODY),
    ],
)
def test_the_title_is_the_best_that_the_file_offers(read_as: Reader, name: str, content: str, title: str, text: str) -> None:
    article = only(read_as(name, content))
    assert (article.title, article.text) == (title, text)


def test_a_syndication_footer_gives_title_and_outlet_and_leaves_the_text(read_as: Reader) -> None:
    lines = BODY.replace("\n\n", "\n") + "\nThe post Ferry Sails Again, at Last appeared first on The Lindmouth Post."
    article = only(read_as("seed.txt", lines))
    assert (article.title, article.source, article.text) == ("Ferry Sails Again, at Last", "The Lindmouth Post", BODY)


def test_front_matter_comes_before_the_footer(read_as: Reader) -> None:
    content = f"---\ntitle: Ferry\nsource: Gazette\n---\n{BODY}\n\nThe post Boats appeared first on The Post."
    article = only(read_as("seed.md", content))
    assert (article.title, article.source, article.text) == ("Ferry", "Gazette", BODY)


def test_markdown_reads_as_prose(read_as: Reader) -> None:
    content = """\
# Ferry

The *ferry* sailed **again** on
Tuesday, said the [harbour master](https://x.example "x") &amp; the `council`.

![A boat](boat.jpg)

## What comes next

- Eleven boats
- Two ~~lost~~ *saved*

> We waited, she said.

| Day | Boats |
|-----|-------|
| Sunday | 21 |

<div>Raw <b>HTML</b></div>
"""
    assert only(read_as("ferry.md", content)).text.split("\n\n") == [
        "The ferry sailed again on Tuesday, said the harbour master & the council.",
        "What comes next",
        "Eleven boats",
        "Two lost saved",
        "We waited, she said.",
        "Day | Boats",
        "Sunday | 21",
        "Raw HTML",
    ]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("published: yesterday", None),
        ("published: 2025-02-30", None),
        ("published: true\ndate: 2025-11-16", datetime(2025, 11, 16, tzinfo=UTC)),
        ("Date: 16 November 2025", datetime(2025, 11, 16, tzinfo=UTC)),
        ("pubDate: Sun, 16 Nov 2025 00:00:00 GMT", datetime(2025, 11, 16, tzinfo=UTC)),
    ],
)
def test_a_date_that_is_none_is_left_open(read_as: Reader, matter: str, expected: datetime | None) -> None:
    assert only(read_as("a.md", f"---\n{matter}\n---\n{BODY}")).published == expected


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        (
            "source: Post\ntitle: Ferry: again",
            "broken front matter at line 3: mapping values are not allowed here; values with a colon need quotes",
        ),
        ("a: " + "[" * 5000, "broken front matter after line 1: nested too deeply"),
    ],
)
def test_broken_front_matter_is_told_with_its_line(read_as: Reader, tmp_path: Path, matter: str, reason: str) -> None:
    assert read_as("a.md", f"---\n{matter}\n---\n{BODY}") == [Failure(source=str(tmp_path / "a.md"), reason=reason)]


def test_front_matter_without_an_end_is_told(read_as: Reader, tmp_path: Path) -> None:
    expected = Failure(source=str(tmp_path / "a.md"), reason="the front matter has no end; put a line of three dashes below it")
    assert read_as("a.md", f"---\ntitle: Ferry\n\n{BODY}") == [expected]
