import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.texts import clean, clean_line

WRAPPED = """\
The ferry between the two islands sailed again on Tuesday after a week
in which nothing had moved. The harbour master said that eleven boats
had been damaged, and that two of them could not be saved at all.
Repairs are to begin on Monday.

Schools stay closed until the bridge has been inspected, the council
announced in the evening."""


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("One.\r\n\r\nTwo.\rThree.", "One.\n\nTwo.\n\nThree."),
        ("One.\n\n\n \t\nTwo.\n", "One.\n\nTwo."),
        ("A\u00a0B  C\tD \u2009E", "A B C D E"),
        ("A\x00B\x07C\ufeffD\u200bE\u202eF\U000e0041", "ABCDEF"),
        ("Cafe\u0301", "Café"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("“Quotes” — and ‘dashes’ – stay…", "“Quotes” — and ‘dashes’ – stay…"),
        ("One.\u2028Two.\u2029Three.", "One.\n\nTwo.\n\nThree."),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_characters_and_spaces_are_written_in_one_way(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_text_wrapped_at_a_column_is_joined_to_its_paragraphs() -> None:
    assert clean(WRAPPED) == (
        "The ferry between the two islands sailed again on Tuesday after a week in which nothing had moved. The harbour master "
        "said that eleven boats had been damaged, and that two of them could not be saved at all. Repairs are to begin on Monday."
        "\n\nSchools stay closed until the bridge has been inspected, the council announced in the evening."
    )


def test_a_text_with_a_line_for_each_paragraph_keeps_its_paragraphs() -> None:
    lines = ["The ferry sailed again on Tuesday, after a week in which nothing moved between the islands. " * 2] * 2
    assert clean("\n".join(lines)) == "\n\n".join(line.strip() for line in lines)


def test_short_paragraphs_of_whole_sentences_keep_their_lines() -> None:
    lines = [
        "The ferry sailed again on Tuesday, after a week of storms.",
        "Eleven boats were damaged in the harbour, the master said.",
        "Two of them cannot be saved at all, according to their owners.",
    ]
    assert clean("\n".join(lines)) == "\n\n".join(lines)


def test_a_list_between_wrapped_paragraphs_keeps_its_items() -> None:
    text = WRAPPED + "\n\n- the ferry between the two islands, which is as old as the\n  harbour itself\n- the bridge"
    assert clean(text).split("\n\n")[2:] == [
        "- the ferry between the two islands, which is as old as the harbour itself",
        "- the bridge",
    ]


def test_short_lines_such_as_verses_and_addresses_keep_their_breaks() -> None:
    assert clean("12 Harbour Street\nLindmouth\nThe Islands") == "12 Harbour Street\n\nLindmouth\n\nThe Islands"


def test_a_title_is_put_on_one_line() -> None:
    assert clean_line("  Ferry \n sails\u00a0again\x00 ") == "Ferry sails again"


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(["word", "Word.", "\n", "\n\n", " ", "- ", "a" * 40, "\u0301"])).map(" ".join))
)
def test_clean_text_is_left_unchanged(text: str) -> None:
    assert clean(clean(text)) == clean(text)
