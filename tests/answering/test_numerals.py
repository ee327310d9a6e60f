from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering import qualifiers
from index.answering.numerals import Numeral, find, in_style_of, ordinal, ordinal_words, words

Found = tuple[int | float, str, str, str | None]
"""Value, kind, the words of the text, qualifier."""
NUMBERS = st.integers(min_value=0, max_value=1_000_000)
PLACES = st.integers(min_value=1, max_value=1_000_000)


def found(text: str) -> list[Found]:
    return [(numeral.value, numeral.kind, numeral.written, numeral.qualifier) for numeral in find(text)]


def test_a_numeral_knows_its_place_and_that_of_its_qualifier() -> None:
    assert find("The ferry carried at least 21 goats.") == (
        Numeral(
            value=21, kind="count", start=27, end=29, written="21", qualifier="at least", qualified_start=18, high=None, unit=None
        ),
    )


def test_a_range_of_money_has_both_ends_and_a_unit() -> None:
    assert find("It costs about $5 to $7 million.") == (
        Numeral(
            value=5_000_000, kind="money", start=15, end=31, written="$5 to $7 million", qualifier="about", qualified_start=9,
            high=7_000_000, unit="$",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("The port counted 1,293 ships.", 1293, "1,293"),
        ("The port counted 10\u202f000 ships.", 10_000, "10\u202f000"),
        ("The port counted 10\u00a0000 ships.", 10_000, "10\u00a0000"),
        ("The port counted 10 000 ships.", 10_000, "10 000"),
        ("The tower leans 4.4 degrees.", 4.4, "4.4"),
        ("It fell to -5 degrees overnight.", -5, "-5"),
        ("The walk takes 2 1/2 hours.", 2.5, "2 1/2"),
        ("The walk takes 2½ hours.", 2.5, "2½"),
        ("The library lent 14.5 million books.", 14_500_000, "14.5 million"),
        ("The library lent 3 thousand books.", 3000, "3 thousand"),
        ("The library lent 4.5m books.", 4_500_000, "4.5m"),
        ("The library holds 2.7bn pages.", 2_700_000_000, "2.7bn"),
        ("There are 1.2 trillion stars.", 1_200_000_000_000, "1.2 trillion"),
        ("Twenty-one goats swam.", 21, "Twenty-one"),
        ("One hundred and five goats swam.", 105, "One hundred and five"),
        ("Then four hundred thirteen thousand bees left.", 413_000, "four hundred thirteen thousand"),
        ("Then twelve hundred bees left.", 1200, "twelve hundred"),
        ("Then two billion bees left.", 2_000_000_000, "two billion"),
        ("Then one trillion bees left.", 1_000_000_000_000, "one trillion"),
        ("Then a hundred bees left.", 100, "a hundred"),
        ("Then a million bees left.", 1_000_000, "a million"),
        ("Then a dozen bees left.", 12, "a dozen"),
        ("Then two dozen bees left.", 24, "two dozen"),
        ("Then half a dozen bees left.", 6, "half a dozen"),
        ("Then half a million bees left.", 500_000, "half a million"),
        ("Then a half-million bees left.", 500_000, "a half-million"),
        ("Then one and a half million bees left.", 1_500_000, "one and a half million"),
        ("It took two and a half years.", 2.5, "two and a half"),
        ("Then a couple of bees left.", 2, "a couple"),
        ("It was a 21-member choir.", 21, "21"),
        ("It was a three-day fair.", 3, "three"),
        ("The road runs 5km.", 5, "5"),
        ("It weighs 20 kilograms.", 20, "20"),
        ("The 2,024 people sang.", 2024, "2,024"),
        ("Some sang, and 2000 people listened.", 2000, "2000"),
        ("The choir has more goats than 1500 people.", 1500, "1500"),
    ],
)
def test_a_count_is_read_in_figures_and_in_words(text: str, value: float, written: str) -> None:
    assert found(text) == [(value, "count", written, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No ships sank.", [(0, "count", "No", None)]),
        ("The storm left no ships.", [(0, "count", "no", None)]),
        ("The storm left zero ships.", [(0, "count", "zero", None)]),
        ("None of them sank.", [(0, "count", "None", None)]),
        ("One ship sank.", [(1, "count", "One", None)]),
        ("The storm sank one and damaged two.", [(1, "count", "one", None), (2, "count", "two", None)]),
        ("It closed at least one bakery.", [(1, "count", "one", "at least")]),
        ("One or more ships sank.", [(1, "count", "One", "at least")]),
    ],
)
def test_nothing_and_one_are_counts(text: str, expected: list[Found]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It rains no longer.", "No one came.", "No matter what, they sing.", "They have no idea.", "He lives at No 10.",
        "See no. 5 below.", "It is a no-go area.", "The No campaign sang.", "They met at ground zero.",
        "It shows zero tolerance.",
        "One of the ships sank.", "The one they liked sank.", "They love one another.", "One day it will rain.",
        "It was the big one.", "At one point it rained.", "One shows a goat.", "It is one-sided.",
        "Both ships sank.", "Several hundred goats swam.", "Dozens of goats swam.", "Hundreds of thousands of goats swam.",
        "Tens of goats swam.", "A few dozen goats swam.",
    ],
)  # fmt: skip
def test_a_phrase_without_a_figure_is_no_numeral(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("It was the 21st fair.", 21, "21st"),
        ("It was the twenty-first fair.", 21, "twenty-first"),
        ("It was the one hundred and second fair.", 102, "one hundred and second"),
        ("Ours is the 12th state.", 12, "12th"),
        ("It was the first fair.", 1, "first"),
        ("It was the second fair.", 2, "second"),
        ("It was a third fair.", 3, "third"),
        ("It was a fifth straight win.", 5, "fifth"),
        ("It was the seventh American raid.", 7, "seventh"),
        ("It was the 17th U.S. raid.", 17, "17th"),
    ],
)
def test_an_ordinal_is_a_place(text: str, value: int, written: str) -> None:
    assert found(text) == [(value, "ordinal", written, None)]


@pytest.mark.parametrize(
    "text",
    [
        "They met on Nov. 21st.", "They met on the 21st of November.", "It is a 21st century barn.",
        "It is a twenty-first century barn.",
        "The 5th U.S. Circuit ruled.", "The 7th Fleet sailed.", "The Second Amendment stands.", "They live on 42nd Street.",
        "They sing in 12th grade.",
        "They sang at his 80th birthday.", "It flaps every second.", "It sank a second later.", "The first lady sang.",
        "It was first seen in spring.", "The council first warned of goats.", "It is the third-largest barn.",
        "The 118th Congress met.",
        "First, they sang.", "It suits eighth and twelfth graders.",
    ],
)  # fmt: skip
def test_an_ordinal_in_a_date_a_name_or_a_phrase_is_no_place(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("It grew 20%.", 20, "20%"),
        ("It grew 4.4%.", 4.4, "4.4%"),
        ("It grew 20 percent.", 20, "20 percent"),
        ("It grew twenty per cent.", 20, "twenty per cent"),
        ("They ate two-thirds of it.", 66, "two-thirds"),
        ("They ate one-third of it.", 33, "one-third"),
        ("They ate a third of it.", 33, "a third"),
        ("They ate a quarter of it.", 25, "a quarter"),
        ("They ate three-quarters of it.", 75, "three-quarters"),
        ("They ate a fifth of it.", 20, "a fifth"),
        ("They ate half of it.", 50, "half"),
        ("They ate half the cheese.", 50, "half"),
        ("They like one in four songs.", 25, "one in four"),
        ("They like one out of every four songs.", 25, "one out of every four"),
        ("They like 1 in 5 songs.", 20, "1 in 5"),
        ("They like seven in 10 songs.", 70, "seven in 10"),
        ("They like 1 in 250 songs.", 0.4, "1 in 250"),
    ],
)
def test_percents_and_fractions_are_parts_of_a_hundred(text: str, value: float, written: str) -> None:
    assert found(text) == [(value, "percent", written, None)]


@pytest.mark.parametrize(
    "text",
    ["It grew 20 percentage points.", "It took half an hour.", "They slept in the lower half.", "It lasted half a century.",
     "They left for a quarter.", "My half-brother sang."],
)  # fmt: skip
def test_points_and_halves_of_other_things_are_no_percents(text: str) -> None:
    assert find(text) == ()


def test_one_in_so_many_days_is_two_counts() -> None:
    assert found("They sang one song in 10 days, or five in 10 days.") == [
        (1, "count", "one", None),
        (10, "count", "10", None),
        (5, "count", "five", None),
        (10, "count", "10", None),
    ]


@pytest.mark.parametrize(
    ("text", "value", "written", "unit"),
    [
        ("It cost $872 million.", 872_000_000, "$872 million", "$"),
        ("It cost US$5.", 5, "US$5", "$"),
        ("It cost €3.2bn.", 3_200_000_000, "€3.2bn", "€"),
        ("It cost £10,000.", 10_000, "£10,000", "£"),
        ("It cost R$20.", 20, "R$20", "R$"),
        ("It cost ¥500.", 500, "¥500", "yen"),
        ("It cost $900K.", 900_000, "$900K", "$"),
        ("It cost 5 million dollars.", 5_000_000, "5 million dollars", "$"),
        ("It cost fifty dollars.", 50, "fifty dollars", "$"),
        ("It cost 872 million euros.", 872_000_000, "872 million euros", "€"),
        ("It cost 300 yen.", 300, "300 yen", "yen"),
        ("It cost 50 cents.", 50, "50 cents", "cents"),
        ("It was a $50,000 barn.", 50_000, "$50,000", "$"),
    ],
)
def test_money_has_its_currency(text: str, value: float, written: str, unit: str) -> None:
    assert [(n.value, n.kind, n.written, n.unit) for n in find(text)] == [(value, "money", written, unit)]


@pytest.mark.parametrize(
    ("text", "kind", "written", "ends"),
    [
        ("It drew 50,000 to 200,000 bees.", "count", "50,000 to 200,000", (50_000, 200_000)),
        ("It drew between 5 and 7 bees.", "count", "between 5 and 7", (5, 7)),
        ("It drew 5 to 7 million bees.", "count", "5 to 7 million", (5_000_000, 7_000_000)),
        ("It drew five or six bees.", "count", "five or six", (5, 6)),
        ("It drew 10-15 bees.", "count", "10-15", (10, 15)),
        ("It grew 20-25%.", "percent", "20-25%", (20, 25)),
        ("It grew 20% to 25%.", "percent", "20% to 25%", (20, 25)),
        ("It cost $50-60 million.", "money", "$50-60 million", (50_000_000, 60_000_000)),
    ],
)
def test_a_range_has_two_ends(text: str, kind: str, written: str, ends: tuple[int, int]) -> None:
    assert [(n.kind, n.written, (n.value, n.high)) for n in find(text)] == [(kind, written, ends)]


def test_a_change_is_two_numerals() -> None:
    assert [(n.value, n.high) for n in find("It rose from 5 bees to 7, then from 7 to 9, then up 32 cents to $2.")] == [
        (5, None), (7, None), (7, None), (9, None), (32, None), (2, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "They met on Nov. 10.", "They met on 10 November.", "They met on May 5 and 6.", "They met in March 2024.",
        "They met in 2024.",
        "The 2023-24 season was wet.", "It has rained since 2019.", "The 2024 floods were worse.", "It rained from 2019 to 2023.",
        "They left in 2000 people say.", "They sang at 8:30.", "They sang at 5 p.m.", "They sang between 7 and 9 p.m.",
        "They sang at five o'clock.",
        "The 12-year-old sang.", "The six-month-old sang.", "It suits ages 6 and younger.", "It suits those aged 65 and older.",
        "It suits adults 60 and older.", "It suits children 6 months to 5 years old.", "It suits 10- to 17-year-olds.",
        "It suits 16- and 17-year-olds.",
        "It suits people under 18.", "It suits Norwegians over 65, too.", "It suits women 40 to 74.", "Kowalski, 34, sang.",
        "“She was 34,” he said.", "He turned 80.",
        "It passed 48-51.", "It passed on a 24-6 vote.", "They won 3-1.", "They won 5 to 4.", "It passed by a vote of 20 to 30.",
        "COVID-19 spread.", "The JN.1 strain spread.", "H5N1 spread.", "Title 42 ended.", "House Bill 5105 passed.",
        "HB 70 passed.",
        "An F-16 flew.", "It cites Section 230.", "It is his No. 2.", "They took Route 66.", "Flight 370 vanished.",
        "It cites Article 5 rules.", "Proposition 8 passed.", "It is open 24/7.", "They called 911.", "They remember 9/11.",
        "He has a 401(k).", "The Boeing 737 flew.", "Ring 800-555-0199.", "See https://example.org/2/34.", "B.1.1.7 spread.",
        "GPT-4 wrote it.", "The S&P 500 fell.", "The Big Three sang.", "It has 5G.", "They sang in the 1990s.",
        "It has three times the size of a barn.", "It rose three times.", "It grew 10-fold.",
        "It grew tenfold.", "It is ten times bigger.", "He is a two-time winner.",
    ],
)  # fmt: skip
def test_dates_times_ages_votes_and_names_are_no_numerals(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("wording", "qualifier"),
    [
        ("at least", "at least"), ("not less than", "at least"), ("no fewer than", "at least"),
        ("at least a total of", "at least"),
        ("at least another", "at least"), ("at or above", "at least"),
        ("more than", "more than"), ("over", "more than"), ("upwards of", "more than"), ("in excess of", "more than"),
        ("exceeding", "more than"), ("just over", "more than"), ("slightly more than", "more than"),
        ("a little over", "more than"),
        ("about", "about"), ("around", "about"), ("roughly", "about"), ("approximately", "about"), ("some", "about"),
        ("an estimated", "about"), ("only about", "about"),
        ("nearly", "nearly"), ("almost", "nearly"), ("close to", "nearly"), ("just under", "nearly"), ("just shy of", "nearly"),
        ("up to", "up to"), ("as many as", "up to"), ("as much as", "up to"),
        ("no more than", "no more than"), ("at most", "no more than"), ("not more than", "no more than"),
        ("fewer than", "fewer than"), ("less than", "fewer than"), ("under", "fewer than"),
        ("only", None), ("just", None), ("the", None),
    ],
)  # fmt: skip
def test_a_qualifier_before_a_number_gets_its_normal_wording(wording: str, qualifier: str | None) -> None:
    text = f"The barn lost {wording} 300 bees."

    (numeral,) = find(text)

    assert (numeral.value, numeral.qualifier) == (300, qualifier)
    assert text[numeral.qualified_start : numeral.start].strip().removeprefix("only ") == (
        wording.removeprefix("only ") if qualifier else ""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It drew 21 or more bees.", [(21, "count", "21", "at least")]),
        ("It drew 21 bees or more.", [(21, "count", "21", "at least")]),
        ("It drew 300 or so bees.", [(300, "count", "300", "about")]),
        ("It drew 20 or fewer bees.", [(20, "count", "20", "no more than")]),
        ("It drew 100-plus bees.", [(100, "count", "100", "more than")]),
        ("It drew 100+ bees.", [(100, "count", "100", "more than")]),
        ("It was at least the 21st fair.", [(21, "ordinal", "21st", "at least")]),
        ("It drew more than a dozen bees.", [(12, "count", "a dozen", "more than")]),
        ("They ate nearly half.", [(50, "percent", "half", "nearly")]),
        ("They sang over three days.", [(3, "count", "three", None)]),
        ("They sang for over three days.", [(3, "count", "three", "more than")]),
        (
            "They sang songs about two goats they talk about two days later.",
            [(2, "count", "two", "about"), (2, "count", "two", None)],
        ),
    ],
)
def test_a_qualifier_is_told_from_other_words(text: str, expected: list[Found]) -> None:
    assert found(text) == expected


def test_a_qualifier_covers_the_list_it_opens() -> None:
    assert found("It drew at least 10 million bees, 110,000 wasps and 6,500 moths.") == [
        (10_000_000, "count", "10 million", "at least"),
        (110_000, "count", "110,000", "at least"),
        (6500, "count", "6,500", "at least"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "More than 20 bees and two wasps came.",
        "More than 20 bees came in spring and 30 in summer.",
        "More than 20 bees, which ate 30%, came.",
    ],
)
def test_a_qualifier_covers_nothing_beyond_its_list(text: str) -> None:
    assert [numeral.qualifier for numeral in find(text)] == ["more than", None]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It was the 21st fair.", "21"),
        ("It was the 1,021st fair.", "1,021"),
        ("The twenty-first fair came.", "twenty-one"),
        ("Twenty-one goats swam.", "twenty-one"),
        ("It lent 14.5 million books.", "14.5 million"),
        ("Two dozen goats swam.", "two dozen"),
        ("A dozen goats swam.", "a dozen"),
        ("No goats swam.", "no"),
        ("It drew 50,000 to 200,000 bees.", "50,000 to 200,000"),
        ("It cost $872 million.", "$872 million"),
        ("It cost US$5.", "US$5"),
        ("Nearly two-thirds of it sank.", "two-thirds"),
        ("It grew 20 percent.", "20 percent"),
    ],
)
def test_an_answer_writes_a_figure_in_the_style_of_its_source(text: str, figure: str) -> None:
    assert [in_style_of(numeral) for numeral in find(text)] == [figure]


def test_letters_that_grow_when_made_small_shift_nothing() -> None:
    assert found("İzmir counted 21 ferries.") == [(21, "count", "21", None)]


def test_a_headline_full_of_capitals_keeps_its_numbers() -> None:
    assert found("Storm Sinks Three Ships, Damages 21 in Harbour") == [(3, "count", "Three", None), (21, "count", "21", None)]


@given(NUMBERS)
def test_every_number_in_words_is_found(value: int) -> None:
    assert found(f"{words(value)} strikes") == [(value, "count", words(value), None)]


@given(NUMBERS)
def test_every_number_with_separators_is_found(value: int) -> None:
    assert found(f"there were {value:,} strikes") == [(value, "count", f"{value:,}", None)]


@given(NUMBERS)
def test_every_number_without_separators_is_found_before_a_noun_years_do_not_have(value: int) -> None:
    assert found(f"there were {value} people") == [(value, "count", str(value), None)]


@given(PLACES)
def test_every_place_in_figures_is_found(value: int) -> None:
    assert found(f"the {ordinal(value)} strike") == [(value, "ordinal", ordinal(value), None)]


@given(PLACES)
def test_every_place_in_words_is_found_and_written_as_a_count(value: int) -> None:
    numerals = find(f"the {ordinal_words(value)} strike")

    assert [(n.value, n.kind, in_style_of(n)) for n in numerals] == [(value, "ordinal", words(value))]


@given(st.text(alphabet="0123456789 ,.-$%abotwhundrefion–'/", max_size=40))
def test_what_is_found_stands_in_the_text_in_order(text: str) -> None:
    numerals = find(text)

    assert [n.written for n in numerals] == [text[n.start : n.end] for n in numerals]
    assert all(a.end <= b.start for a, b in pairwise(numerals))
    assert all(n.qualified_start <= n.start for n in numerals)


@pytest.mark.parametrize(("value", "written"), [(0, "zero"), (413, "four hundred thirteen"), (1_000_000, "one million")])
def test_a_number_is_written_in_words(value: int, written: str) -> None:
    assert words(value) == written


def test_places_are_written_in_words_and_figures() -> None:
    assert [ordinal_words(n) for n in (1, 12, 20, 21, 100)] == ["first", "twelfth", "twentieth", "twenty-first", "one hundredth"]
    assert [ordinal(n) for n in (1, 2, 3, 11, 12, 13, 21, 112, 1022)] == [
        "1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "112th", "1,022nd",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [-1, 1_000_001])
def test_words_refuses_what_it_cannot_write(value: int) -> None:
    with pytest.raises(ValueError, match="only 0 to 1,000,000"):
        words(value)


def test_there_is_no_place_before_the_first() -> None:
    with pytest.raises(ValueError, match="places count from 1"):
        ordinal_words(0)


@pytest.mark.parametrize(
    ("written", "qualifier", "expected"),
    [
        ("over ", "more than", "over"),
        ("Roughly ", "about", "roughly"),
        ("exceeded ", "more than", "more than"),
        ("", "at least", "at least"),
        ("", None, None),
    ],
)
def test_a_qualifier_is_told_in_the_words_of_its_source(written: str, qualifier: str | None, expected: str | None) -> None:
    assert qualifiers.as_written(written, qualifier) == expected
