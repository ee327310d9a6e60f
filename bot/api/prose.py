"""An answer as a message of a chat: Markdown, its sources below it, and where it refers to them."""

import re
from collections.abc import Iterator, Mapping

from bot.cleaning import address, clean, one_line
from bot.plain import origin, remarks
from bot.records import Record
from index.types import Answer, Citation

_SPECIAL = re.compile(r"^#|[\\`*_\[\]<>|~$]")
_MARKER = re.compile(r"\[(\d{1,4})\]")


def below(given: Answer) -> str:
    """What follows the text of an answer: what there is to say about it, and its sources with their quotes."""
    parts = [f"*{_escaped(remark)}*" for remark in remarks(given)]
    if given.citations:
        parts.append("\n".join(_source(citation) for citation in given.citations))
    return "".join(f"\n\n{part}" for part in parts)


def message(given: Answer) -> str:
    """The whole message."""
    return text(given.text) + below(given)


def text(written: str) -> str:
    """Words of an answer, with its markers as they are."""
    lines = (" ".join(line.split()) for line in clean(written).split("\n"))
    return "\n\n".join(_marked(line) for line in lines if line)


def annotations(content: str, given: Answer, *, start: int = 0) -> list[Record]:
    """What stands behind each marker in the message from there on, as OpenAI's `url_citation`: of the sources on the web."""
    return list(_annotations(content, {citation.number: citation for citation in given.citations}, start))


def _annotations(content: str, sources: Mapping[int, Citation], start: int) -> Iterator[Record]:
    for marker in _MARKER.finditer(content, start):
        citation = sources.get(int(marker[1]))
        url = address(citation.url) if citation else None
        if citation is None or url is None:
            continue
        place = {"start_index": marker.start(), "end_index": marker.end()}
        yield {"type": "url_citation", "url_citation": {**place, "url": url, "title": one_line(citation.title)}}


def _marked(line: str) -> str:
    """The line, in which nothing but markers is more than words; a marker is no link, whatever comes after it."""
    pieces = re.split(r"(\[\d+\])", line)
    words = [_escaped(piece) for piece in pieces[::2]]
    guarded = [words[0], *(f"\\{after}" if after.startswith(("(", ":")) else after for after in words[1:])]
    return "".join(word + marker for word, marker in zip(guarded, [*pieces[1::2], ""], strict=True))


def _source(citation: Citation) -> str:
    url = address(citation.url)
    title = _escaped(one_line(citation.title))
    named = f"[{title}](<{url}>)" if url and not re.search(r"[<>\\]", url) else title
    told = f"- [{citation.number}] {named} — {_escaped(origin(citation))}: “{_escaped(one_line(citation.quote))}”"
    return f"{told} *Note: {_escaped(one_line(citation.correction))}*" if citation.correction else told


def _escaped(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], words)
