"""Passages and citations as LlamaIndex's nodes."""

from collections.abc import Mapping, Sequence

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from index.storage.records import shown, written
from index.types import Citation, Hit, Passage

_FOR_PROGRAMS = frozenset({"article_id", "url", "start", "end", "number"})
"""Metadata that no model shall read: a prompt has better use for its tokens."""


def found(hit: Hit) -> NodeWithScore:
    """The passage of a hit, with its score.

    Metadata: article_id, title, source, url, published and updated (ISO 8601), start and end (characters of the article's text).
    """
    passage = hit.passage
    metadata = shown(passage)
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        excluded_llm_metadata_keys=_unread(metadata),
        excluded_embed_metadata_keys=_unread(metadata),
        relationships=_of_article(passage.article_id),
    )
    return NodeWithScore(node=node, score=hit.score)


def cited(citation: Citation, passages: Sequence[Passage]) -> NodeWithScore:
    """What a citation quotes, without a score; `passages` are those of its article.

    Its id is the passage's in which it stands. Metadata: that of a passage, start and end being those of the quote (None when it
    stands in no single passage), and number, correction and outlets as in `Citation`.
    """
    passage = next((each for each in passages if citation.quote in each.text), None)
    start = passage.start + passage.text.index(citation.quote) if passage else None
    end = start + len(citation.quote) if start is not None else None
    metadata = {
        "article_id": citation.article_id,
        "title": citation.title,
        "source": citation.source,
        "url": citation.url,
        "published": written(citation.published),
        "updated": written(citation.updated),
        "start": start,
        "end": end,
        "number": citation.number,
        "correction": citation.correction,
        "outlets": list(citation.outlets),
    }
    node = TextNode(
        id_=passage.id if passage else f"{citation.article_id}#cited-{citation.number}",
        text=citation.quote,
        metadata=metadata,
        start_char_idx=start,
        end_char_idx=end,
        excluded_llm_metadata_keys=_unread(metadata),
        excluded_embed_metadata_keys=_unread(metadata),
        relationships=_of_article(citation.article_id),
    )
    return NodeWithScore(node=node)


def _unread(metadata: Mapping[str, object]) -> list[str]:
    return [name for name, value in metadata.items() if name in _FOR_PROGRAMS or not value]


def _of_article(article_id: str) -> dict[NodeRelationship, RelatedNodeInfo]:
    """What makes `ref_doc_id` the article's id."""
    return {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article_id)}
