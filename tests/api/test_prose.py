"""What articles and models write is shown as it is written, and is no Markdown."""

import re

import pytest
from markdown_it import MarkdownIt

from bot.api import prose
from index.types import Answer, Citation

EVIL = "![x](https://evil.example/y) <img src=x> [1](javascript:alert(1)) **b** `c` # d ~~e~~ | f \\ $g$ &lt;"


def shown(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown))


def test_words_of_articles_are_no_markup() -> None:
    given = Answer(
        question="x",
        text=f"{EVIL} [1]",
        found=True,
        notice=EVIL,
        citations=(
            Citation(1, "a", EVIL, EVIL, source=EVIL, url="javascript:alert(1)", correction=EVIL),
            Citation(2, "b", "Title", "Quote.", url="https://a.example/<b>"),
        ),
    )
    html = shown(prose.message(given))
    for tag in ("<img", "<a ", "<strong", "<code", "<h1", "<s>", "<table", "<script"):
        assert tag not in html
    message = prose.message(given)
    start = message.index("[2] ")
    cited = {"start_index": start, "end_index": start + 3, "url": "https://a.example/<b>", "title": "Title"}
    assert prose.annotations(message, given) == [{"type": "url_citation", "url_citation": cited}]


@pytest.mark.parametrize("text", ["# no heading", "[1]: https://evil.example", "[1](https://evil.example)", "\x1b[2Jx"])
def test_nothing_at_the_beginning_of_a_line_is_markup(text: str) -> None:
    html = shown(prose.text(text) + "\n\n[1]")
    assert html.count("<p>") == 2
    assert "href" not in html


def test_a_source_on_the_web_is_linked() -> None:
    given = Answer("x", "A [1].", found=True, citations=(Citation(1, "a", "T [2]", "Q.", url="https://a.example/b(c)"),))
    message = prose.message(given)
    assert '<a href="https://a.example/b(c)">T [2]</a>' in shown(message)
    assert [match.start() for match in re.finditer(r"\[1\]", message)] == [2, 10]
    cited = {"url": "https://a.example/b(c)", "title": "T [2]"}
    assert prose.annotations(message, given) == [
        {"type": "url_citation", "url_citation": {"start_index": start, "end_index": start + 3, **cited}} for start in (2, 10)
    ]
