"""Sentences out of a text that is still being written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.verifying.splitting import Splitter

ANSWER = """<think>The reader wants the count. It is [3]?</think>Here is what the articles say:

## Strikes so far
- **Hegseth** said the U.S. had carried out 21 strikes [1]. At least 82 people were killed.[2] "We won. We did it," \
he said. [1][3]
1. Prices rose 3.5 percent, Gen. Smith said【1】. It was
at sea [1, 3]
```python
count = 1. Yes.
```
2. “Go!” she said. "It is over." They left at 3 p.m. (2). The end came at 5 < 6.[^1]
| a | b |
Is this it? Not yet"""

SENTENCES = [
    "Here is what the articles say:",
    "**Hegseth** said the U.S. had carried out 21 strikes [1].",
    "At least 82 people were killed.[2]",
    '"We won. We did it," he said. [1][3]',
    "Prices rose 3.5 percent, Gen. Smith said【1】.",
    "It was at sea [1, 3]",
    "“Go!” she said.",
    '"It is over."',
    "They left at 3 p.m. (2).",
    "The end came at 5 < 6.[^1]",
    "Is this it?",
    "Not yet",
]


def split(text: str, *cuts: int) -> list[str]:
    splitter = Splitter()
    borders = [0, *sorted(cuts), len(text)]
    pieces = [text[start:end] for start, end in pairwise(borders)]
    return [sentence for piece in pieces for sentence in splitter.feed(piece)] + splitter.finish()


def test_an_answer_in_markdown_comes_as_its_sentences() -> None:
    assert split(ANSWER) == SENTENCES


@given(st.lists(st.integers(min_value=0, max_value=len(ANSWER)), max_size=40))
def test_how_a_text_is_cut_into_pieces_makes_no_difference(cuts: list[int]) -> None:
    assert split(ANSWER, *cuts) == SENTENCES


@given(st.text(alphabet='aB1.!?\n "“”[]()<>/`*-#|think', max_size=120), st.lists(st.integers(0, 120), max_size=8))
def test_no_text_is_split_differently_in_pieces(text: str, cuts: list[int]) -> None:
    assert split(text, *[min(cut, len(text)) for cut in cuts]) == split(text)


def test_a_sentence_comes_as_soon_as_the_word_behind_it_is_whole() -> None:
    splitter = Splitter()
    assert splitter.feed("Three men died [1]. Two ") == ["Three men died [1]."]
    assert splitter.feed("boats sank.\n") == ["Two boats sank."]


def test_a_marker_behind_the_full_stop_is_waited_for() -> None:
    splitter = Splitter()
    assert splitter.feed("Three men died. [") == []
    assert splitter.feed("1] Two boats ") == ["Three men died. [1]"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He lives in Washington, D.C. The rest is open.", ["He lives in Washington, D.C.", "The rest is open."]),
        ("The U.S. military struck No. 5 on Nov. 16 at 3.5 knots.", ["The U.S. military struck No. 5 on Nov. 16 at 3.5 knots."]),
        ("<think>Never closed. At all.", []),
        ("a <b>bold</b> claim. And one more.", ["a <b>bold</b> claim. And one more."[:20], "And one more."]),
        ("***\n# Title\nText.", ["Text."]),
        ("It cost $5.\n\n* One. Two.\n• Three.", ["It cost $5.", "One.", "Two.", "Three."]),
        ("“He left. He came back.” Then it ended.", ["“He left. He came back.”", "Then it ended."]),
        ("“He left. He came back", ["“He left.", "He came back"]),
        ("", []),
    ],
)
def test_the_sentence_rules_of_articles_hold(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences
