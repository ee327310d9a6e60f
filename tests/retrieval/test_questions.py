from datetime import UTC, datetime

import pytest

from index.retrieval.questions import Kind, Plan, plan
from index.retrieval.times import find
from index.types import Window

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
NEWEST = datetime(2025, 11, 19, 20, tzinfo=UTC)
OCTOBER_ENDS = datetime(2025, 10, 31, 23, 59, 59, tzinfo=UTC)


def _plan(question: str) -> Plan:
    return plan(question, now=NOW, newest=NEWEST)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many strikes so far?", Kind.COUNT),
        ("HOW MANY STRIKES?", Kind.COUNT),
        ("Can you tell me how many boats sank?", Kind.COUNT),
        ("What is the death toll?", Kind.COUNT),
        ("toll of the flood", Kind.COUNT),
        ("boat strikes as of Nov. 1", Kind.COUNT),
        ("How much did the bridge cost?", Kind.AMOUNT),
        ("What is the price of gasoline?", Kind.AMOUNT),
        ("What was the fine?", Kind.AMOUNT),
        ("What percentage of voters backed Measure 5?", Kind.SHARE),
        ("Which share of homes has power?", Kind.SHARE),
        ("How old was the driver?", Kind.AGE),
        ("What is the average age of nurses?", Kind.AGE),
        ("How long did the flight last?", Kind.DURATION),
        ("How many days did the search last?", Kind.DURATION),
        ("What is the longest prison term he may get?", Kind.DURATION),
        ("When did the ferry sink?", Kind.WHEN),
        ("What day is the vote?", Kind.WHEN),
        ("In what year was it built?", Kind.WHEN),
        ("Where did the ferry sink?", Kind.WHERE),
        ("Which town was flooded?", Kind.WHERE),
        ("Who won the title?", Kind.WHO),
        ("By whom was it built?", Kind.WHO),
        ("On Tuesday, who was hurt?", Kind.WHO),
        ("Which judge ruled?", Kind.WHO),
        ("Why did the mill close?", Kind.WHY),
        ("What caused the fire?", Kind.WHY),
        ("What is the ship called?", Kind.THING),
        ("Which school district closed?", Kind.THING),
        ("Did the Senate approve it?", Kind.YES_NO),
        ("Is the bridge open?", Kind.YES_NO),
        ("How did the fire start?", Kind.OPEN),
        ("Tell me about Osprey", Kind.OPEN),
        ("", Kind.OPEN),
    ],
)
def test_the_kind_of_answer_is_told_from_the_words(question: str, kind: Kind) -> None:
    assert _plan(question).kind is kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("how many strikes so far?", ("strikes",)),
        ("Under the deal, how many lead poisoning cases were found?", ("lead", "poisoning", "cases")),
        ("According to the mayor, how many stalls were let?", ("stalls",)),
        ("What percentage of voters backed it?", ("percentage",)),
        ("What is the death toll?", ("death", "toll")),
        ("What time does the market open?", ("time",)),
        ("How many strikes last week?", ("strikes",)),
        ("When did the ferry sink?", ()),
        ("How old was the driver?", ()),
    ],
)
def test_the_focus_is_the_thing_asked_for(question: str, focus: tuple[str, ...]) -> None:
    assert _plan(question).focus == focus


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Ines Barrow?", ("Ines Barrow",)),
        (
            "What did Ines Barrow say about Port Ellery, and to Ines Barrow's crew?",
            ("Ines Barrow", "Port Ellery", "Ines Barrow's"),
        ),
        ("What percentage backed Measure 5?", ("Measure 5",)),
        ("Did a member of the Bank of England resign?", ("Bank of England",)),
        ("USA or EU?", ("USA", "EU")),
        ("how many strikes so far?", ()),
        ("Which boat sank on Nov. 15?", ()),
    ],
)
def test_names_are_found_as_written(question: str, names: tuple[str, ...]) -> None:
    assert _plan(question).names == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Did the Senate approve it?", ("Senate",)),
        ("Is Peru at war?", ("Peru",)),
        ("In the U.S., how many states joined?", ("U.S",)),
        ("How long did Maria de la Cruz wait?", ("Maria de la Cruz",)),
    ],
)
def test_words_that_only_open_the_question_are_no_part_of_a_name(question: str, names: tuple[str, ...]) -> None:
    assert _plan(question).names == names


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Under the deal signed by Ann Lee, how many cases were found?", ("cases", "found")),
        ("According to the mayor, how many stalls were let?", ("stalls",)),
        ("How many stalls were let, according to the mayor?", ("stalls",)),
        ("On Tuesday, who was hurt?", ("hurt",)),
        ("Is the bridge open?", ("bridge", "open")),
    ],
)
def test_the_core_leaves_the_circumstances_out(question: str, core: tuple[str, ...]) -> None:
    assert _plan(question).core == core


def test_terms_hold_neither_times_nor_question_words() -> None:
    assert _plan("How many boats were hit in the Pacific as of October 31, 2025?").terms == ("boats", "hit", "pacific")


@pytest.mark.parametrize("question", ["How many strikes so far?", "How many strikes to date?", "How many strikes are there now?"])
def test_words_that_only_mean_now_are_no_terms(question: str) -> None:
    assert (_plan(question).terms, _plan(question).core) == (("strikes",), ("strikes",))


@pytest.mark.parametrize(
    ("question", "about_now"),
    [
        ("how many strikes so far?", True),
        ("How many people were hurt?", True),
        ("Who is the current mayor?", True),
        ("Is the bridge still closed?", True),
        ("How many strikes on Nov. 15?", False),
        ("how many strikes as of Oct. 1?", True),
        ("how many strikes since Oct. 1?", False),
        ("Who won the title?", False),
        ("When did the ferry sink?", False),
    ],
)
def test_the_newest_state_is_asked_for_unless_another_time_is_named(question: str, about_now: bool) -> None:
    assert _plan(question).about_now is about_now


def test_the_moments_are_those_of_the_question() -> None:
    question = "How many strikes since September?"
    assert _plan(question).moments == find(question, now=NOW, newest=NEWEST)


@pytest.mark.parametrize("question", ["how many as of Oct. 31?", "how many by the end of October?", "how many until 2025-10-31?"])
def test_as_of_and_its_like_bind_what_counts(question: str) -> None:
    assert _plan(question).bound == OCTOBER_ENDS


@pytest.mark.parametrize("question", ["how many since September?", "what happened last week?", "what happened on Nov. 1?"])
def test_other_times_bind_nothing(question: str) -> None:
    assert _plan(question).bound is None


def test_the_window_is_the_callers_alone() -> None:
    window = Window(since=datetime(2025, 9, 1, tzinfo=UTC), source="Harbor Wire")
    assert plan("how many as of Oct. 31?", now=NOW, newest=NEWEST, window=window).window == window


def test_a_follow_up_is_planned_with_what_it_follows() -> None:
    planned = plan("and how many killed?", now=NOW, newest=NEWEST, history=["How many strikes on boats?"])
    assert (planned.kind, planned.terms) == (Kind.COUNT, ("killed", "strikes", "boats"))


def test_a_follow_up_keeps_the_bound_of_the_question_before() -> None:
    planned = plan("and how many killed?", now=NOW, newest=NEWEST, history=["How many strikes as of Oct. 31?"])
    assert planned.bound == OCTOBER_ENDS
