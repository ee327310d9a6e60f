"""What an answer's sources deserve to have said of them: who else carries the text, and what it corrected in itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.answering import corrections
from index.types import Answer, Citation, Hit, Passage

PassagesOf = Callable[[str], tuple[Passage, ...]]


def credit(answer: Answer, hits: Sequence[Hit], *, passages_of: PassagesOf) -> Answer:
    """The answer with each citation's other outlets, and the correction that its article carries.

    `hits` are what the answer was found in, with their wire copies; `passages_of` gives the passages of an article by its id.
    """
    copies: dict[str, list[str]] = {}
    for hit in hits:
        copies.setdefault(hit.passage.article_id, []).extend(hit.copies)
    credited = (_credited(each, copies.get(each.article_id, ()), passages_of) for each in answer.citations)
    return replace(answer, citations=tuple(credited))


def _credited(citation: Citation, copies: Sequence[str], passages_of: PassagesOf) -> Citation:
    correction = corrections.notice(passages_of(citation.article_id))
    return replace(
        citation,
        correction=correction if correction not in (None, citation.quote) else None,
        outlets=_outlets(citation.source, copies, passages_of),
    )


def _outlets(own: str | None, copies: Sequence[str], passages_of: PassagesOf) -> tuple[str, ...]:
    """Each other outlet once, in the order of the copies."""
    known = {(own or "").casefold()}
    others: list[str] = []
    for article_id in copies:
        source = next((passage.source for passage in passages_of(article_id)), None)
        if source and source.casefold() not in known:
            known.add(source.casefold())
            others.append(source)
    return tuple(others)
