from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import sentences
from index.storage.embedding import MiniLM
from index.storage.splitting import embedded_text, split
from index.types import Article, Passage

Write = Callable[..., Article]
SENTENCE = "The harbour office counted another ferry that left the northern pier before the evening storm arrived. "


def _words(text: str) -> int:
    return len(text.split())


def _texts(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def test_a_short_article_is_one_passage(write: Write) -> None:
    article = write("a", "  One ferry left.\n\nIt was late. ", url="https://news.example/a", source="The Gull")
    assert split(article, count_tokens=_words) == (
        Passage(
            id="a000000000000000#0",
            article_id="a000000000000000",
            position=0,
            start=2,
            end=31,
            text="One ferry left.\n\nIt was late.",
            title="Title of a",
            source="The Gull",
            url="https://news.example/a",
        ),
    )


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_a_text_without_words_has_no_passages(write: Write, text: str) -> None:
    assert split(write("a", text), count_tokens=_words) == ()


def test_passages_are_whole_sentences_up_to_the_size(write: Write, encoder: MiniLM) -> None:
    article = write("a", SENTENCE * 25)
    passages = split(article, count_tokens=encoder.count_tokens)
    assert [encoder.count_tokens(passage.text) for passage in passages] == [187, 187, 51]
    assert {sentence.strip() for text in _texts(passages) for sentence in sentences.split(text)} == {SENTENCE.strip()}


def test_a_tiny_last_passage_joins_the_one_before(write: Write, encoder: MiniLM) -> None:
    article = write("a", SENTENCE * 12)
    assert [encoder.count_tokens(passage.text) for passage in split(article, count_tokens=encoder.count_tokens)] == [204]


def test_a_sentence_the_encoder_can_read_whole_is_not_cut(write: Write) -> None:
    long = "Ferry " + "ferry " * 248 + "sank."
    article = write("a", f"It began early. {long} It ended late. {SENTENCE * 3}")
    passages = split(article, count_tokens=_words)
    assert [_words(passage.text) for passage in passages] == [3, 250, 51]
    assert passages[1].text == long


def test_only_a_sentence_the_encoder_cannot_read_whole_is_cut(write: Write) -> None:
    passages = split(write("a", "ferry " * 299 + "sank."), count_tokens=_words)
    assert [_words(passage.text) for passage in passages] == [200, 100]


def test_the_title_is_embedded_with_the_text(write: Write) -> None:
    (passage,) = split(write("a", "One ferry left.", title="Storm"), count_tokens=_words)
    assert embedded_text(passage) == "Storm\nOne ferry left."


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("ab .!?\n\t“”é1,;。中"), max_size=400), size=st.integers(1, 40))
def test_passages_hold_the_whole_text_but_white_space_between_them(text: str, size: int) -> None:
    article = Article(id="a" * 16, title="T", text=text, origin="/a", retrieved=datetime(2026, 1, 1, tzinfo=UTC))
    passages = split(article, count_tokens=_words, size=size)
    assert [article.text[passage.start : passage.end] for passage in passages] == _texts(passages)
    ends = [0, *(passage.end for passage in passages)]
    starts = [*(passage.start for passage in passages), len(text)]
    assert [text[end:start].strip() for end, start in zip(ends, starts, strict=True)] == [""] * len(starts)
