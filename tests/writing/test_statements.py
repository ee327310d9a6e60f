"""An answer's text is cut so that its parts make it up again, and quotes stay out of them."""

from datetime import UTC, datetime

from index import Answer, Citation
from index.writing.statements import Statement, cut


def _answer(text: str, *quotes: str) -> Answer:
    citations = tuple(
        Citation(number, "a" * 16, f"Title {number}", quote, published=datetime(2025, 11, 16, tzinfo=UTC))
        for number, quote in enumerate(quotes, start=1)
    )
    return Answer("?", text, found=True, citations=citations)


def test_a_tally_is_cut_behind_its_markers() -> None:
    text = "At least 21 strikes, as of 16 Nov 2025. [1] Earlier: 20 on 14 Nov 2025 [2], 16 on 5 Nov 2025 [3]. No newer figure."
    assert [each.text for each in cut(_answer(text))] == [
        "At least 21 strikes, as of 16 Nov 2025. [1]",
        "Earlier: 20 on 14 Nov 2025 [2], 16 on 5 Nov 2025 [3].",
        "No newer figure.",
    ]


def test_quotes_are_kept_apart_and_have_no_words_to_translate() -> None:
    quote, other = "She won. “We did it,” she said.", "It rained."
    answer = _answer(f"“{quote}” [1] 16 Nov 2025: “{other}” [2] As of 16 Nov 2025.", quote, other)
    statements = cut(answer)
    assert statements == (
        Statement("{1} [1]", (f"“{quote}”", f"“{other}”")),
        Statement("16 Nov 2025: {2} [2]", (f"“{quote}”", f"“{other}”")),
        Statement("As of 16 Nov 2025.", (f"“{quote}”", f"“{other}”")),
    )
    assert [each.has_words for each in statements] == [False, True, True]
    assert " ".join(each.whole(None) for each in statements) == answer.text
    assert statements[1].whole("16 nov 2025: {2} [2]") == f"16 nov 2025: “{other}” [2]"


def test_titles_and_words_in_quotation_marks_are_kept_apart() -> None:
    answer = _answer('The articles don\'t say. Closest: “Title 1” [1]. He said "no" [1].', "Nothing.")
    assert [each.text for each in cut(answer)] == ["The articles don't say.", "Closest: {1} [1].", "He said {2} [1]."]


def test_known_sentences_are_the_statements() -> None:
    answer = _answer("Mr. Vey lost. [1] Rain fell. [1]")
    assert [each.text for each in cut(answer, ["Mr. Vey lost. [1]", "Rain fell. [1]"])] == ["Mr. Vey lost. [1]", "Rain fell. [1]"]


def test_text_with_placeholders_of_its_own_is_left_whole() -> None:
    answer = _answer("Write {1} there. [1] Rain fell. [1]")
    (statement,) = cut(answer)
    assert (statement.has_words, statement.whole(None)) == (False, answer.text)
