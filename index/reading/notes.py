"""Markdown and plain text files, with or without front matter, as Articles."""

from datetime import datetime
from pathlib import Path

from index.reading import frontmatter, markdown, titles
from index.reading.records import Place, article, fields_of, refuse_large
from index.reading.texts import plain_characters
from index.types import Article


def from_markdown(text: str, *, path: Path, retrieved: datetime) -> Article:
    """The article in a Markdown file. Its title is the front matter's, else the first heading, else what a plain text's would be.

    Raises ArticleError for broken front matter and for a file without text.
    """
    matter, below = frontmatter.split(plain_characters(text))
    refuse_large(below)
    heading, prose = markdown.prose(below)
    return article(fields_of(matter), prose, place=Place(path), retrieved=retrieved, heading=heading)


def from_text(text: str, *, path: Path, retrieved: datetime) -> Article:
    """The article in a plain text file. Its title is the front matter's, else a heading or a short line above the text.

    Raises ArticleError for broken front matter and for a file without text.
    """
    matter, below = frontmatter.split(plain_characters(text))
    return article(fields_of(matter), below, place=Place(path), retrieved=retrieved, heading=titles.heading(below))
