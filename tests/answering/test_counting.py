from datetime import UTC, datetime

import pytest

from index.answering.counting import Asked, Form, is_counting, understand
from index.answering.senses import Event, Group
from index.retrieval.questions import Plan, plan

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def planned(question: str) -> Plan:
    return plan(question, now=NOW)


def asked(question: str) -> Asked:
    """What is wanted, of a question that wants a count."""
    assert is_counting(planned(question))
    return understand(planned(question))


def days(span: tuple[datetime, datetime] | None) -> tuple[str, str] | None:
    return (span[0].date().isoformat(), span[1].date().isoformat()) if span else None


def test_a_question_is_understood_whole() -> None:
    assert asked(
        "How many kids in Orlen were hospitalized with croup in March 2025, by the CDC's own count (not the FDA's)?"
    ) == Asked(
        kind="count",
        form=Form.NEWEST,
        head="kids",
        event=Event.HOSPITAL,
        is_people=True,
        is_of_some=False,
        groups=frozenset({Group.CHILDREN}),
        about=("orlen", "croup"),
        unit=frozenset({"hospit", "kid"}),
        speaker="CDC",
        shunned="FDA",
        period=(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 3, 31, 23, 59, 59, tzinfo=UTC)),
        span=None,
        threshold=None,
        episode=None,
        is_reached=False,
        predicate=(),
        is_part=False,
        is_rate=False,
        is_level=False,
        is_running=False,
        asks_ahead=False,
    )


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people have died in the Orlen floods?", "count"),
        ("What is the death toll of the Orlen landslide?", "count"),
        ("What was the number of homes destroyed?", "count"),
        ("What percentage of adults smoke?", "percent"),
        ("What is the share of adults who smoke?", "percent"),
        ("What portion of ferries was late?", "percent"),
        ("Proportion of pupils in Orlen who smoke?", "percent"),
        ("How much did the Tamsin bridge cost?", "money"),
        ("How much has the fund paid to farmers?", "money"),
    ],
)
def test_a_count_or_a_share_or_an_amount_is_asked_for(question: str, kind: str) -> None:
    assert asked(question).kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "Child flu deaths as of March 1?",
        "Measles cases in Orlen so far?",
        "Latest number of confirmed croup cases in Tamsin?",
        "Deaths in Tamsin, newest count?",
        "Death toll in Orlen?",
        "Adult croup deaths in Orlen?",
        "People enrolled by the end of December?",
        "Schools closed so far?",
        "Killed in the Tamsin ferry fire?",
        "Arrested at the Orlen march on Sunday?",
    ],
)
def test_a_bare_noun_phrase_asks_for_a_count(question: str) -> None:
    assert is_counting(planned(question)) is True


@pytest.mark.parametrize(
    "question",
    [
        "By how much did ferry fares rise?",
        "By how many did the toll rise?",
        "How many more people died in 2025 than in 2024?",
        "How many times more cases were there?",
        "How much higher is the toll than last year?",
        "How many people died and how many were injured?",
        "How many people died and where?",
        "How many people died, and when did the ferry sink?",
        "Who counted the dead in Orlen?",
        "Who won the race?",
        "Why did the toll rise?",
        "When did the bridge open?",
        "What caused the outbreak?",
        "How old is the mayor?",
        "How often do ferries run?",
        "What phone number has the mayor?",
        "What is the mayor's plan?",
        "The harbor master?",
    ],
)
def test_a_difference_or_two_questions_or_anything_else_is_no_count_question(question: str) -> None:
    assert is_counting(planned(question)) is False


@pytest.mark.parametrize(
    ("question", "head", "event", "is_people"),
    [
        ("How many people have died in the Orlen floods?", "people", Event.DEATH, True),
        ("How many sailors drowned off Tamsin?", "sailors", Event.DEATH, True),
        ("How many died according to the Ministry of Health?", "", Event.DEATH, True),
        ("How many have been rescued?", "", Event.RESCUE, True),
        ("How many people fled the Orlen fire?", "people", Event.FLIGHT, True),
        ("Number of children killed by the Orlen poisoning?", "children", Event.DEATH, True),
        ("How many strikes has the navy carried out on tankers?", "strikes", Event.ATTACK, False),
        ("How many measles cases has Orlen reported?", "cases", Event.ILLNESS, False),
        ("How many weekly admissions?", "admissions", Event.HOSPITAL, False),
        ("What is the death toll?", "deaths", Event.DEATH, False),
        ("How many states have banned leaf blowers?", "states", None, False),
        ("How many homes burned in Tamsin?", "homes", None, False),
        ("Child flu deaths as of March 1?", "deaths", Event.DEATH, False),
        ("How many times has the navy struck tankers?", "times", Event.ATTACK, False),
        ("How many times did the minister visit Orlen?", "times", None, False),
        ("How often has the navy attacked tankers?", "times", Event.ATTACK, False),
        ("Number of times tankers were struck?", "times", Event.ATTACK, False),
        ("What number strike was the latest?", "strike", Event.ATTACK, False),
        ("Which strike number was the latest?", "strike", Event.ATTACK, False),
        ("At least how many strikes have there been?", "strikes", Event.ATTACK, False),
        ("What's the newest strike count?", "strike", Event.ATTACK, False),
        ("Number killed in the Orlen floods?", "", Event.DEATH, True),
        ("How many injury suits does the mill face?", "suits", None, False),
        ("How has enrolment in the Orlen health plan grown?", "enrolment", None, False),
    ],
)
def test_what_is_counted_and_what_befell_it(question: str, head: str, event: Event | None, is_people: bool) -> None:
    told = asked(question)
    assert (told.head, told.event, told.is_people) == (head, event, is_people)


@pytest.mark.parametrize(
    ("question", "is_of_some"),
    [
        ("How many firefighters died in the Orlen fire?", True),
        ("How many people died in the Orlen fire?", False),
        ("How many children died in the Orlen fire?", False),
        ("How many firefighters fought the Orlen fire?", False),
    ],
)
def test_only_those_of_one_calling_may_be_counted(question: str, is_of_some: bool) -> None:
    assert asked(question).is_of_some == is_of_some


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("How many kids in Orlen have croup?", {Group.CHILDREN}),
        ("Child flu deaths as of March 1?", {Group.CHILDREN}),
        ("How many women were arrested in Tamsin?", {Group.WOMEN}),
        ("How many men were detained?", {Group.MEN}),
        ("How many elderly people died in the heat?", {Group.OLD}),
        ("Adult croup deaths in Orlen?", {Group.ADULTS}),
        ("How many people died in the heat?", set()),
    ],
)
def test_a_count_may_be_of_one_group_of_people(question: str, groups: set[Group]) -> None:
    assert asked(question).groups == groups


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("How many people have died in the Orlen floods?", ("orlen", "floods")),
        ("How many measles cases has Orlen reported so far?", ("measles", "orlen")),
        ("How many strikes has the navy carried out on tankers?", ("navy", "tankers")),
        ("How many cases are there in the US?", ("u.s",)),
        ("How many cases are there in the United States?", ("u.s",)),
        ("How many children in the US have died of flu?", ("flu", "u.s")),
        ("How many people died in March 2025?", ()),
        ("What is the CDC's latest count of croup cases?", ("croup",)),
    ],
)
def test_a_count_is_about_what_is_neither_counted_nor_time_nor_speaker(question: str, about: tuple[str, ...]) -> None:
    assert asked(question).about == about


@pytest.mark.parametrize(
    ("question", "speaker", "shunned"),
    [
        ("How many people died, according to the Orlen Health Department?", "Orlen Health Department", None),
        ("How many died according to the Ministry of Health?", "Ministry of Health", None),
        ("How many people died in the ferry sinking by the Coast Guard's count?", "Coast Guard", None),
        ("What is the CDC's latest count of croup cases?", "CDC", None),
        ("How many cases has the CDC counted?", "CDC", None),
        ("How many deaths has the World Health Organization confirmed?", "World Health Organization", None),
        ("How many died by the FDA's own count (not the CDC's)?", "FDA", "CDC"),
        ("How many people, not the FDA's count but the CDC's count, were sickened?", "CDC", "FDA"),
        ("How many measles cases has Orlen reported?", None, None),
        ("How many people died in Orlen?", None, None),
    ],
)
def test_a_question_may_want_one_speakers_count_and_not_anothers(question: str, speaker: str | None, shunned: str | None) -> None:
    told = asked(question)
    assert (told.speaker, told.shunned) == (speaker, shunned)


@pytest.mark.parametrize(
    ("question", "form", "is_level"),
    [
        ("How has the number of measles cases in Orlen grown?", Form.GROWTH, False),
        ("How has the death toll changed over time?", Form.GROWTH, False),
        ("How has the amount bet in Orlen gone up or down?", Form.GROWTH, True),
        ("How has the toll risen since January?", Form.GROWTH, False),
        ("Is the number of cases going up or down?", Form.GROWTH, True),
        ("Is the number of whooping cough cases rising or falling in Orlen?", Form.GROWTH, True),
        ("How many measles cases has Orlen reported?", Form.NEWEST, False),
        ("How many people fell ill in Orlen?", Form.NEWEST, False),
    ],
)
def test_how_a_count_came_there_may_be_asked_for(question: str, form: Form, is_level: bool) -> None:
    told = asked(question)
    assert (told.form, told.is_level) == (form, is_level)


@pytest.mark.parametrize(
    ("question", "threshold", "is_reached", "head", "event"),
    [
        ("When did the death toll reach 40?", 40.0, True, "deaths", Event.DEATH),
        ("When did the death toll pass 1,000?", 1000.0, False, "deaths", Event.DEATH),
        ("When did the outbreak reach 300 cases?", 300.0, True, "cases", Event.ILLNESS),
        ("When did the outbreak hit 300 sickened people?", 300.0, True, "people", Event.ILLNESS),
    ],
)
def test_when_a_count_passed_a_figure_may_be_asked_for(
    question: str, threshold: float, is_reached: bool, head: str, event: Event
) -> None:
    told = asked(question)
    assert (told.form, told.threshold, told.is_reached, told.head, told.event) == (
        Form.PASSING,
        threshold,
        is_reached,
        head,
        event,
    )


@pytest.mark.parametrize(
    ("question", "episode"),
    [
        ("How many people died in the tenth strike on a tanker?", 10),
        ("How many people did the 21st U.S. strike kill?", 21),
        ("How many were hurt in the first fire?", 1),
        ("How many people were killed in the latest strike?", 0),
        ("How many people died in the most recent ferry accident?", 0),
        ("How many people died in the latest strikes?", None),
        ("How many people have died in the strikes?", None),
        ("How many strikes were there before the tenth strike?", None),
        ("How many people got the first dose?", None),
    ],
)
def test_a_count_may_be_of_one_of_several_events(question: str, episode: int | None) -> None:
    assert asked(question).episode == episode


@pytest.mark.parametrize(
    ("question", "period", "span"),
    [
        ("How many people died in 2025?", ("2025-01-01", "2025-12-31"), None),
        ("How many people died in March 2025?", ("2025-03-01", "2025-03-31"), None),
        ("How many people died on March 3, 2026?", ("2026-03-03", "2026-03-03"), None),
        ("How many people died last week?", ("2026-03-02", "2026-03-08"), None),
        ("How many people died between January and March 2026?", ("2026-01-01", "2026-03-31"), None),
        ("Child flu deaths as of March 1?", None, None),
        ("How many people died?", None, None),
        ("How has the number of strikes grown in 2026?", None, ("2026-01-01", "2026-12-31")),
        ("How did the toll change between January and March 2026?", None, ("2026-01-01", "2026-03-31")),
    ],
)
def test_a_count_is_of_a_period_and_growth_is_over_a_span(
    question: str, period: tuple[str, str] | None, span: tuple[str, str] | None
) -> None:
    told = asked(question)
    assert (days(told.period), days(told.span)) == (period, span)


@pytest.mark.parametrize(
    ("question", "is_rate"),
    [
        ("How many people are infected each week?", True),
        ("How many parcels does the depot send a day?", True),
        ("How many deaths per day?", True),
        ("How many weekly admissions?", True),
        ("How many people died last week?", False),
        ("How many people were infected?", False),
    ],
)
def test_a_rate_is_how_many_in_each_day_or_week(question: str, is_rate: bool) -> None:
    assert asked(question).is_rate is is_rate


@pytest.mark.parametrize(
    ("question", "is_running", "asks_ahead"),
    [
        ("Measles cases in Orlen so far?", True, False),
        ("In total, how many people were hurt?", True, False),
        ("What is the death toll?", True, False),
        ("How many people could be displaced by the dam?", False, True),
        ("How many nurses are expected to walk out?", False, True),
        ("How much will the dam cost?", False, True),
        ("How many people were hurt?", False, False),
    ],
)
def test_a_count_may_be_wanted_as_far_as_it_has_come_or_ahead_of_time(question: str, is_running: bool, asks_ahead: bool) -> None:
    told = asked(question)
    assert (told.is_running, told.asks_ahead) == (is_running, asks_ahead)


@pytest.mark.parametrize(
    ("question", "predicate"),
    [
        ("How many towns have signed the river pact?", ("signed",)),
        ("How many states have banned leaf blowers?", ("banned", "leaf", "blowers")),
        ("What is the share of adults who smoke?", ("smoke",)),
        ("How much money has the ferry fund raised so far?", ("raised",)),
        ("How much did the Tamsin bridge cost?", ("cost",)),
        ("How many people have died in the Orlen floods?", ()),
        ("How many nurses in South Orlen have walked off the job?", ("walked",)),
        ("People enrolled in the Orlen health plan?", ("enrolled",)),
        ("How many doctors does South Orlen have in all?", ()),
    ],
)
def test_the_predicate_is_what_the_counted_did_unless_an_event_says_it(question: str, predicate: tuple[str, ...]) -> None:
    assert asked(question).predicate == predicate
