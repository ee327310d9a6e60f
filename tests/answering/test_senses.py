import pytest

from index.answering.senses import Event, Group, are_related, event, group, is_anybody, is_event_noun, is_person


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("killed", Event.DEATH),
        ("drowned", Event.DEATH),
        ("toll", Event.DEATH),
        ("lives", Event.DEATH),
        ("hurt", Event.INJURY),
        ("wounded", Event.INJURY),
        ("hospitalized", Event.HOSPITAL),
        ("hospitalised", Event.HOSPITAL),
        ("admissions", Event.HOSPITAL),
        ("sickened", Event.ILLNESS),
        ("cases", Event.ILLNESS),
        ("infected", Event.ILLNESS),
        ("missing", Event.MISSING),
        ("unaccounted", Event.MISSING),
        ("fled", Event.FLIGHT),
        ("jailed", Event.ARREST),
        ("survivors", Event.RESCUE),
        ("born", Event.BIRTH),
        ("strike", Event.ATTACK),
        ("airstrikes", Event.ATTACK),
    ],
)
def test_a_word_says_what_happened(word: str, expected: Event) -> None:
    assert event(word) is expected


@pytest.mark.parametrize("word", ["hospital", "ferry", "crash", "people", ""])
def test_a_building_or_a_thing_is_nothing_that_happened(word: str) -> None:
    assert event(word) is None


@pytest.mark.parametrize("word", ["deaths", "cases", "injuries", "hospitalizations", "strikes", "toll", "missing", "survivors"])
def test_an_event_noun_is_itself_counted(word: str) -> None:
    assert is_event_noun(word) is True


@pytest.mark.parametrize("word", ["killed", "hospitalized", "infected", "hurt", "fled", "ferries", "people"])
def test_a_word_for_what_befell_somebody_is_not_itself_counted(word: str) -> None:
    assert is_event_noun(word) is False


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["kids"], {Group.CHILDREN}),
        (["child"], {Group.CHILDREN}),
        (["pediatric", "deaths"], {Group.CHILDREN}),
        (["teenager"], {Group.CHILDREN}),
        (["adults"], {Group.ADULTS}),
        (["elderly", "people"], {Group.OLD}),
        (["women"], {Group.WOMEN}),
        (["men"], {Group.MEN}),
        (["girls", "and", "women"], {Group.CHILDREN, Group.WOMEN}),
        (["sailors"], set()),
        ([], set()),
    ],
)
def test_words_name_groups_of_people(words: list[str], expected: set[Group]) -> None:
    assert group(words) == expected


@pytest.mark.parametrize(
    ("word", "person", "anybody"),
    [
        ("people", True, True),
        ("victims", True, True),
        ("residents", True, False),
        ("sailor", True, False),
        ("patients", True, False),
        ("kids", True, False),
        ("others", True, False),
        ("bridges", False, False),
        ("deaths", False, False),
    ],
)
def test_people_are_told_from_things_and_anybody_from_some_of_them(word: str, person: bool, anybody: bool) -> None:
    assert (is_person(word), is_anybody(word)) == (person, anybody)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Event.ILLNESS, Event.INJURY, True),
        (Event.INJURY, Event.ILLNESS, True),
        (Event.DEATH, Event.INJURY, False),
        (Event.ILLNESS, Event.HOSPITAL, False),
        (Event.DEATH, Event.ATTACK, False),
    ],
)
def test_only_illness_and_injury_may_be_one_event_in_other_words(one: Event, other: Event, expected: bool) -> None:
    assert are_related(one, other) is expected
