import pytest

from index.answering.speakers import is_agency, is_same, speaker

SURVEYED = "The Tamsin Harbor Authority surveyed the shore."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Orlen Fire Service said 40 barns burned.", "Orlen Fire Service"),
        ("At least 40 barns burned, according to the Ministry of Farming.", "Ministry of Farming"),
        ("At least 40 barns burned, according to police.", "police"),
        ("At least 40 barns burned, according to health officials.", "health officials"),
        ("The FDA reported 12 illnesses on Monday.", "FDA"),
        ("Per NOAA, 30 storms formed.", "NOAA"),
        ("Meanwhile, the CDC has confirmed 30 cases.", "CDC"),
        ("The U.N. estimates that 30 villages flooded.", "U.N."),
        ("Thirty villages flooded, the Red Cross said.", "Red Cross"),
        ("Figures from the Tamsin Harbor Authority show 12 wrecks.", "Tamsin Harbor Authority"),
        ("Tamsin Harbor Authority's count stands at 12 wrecks.", "Tamsin Harbor Authority"),
        ("On Monday, Mayor Ines Calloway said 12 piers were lost.", "Mayor Ines Calloway"),
        ("Calloway, who runs the port, said 12 piers were lost.", "Calloway"),
        ("Orlen officials have counted 30 villages.", "Orlen"),
        ("The Tamsin Harbor Authority lowered its count of wrecks from 14 to 12.", "Tamsin Harbor Authority"),
        ("Orlen Polling asked on the same days and found 46 percent in favor.", "Orlen Polling"),
    ],
)
def test_a_figure_is_given_to_whoever_the_sentence_names(sentence: str, expected: str) -> None:
    assert speaker(sentence) == expected


@pytest.mark.parametrize(
    "sentence", ["The harbor was closed for 12 days.", "On Monday 12 piers fell into the sea.", "Twelve wrecks lie off Tamsin."]
)
def test_a_sentence_that_names_nobody_has_no_speaker(sentence: str) -> None:
    assert speaker(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "before", "expected"),
    [
        ("The agency said 12 piers were lost.", SURVEYED, "Tamsin Harbor Authority"),
        ("It said 12 piers were lost.", SURVEYED, "Tamsin Harbor Authority"),
        ("The FDA said 12 piers were lost.", SURVEYED, "FDA"),
        ("Twelve piers were lost.", SURVEYED, None),
        ("The agency said 12 piers were lost.", "", None),
        ("The ministry said 12 piers were lost.", "Nobody surveyed the shore.", None),
    ],
)
def test_the_agency_is_the_one_of_the_sentence_before(sentence: str, before: str, expected: str | None) -> None:
    assert speaker(sentence, before) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tamsin Harbor Authority", True),
        ("Orlen Department of Health", True),
        ("Ministry of Farming", True),
        ("FDA", True),
        ("Ines Calloway", False),
        ("Orlen", False),
        ("police", False),
    ],
)
def test_an_agency_is_known_by_its_name(name: str, expected: bool) -> None:
    assert is_agency(name) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CDC", "Centers for Disease Control and Prevention", True),
        ("THA", "Tamsin Harbor Authority", True),
        ("WHO", "World Health Organization", True),
        ("the FDA", "FDA", True),
        ("the U.S. Navy", "Navy", True),
        ("Calloway", "Ines Calloway", True),
        ("Tamsin Harbor Authority", "Harbor Authority", True),
        ("FDA", "CDC", False),
        ("THA", "Orlen Harbor Authority", False),
        ("Orlen Fire Service", "Tamsin Fire Service", False),
    ],
)
def test_initials_and_short_names_are_of_one_speaker_either_way_round(one: str, other: str, expected: bool) -> None:
    assert (is_same(one, other), is_same(other, one)) == (expected, expected)
