from pathlib import Path

import pytest

from index.errors import QuestionError
from index.newsroom import Newsroom
from index.wording import checked


def test_a_question_is_put_on_one_line_without_unseen_characters() -> None:
    assert checked(" who\x00 sank\n\tit\u202e?\ud800") == "who sank it?\ufffd"


def test_the_longest_question_is_accepted() -> None:
    assert checked("x" * 2_000) == "x" * 2_000


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        (" \x00\n", "is empty"),
        ("x" * 2_001, "has 2,001 characters; at most 2,000 are read, so shorten it"),
    ],
)
def test_an_empty_or_too_long_question_is_refused_and_nothing_is_opened(tmp_path: Path, text: str, fault: str) -> None:
    news = Newsroom.open(tmp_path / "home")
    with pytest.raises(QuestionError, match=f"^the question {fault}$"):
        news.ask(text)
    with pytest.raises(QuestionError, match=f"^the question {fault}$"):
        next(news.stream(text))
    with pytest.raises(QuestionError, match=f"^the earlier question {fault}$"):
        news.ask("who?", history=[text])
    with pytest.raises(QuestionError, match=f"^the query {fault}$"):
        news.search(text)
    assert not (tmp_path / "home").exists()
