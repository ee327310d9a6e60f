"""Markdown as prose."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.reading import markup

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def prose(text: str) -> tuple[str | None, str]:
    """The first heading, if there is one, and the text without markup: paragraphs, headings and list items between empty lines.

    Links become their text, images are dropped, the cells of a table's row are joined with ` | `.
    """
    # Only Markdown files need it, and it takes 40 ms to import.
    from markdown_it import MarkdownIt

    heading: str | None = None
    paragraphs: list[str] = []
    row: list[str] | None = None
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        content = _content(token).strip()
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            content, row = " | ".join(row), None
        elif row is not None:
            row += [content] if token.type == "inline" else []
            continue
        if before is not None and before.type == "heading_open":
            heading = heading or content
        if content:
            paragraphs.append(content)
    return heading, "\n\n".join(paragraphs)


def _content(token: "Token") -> str:
    """The words of one block, without its markup; empty for tokens that only open or close something."""
    match token.type:
        case "inline":
            return _words(token.children or ())
        case "fence" | "code_block":
            return token.content
        case "html_block":
            return markup.text_of(token.content)
    return ""


def _words(tokens: Sequence["Token"]) -> str:
    return "".join(
        token.content if token.type in {"text", "code_inline", "text_special"} else _BREAKS.get(token.type, "")
        for token in tokens
    )
