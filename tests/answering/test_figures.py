import pytest

from index.answering.figures import Figure, Role, read
from index.answering.numerals import Numeral
from index.answering.senses import Event


def nouns(sentence: str) -> list[tuple[int | float, str, str]]:
    """Value, noun and head of each figure."""
    return [(figure.numeral.value, figure.noun, figure.head) for figure in read(sentence)]


def events(sentence: str) -> list[tuple[int | float, Event | None]]:
    return [(figure.numeral.value, figure.event) for figure in read(sentence)]


def roles(sentence: str) -> list[tuple[int | float, Role]]:
    return [(figure.numeral.value, figure.role) for figure in read(sentence)]


def test_a_figure_is_read_with_all_that_is_told_of_it() -> None:
    assert read("Storms have hurt at least 21 sailors since May; the fleet stayed home.") == (
        Figure(
            numeral=Numeral(
                value=21,
                kind="count",
                start=26,
                end=28,
                written="21",
                qualifier="at least",
                qualified_start=17,
                high=None,
                unit=None,
            ),
            noun="sailors",
            head="sailors",
            event=Event.INJURY,
            clause="Storms have hurt at least 21 sailors since May",
            role=Role.STATED,
            is_running=True,
            is_one_event=False,
            is_correction=False,
        ),
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gulls made 21 strikes on the pier.", [(21, "strikes", "strikes")]),
        ("Rangers counted 85 nests this spring.", [(85, "nests", "nests")]),
        ("About 45% of voters in Orlen backed it.", [(45, "voters", "voters")]),
        ("The office recorded 12 heat-related deaths.", [(12, "heat-related deaths", "deaths")]),
        (
            "The ministry counted 412 confirmed, probable or suspected mercury poisoning cases.",
            [(412, "confirmed, probable or suspected mercury poisoning cases", "cases")],
        ),
        (
            "The ministry counted 412 confirmed and probable botulism cases in Orlen.",
            [(412, "confirmed and probable botulism cases", "cases")],
        ),
        ("The depot received 57 reports of illness.", [(57, "reports of illness", "reports")]),
        ("Doctors have seen 12 cases of whooping cough in Tamsin.", [(12, "cases of whooping cough", "cases")]),
        ("Seven instances of fraud were found.", [(7, "instances of fraud", "instances")]),
        ("The drug costs $40 million.", [(40_000_000, "", "")]),
    ],
)
def test_a_figure_counts_the_noun_phrase_behind_it(sentence: str, expected: list[tuple[int | float, str, str]]) -> None:
    assert nouns(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "part", "whole", "head"),
    [
        ("Flooding closed 11 of the county's 15 libraries.", 11, 15, "libraries"),
        ("Flooding closed 11 of the county’s 15 libraries.", 11, 15, "libraries"),
        ("9 of the county's 13 clinics reported shortages.", 9, 13, "clinics"),
        ("Nine of the 14 ferries sank.", 9, 14, "ferries"),
    ],
)
def test_a_part_counts_what_its_whole_is_of(sentence: str, part: int, whole: int, head: str) -> None:
    assert [(figure.numeral.value, figure.head, figure.role) for figure in read(sentence)] == [
        (part, head, Role.STATED),
        (whole, head, Role.SIZE),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A landslide killed 18 villagers in Orlen.", [(18, Event.DEATH)]),
        ("Police arrested 15 protesters.", [(15, Event.ARREST)]),
        ("The fire displaced 700 families.", [(700, Event.FLIGHT)]),
        ("The hospital admitted 12 children with burns.", [(12, Event.HOSPITAL)]),
        ("Divers rescued 27 sailors.", [(27, Event.RESCUE)]),
        ("Fourteen people died after the ferry sank.", [(14, Event.DEATH)]),
        ("In Tamsin 14 workers died.", [(14, Event.DEATH)]),
        ("The clinic said 40 patients were hospitalized.", [(40, Event.HOSPITAL)]),
        ("About 33 people are being treated in hospitals.", [(33, Event.HOSPITAL)]),
        ("More than 4,000 people fled their homes.", [(4000, Event.FLIGHT)]),
        ("Police are looking for 31 missing people.", [(31, Event.MISSING)]),
        ("The death toll is 41.", [(41, Event.DEATH)]),
        ("The depot received 57 reports of illness.", [(57, Event.ILLNESS)]),
        ("Airstrikes killed 18 people.", [(18, Event.DEATH)]),
        ("Gulls made 21 strikes on the pier.", [(21, Event.ATTACK)]),
        ("Gunmen kidnapped 40 students.", [(40, None)]),
        ("Rangers counted 85 nests this spring.", [(85, None)]),
    ],
)
def test_what_befell_the_counted_stands_before_or_behind_them(
    sentence: str, expected: list[tuple[int | float, Event | None]]
) -> None:
    assert events(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The crash left four killed and 129 hospitalized.", [(4, Event.DEATH), (129, Event.HOSPITAL)]),
        ("Four were killed and 129 hospitalized.", [(4, Event.DEATH), (129, Event.HOSPITAL)]),
        ("Three people were killed and 12 hurt.", [(3, Event.DEATH), (12, Event.INJURY)]),
        ("The crash killed three people and injured 12.", [(3, Event.DEATH), (12, Event.INJURY)]),
        ("Police detained 40 people and freed 12.", [(40, Event.ARREST), (12, Event.RESCUE)]),
        (
            "The office recorded 12 deaths, 40 injuries and 300 evacuations.",
            [(12, Event.DEATH), (40, Event.INJURY), (300, Event.FLIGHT)],
        ),
        ("The navy has carried out 21 strikes, killing at least 83 people.", [(21, Event.ATTACK), (83, Event.DEATH)]),
        (
            "The outbreak has sickened 302 people in 22 states and killed 10.",
            [(302, Event.ILLNESS), (22, None), (10, Event.DEATH)],
        ),
    ],
)
def test_each_figure_of_a_sentence_has_its_own_event(sentence: str, expected: list[tuple[int | float, Event | None]]) -> None:
    assert events(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "About 302 people in Orlen and 153 in Tamsin have been sickened.",
        "A measles outbreak has sickened 302 people in Orlen and 153 in Tamsin.",
    ],
)
def test_two_figures_with_one_verb_share_its_event(sentence: str) -> None:
    assert [(figure.numeral.value, figure.noun, figure.event) for figure in read(sentence)] == [
        (302, "people", Event.ILLNESS),
        (153, "people", Event.ILLNESS),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Some 47 percent of voters would say yes to it.", [(47, Role.STATED)]),
        ("At least 82 sailors died, or 83 where the cook is counted.", [(82, Role.STATED), (83, Role.OTHERWISE)]),
        ("The county has 46 cases.", [(46, Role.STATED)]),
        ("The toll rose to 41 from 34.", [(41, Role.STATED), (34, Role.EARLIER)]),
        ("The tally is 41 deaths, up from 34.", [(41, Role.STATED), (34, Role.EARLIER)]),
        ("About 45% of voters backed it, down from 60%.", [(45, Role.STATED), (60, Role.EARLIER)]),
        ("Cases rose from 120 to 1,288.", [(120, Role.EARLIER), (1288, Role.STATED)]),
        ("The county has 46 cases, compared with 12 a year ago.", [(46, Role.STATED), (12, Role.EARLIER)]),
        ("The office lowered its count to 18 cases from 22.", [(18, Role.STATED), (22, Role.EARLIER)]),
        ("Another 3 people died.", [(3, Role.CHANGE)]),
        ("Three more people died on Sunday.", [(3, Role.CHANGE)]),
        ("The clinic added 3 cases.", [(3, Role.CHANGE)]),
        ("Deaths increased by 3.", [(3, Role.CHANGE)]),
        ("The toll could reach 30 by Sunday.", [(30, Role.PREDICTION)]),
        ("The county expects 60 cases.", [(60, Role.PREDICTION)]),
        ("Between 40 and 60 people could be evacuated.", [(40, Role.PREDICTION)]),
        ("The fund plans to plant 500 trees.", [(500, Role.PREDICTION)]),
        ("Brackley, a city of 500,000, lost its mayor.", [(500_000, Role.SIZE)]),
        ("Brackley is home to 500,000 people.", [(500_000, Role.SIZE)]),
        ("The rate was 700 per 100,000.", [(700, Role.SIZE), (100_000, Role.SIZE)]),
        ("The Lark is one of two ferries on the lake.", [(2, Role.SIZE)]),
        ("Anyone who writes of 22 is wrong.", [(22, Role.DENIED)]),
        ("The ministry denied rumours of 22 deaths.", [(22, Role.DENIED)]),
        ("There were not 22 deaths.", [(22, Role.DENIED)]),
        ("The clerk wrongly reported 22 deaths.", [(22, Role.DENIED)]),
        ("Larne would have been the 25th town to close its pier.", [(25, Role.PREDICTION)]),
        ("The new pier could help 600 families.", [(600, Role.PREDICTION)]),
        ("More than 600 families are ultimately expected to qualify.", [(600, Role.PREDICTION)]),
        ("In the first week, when 34 people were missing, nobody slept.", [(34, Role.EARLIER)]),
        ("The county has 46 cases, against 58 for all of last year.", [(46, Role.STATED), (58, Role.EARLIER)]),
        (
            "Three deaths were caused by the blaze, while a fourth death was unrelated to it.",
            [(3, Role.STATED), (4, Role.DENIED)],
        ),
        (
            "An earlier version of this article said that the raid of Nov. 10 was the 21st raid; it was the 20th raid.",
            [(21, Role.DENIED), (20, Role.STATED)],
        ),
        ("Brackley has about 3 million residents and covers 374 people.", [(3_000_000, Role.SIZE), (374, Role.STATED)]),
    ],
)
def test_a_figure_is_stated_or_past_or_a_change_or_a_forecast_or_a_size_or_denied(
    sentence: str, expected: list[tuple[int | float, Role]]
) -> None:
    assert roles(sentence) == expected


def test_an_earlier_figure_counts_what_the_one_before_it_counts() -> None:
    assert nouns("The tally is 41 deaths, up from 34.") == [(41, "deaths", "deaths"), (34, "deaths", "deaths")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Officials have confirmed 46 botulism cases so far.", True),
        ("The count stands at 46 cases.", True),
        ("That brings the total to 46 cases.", True),
        ("Since March, 18 barns burned.", True),
        ("It was the 46th case this year.", True),
        ("The county reported 46 cases.", False),
        ("A landslide killed 18 villagers in Orlen.", False),
    ],
)
def test_a_running_figure_says_how_far_a_count_has_come(sentence: str, expected: bool) -> None:
    assert [figure.is_running for figure in read(sentence)] == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The raid on Monday killed 18 sailors.", True),
        ("A raid killed 18 sailors in a single night.", True),
        ("Doctors see 18 patients a day.", True),
        ("Raids have killed 18 sailors since May.", False),
        ("The county has 46 cases.", False),
    ],
)
def test_a_figure_may_be_of_one_event_or_one_day(sentence: str, expected: bool) -> None:
    assert [figure.is_one_event for figure in read(sentence)] == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council corrected its count to 18 cases.", True),
        ("The council revised its count down to 18 cases.", True),
        ("The council raised its count to 18 cases.", False),
    ],
)
def test_a_correction_is_known_by_its_words(sentence: str, expected: bool) -> None:
    assert [(figure.numeral.value, figure.role, figure.is_correction) for figure in read(sentence)] == [
        (18, Role.STATED, expected)
    ]


def test_a_clause_holds_what_is_told_of_its_figure_alone() -> None:
    assert [figure.clause.strip() for figure in read("The office recorded 12 deaths, 40 injuries and 300 evacuations.")] == [
        "The office recorded 12 deaths",
        "40 injuries",
        "300 evacuations.",
    ]


@pytest.mark.parametrize(
    "sentence",
    ["A 72-hour strike shut the port.", "A 5-year-old girl was hurt.", "The 40-foot barge sank.", "Nobody was hurt.", ""],
)
def test_a_compound_that_says_of_what_kind_something_is_counts_nothing(sentence: str) -> None:
    assert read(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was the 21st strike on a tanker.", [(21, "strike", "strike")]),
        ("It was the 46th case this year.", [(46, "case", "case")]),
        ("He was the third patient to die.", [(3, "patient", "patient")]),
        ("The seventh Danish raid on the fleet ended early.", [(7, "Danish raid", "raid")]),
        ("The raid was the fifth since May.", [(5, "raid", "raid")]),
        ("Monday's raid near Orlen was the tenth of the campaign.", [(10, "raid", "raid")]),
        ("Crews raided the depot for the 17th time.", [(17, "time", "time")]),
    ],
)
def test_an_ordinal_counts_how_many_there_have_been(sentence: str, expected: list[tuple[int | float, str, str]]) -> None:
    assert nouns(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The fleet has now struck the depot nineteen times.", [(19, "times", Event.ATTACK)]),
        ("Crews attacked the depot for a third time.", [(3, "time", Event.ATTACK)]),
        ("The minister has visited Orlen five times since May.", [(5, "times", None)]),
        ("The depot is three times as large.", []),
        ("Prices rose four times in May.", []),
    ],
)
def test_how_often_something_was_done_counts_attacks_when_it_was_one(
    sentence: str, expected: list[tuple[int, str, Event | None]]
) -> None:
    assert [(figure.numeral.value, figure.head, figure.event) for figure in read(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ten of the raids took place in Orlen and eleven in Tamsin.",
            [(10, "raids", Event.ATTACK), (11, "raids", Event.ATTACK)],
        ),
        ("Of the 16 raids, nine took place in Orlen.", [(16, "raids", Event.ATTACK), (9, "raids", Event.ATTACK)]),
        ("Of the 40 passengers, 12 were hurt.", [(40, "passengers", None), (12, "", Event.INJURY)]),
        ("Of those hurt in the fire, 12 were 65 or older.", [(12, "", None)]),
        ("Of those hurt in the fire, 12 were children.", [(12, "", Event.INJURY)]),
        ("Nearly 900 of Orlen's trainee nurses have fallen ill.", [(900, "nurses", Event.ILLNESS)]),
        ("Officials say 40 people in 12 towns have been sickened.", [(40, "people", Event.ILLNESS), (12, "towns", None)]),
        ("About 40 people fled, said a report released Monday.", [(40, "people", Event.FLIGHT)]),
        ("The fire hurt 40 people and left 12 dead.", [(40, "people", Event.INJURY), (12, "dead", Event.DEATH)]),
    ],
)
def test_a_number_without_a_noun_counts_what_the_one_before_it_does(
    sentence: str, expected: list[tuple[int, str, Event | None]]
) -> None:
    assert [(figure.numeral.value, figure.head, figure.event) for figure in read(sentence)] == expected


def test_what_is_counted_may_be_named_before_its_number() -> None:
    sentence = "It brought the number of raids to ten and the number of people hurt to 43."
    assert [(figure.numeral.value, figure.head, figure.event) for figure in read(sentence)] == [
        (10, "raids", Event.ATTACK),
        (43, "people", Event.INJURY),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Officials first reported the smell in May.", []),
        ("The first responders came late.", []),
        ("The first two months brought 18 fires.", [2, 18]),
    ],
)
def test_an_ordinal_of_time_or_manner_counts_nothing(sentence: str, expected: list[int]) -> None:
    assert [figure.numeral.value for figure in read(sentence)] == expected
