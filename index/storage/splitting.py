"""Articles as passages: runs of whole sentences, short enough to be embedded whole."""

from collections.abc import Callable, Iterable, Iterator

from index import sentences
from index.types import Article, Passage

Span = tuple[int, int]

_LONGEST_SENTENCE = 254
"""Tokens the encoder reads beside its two special ones; only a longer sentence is cut."""
_TINY = 30
_ROOM = 30
"""Tokens by which a passage may outgrow the size to take in a tiny neighbour."""
_LONGEST_WORD = 12
"""Characters a token has at most on average: what is longer than that many times _TINY is not worth counting."""


def split(article: Article, *, count_tokens: Callable[[str], int], size: int = 200) -> tuple[Passage, ...]:
    """The passages of an article, in order; together they hold all of its text but white space between them.

    `size` is the number of tokens a passage should not exceed; a longer sentence stays whole as far as the encoder
    can read it. A text of white space alone has no passages.
    """
    pieces = _pieces(article.text, count_tokens, size)
    spans = _without_tiny(_located(article.text, pieces), article.text, count_tokens, size + _ROOM)
    return tuple(passage_at(article, position, span) for position, span in enumerate(spans))


def passage_at(article: Article, position: int, span: Span) -> Passage:
    """The passage of an article at `position` (from 0), its text being `article.text[start:end]`."""
    start, end = span
    return Passage(
        id=f"{article.id}#{position}",
        article_id=article.id,
        position=position,
        start=start,
        end=end,
        text=article.text[start:end],
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published,
        updated=article.updated,
    )


def embedded_text(passage: Passage) -> str:
    """What the encoder embeds for a passage: its text under its article's title."""
    return f"{passage.title}\n{passage.text}"


def _pieces(text: str, count_tokens: Callable[[str], int], size: int) -> list[str]:
    """The text cut into runs of whole sentences, white space around them left out."""
    found = sentences.split(text)
    lengths = {sentence: count_tokens(sentence) for sentence in found}
    total = sum(lengths[sentence] for sentence in found)
    if total <= size:
        return [text.strip()] if text.strip() else []

    def tokens(part: str) -> range:
        """As many things as the part has tokens: all the splitter asks for is their number."""
        if part == text:
            return range(total)
        length = lengths.get(part)
        if length is None:
            return range(count_tokens(part))
        return range(min(length, size) if length <= _LONGEST_SENTENCE else length)

    # llama_index takes more than a second to import, which only an ingestion should have to wait for.
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(
        chunk_size=size,
        chunk_overlap=0,
        tokenizer=tokens,
        chunking_tokenizer_fn=sentences.split,
        include_metadata=False,
    )
    return splitter.split_text(text)


def _located(text: str, pieces: Iterable[str]) -> Iterator[Span]:
    """Where each piece stands in the text."""
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        end = start + len(piece)
        yield start, end


def _without_tiny(spans: Iterable[Span], text: str, count_tokens: Callable[[str], int], limit: int) -> list[Span]:
    """The spans, a tiny one joined to its neighbour where both together keep within the limit."""

    def is_tiny(span: Span) -> bool:
        return span[1] - span[0] < _TINY * _LONGEST_WORD and count_tokens(text[slice(*span)]) < _TINY

    joined: list[Span] = []
    for span in spans:
        if joined and (is_tiny(span) or is_tiny(joined[-1])) and count_tokens(text[joined[-1][0] : span[1]]) <= limit:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined
