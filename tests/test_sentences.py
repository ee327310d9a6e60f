import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import sentences

TRICKY = [
    # titles, initials, numbers
    ("Mr. Hale met Dr. Osei on Monday. They left.", ["Mr. Hale met Dr. Osei on Monday.", "They left."]),
    ("Gov. Ann Lee (R-Va.) signed it. It is law.", ["Gov. Ann Lee (R-Va.) signed it.", "It is law."]),
    ("J. K. Rowe spoke. She left.", ["J. K. Rowe spoke.", "She left."]),
    ("Smith Jr. won. Jones lost.", ["Smith Jr. won.", "Jones lost."]),
    ("It was I. He knew.", ["It was I.", "He knew."]),
    ("The bill (see No. 5) passed. It is law.", ["The bill (see No. 5) passed.", "It is law."]),
    ("He said no. They left.", ["He said no.", "They left."]),
    ("He paid $3.50 for it. Cheap!", ["He paid $3.50 for it.", "Cheap!"]),
    # dates and times
    ("It happened on Nov. 15. Three died.", ["It happened on Nov. 15.", "Three died."]),
    ("Sat. 12 people sat. Then they left.", ["Sat. 12 people sat.", "Then they left."]),
    ("It began at 9 a.m. on Monday. All came.", ["It began at 9 a.m. on Monday.", "All came."]),
    ("It ended at 5 p.m. The crowd left.", ["It ended at 5 p.m.", "The crowd left."]),
    ("It ended at 5 p.m. Sunday. The crowd left.", ["It ended at 5 p.m. Sunday.", "The crowd left."]),
    # acronyms
    ("The U.S. Navy sent a ship. It sank.", ["The U.S. Navy sent a ship.", "It sank."]),
    ("He moved to the U.S. He then left.", ["He moved to the U.S.", "He then left."]),
    ("The U.S. (United States) won. It did.", ["The U.S. (United States) won.", "It did."]),
    ("The U.N.’s chief spoke. He left.", ["The U.N.’s chief spoke.", "He left."]),
    (
        "The court leaned on Roe v. Wade in its ruling. It was close.",
        ["The court leaned on Roe v. Wade in its ruling.", "It was close."],
    ),
    ("St. Louis won. Ft. Worth lost.", ["St. Louis won.", "Ft. Worth lost."]),
    ("The firm, Acme Inc., closed. Staff left.", ["The firm, Acme Inc., closed.", "Staff left."]),
    # quotations
    ("“We won’t go.” The mayor left.", ["“We won’t go.”", "The mayor left."]),
    ("“Will you go?” she asked. He nodded.", ["“Will you go?” she asked.", "He nodded."]),
    ('"Stop!" he cried. "Now!" They ran.', ['"Stop!" he cried.', '"Now!"', "They ran."]),
    ("Costs rose (by 5%.) Wages fell.", ["Costs rose (by 5%.)", "Wages fell."]),
    # dots and marks
    ("He waited … and waited. Then he left.", ["He waited … and waited.", "Then he left."]),
    ("Wait... what? Nothing.", ["Wait... what?", "Nothing."]),
    ("Is it so?! Yes.", ["Is it so?!", "Yes."]),
    ("tarn.example is a site. Go there.", ["tarn.example is a site.", "Go there."]),
    # headings and paragraphs
    ("WHAT NOW?The state will pay. Later it won't.", ["WHAT NOW?", "The state will pay.", "Later it won't."]),
    ("A heading without a stop\n\nA paragraph.", ["A heading without a stop", "A paragraph."]),
    ("First.\r\n\r\nSecond.", ["First.", "Second."]),
    ("A line that\ngoes on. Another.", ["A line that\ngoes on.", "Another."]),
    ("  Space around.  Next.  ", ["Space around.", "Next."]),
    ("no end mark", ["no end mark"]),
    ("", []),
    (" \n\n ", []),
]
ANY_TEXT = st.text(alphabet=st.sampled_from('abI .!?…\n\t“”"()é1US中;。'), max_size=200)


@pytest.mark.parametrize(("text", "told"), TRICKY)
def test_sentences_end_where_a_reader_ends_them(text: str, told: list[str]) -> None:
    assert [text[start:end] for start, end in sentences.spans(text)] == told


def test_a_company_may_end_a_sentence() -> None:
    text = "The yard was sold to Acme Inc. The price was low."
    assert [text[start:end] for start, end in sentences.spans(text)] == ["The yard was sold to Acme Inc.", "The price was low."]


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_split_sentences_joined_again_are_the_text(text: str) -> None:
    assert "".join(sentences.split(text)) == text


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_spans_follow_each_other_and_leave_out_white_space_only(text: str) -> None:
    found = sentences.spans(text)
    borders = [0, *(place for span in found for place in span), len(text)]
    assert borders == sorted(borders)
    assert [text[start:end] for start, end in found] == [
        text[start:end].strip() for start, end in found if text[start:end].strip()
    ]
    between = [text[end:start] for end, start in zip(borders[::2], borders[1::2], strict=True)]
    assert "".join(between).strip() == ""


@settings(max_examples=100, deadline=None)
@given(text=ANY_TEXT)
def test_there_is_one_piece_for_each_sentence(text: str) -> None:
    told = [text[start:end] for start, end in sentences.spans(text)]
    assert [piece.strip() for piece in sentences.split(text) if piece.strip()] == told
