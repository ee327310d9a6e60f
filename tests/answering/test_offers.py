from datetime import UTC, datetime

import pytest

from index.answering.offers import beside_focus, offer
from index.retrieval.questions import Plan, plan

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)


def _plan(question: str) -> Plan:
    return plan(question, now=NOW, newest=NOW)


@pytest.mark.parametrize(
    ("question", "sentence", "offered"),
    [
        # count: a number close to the thing counted
        ("How many boats sank?", "Seven boats sank in the storm.", 1),
        ("How many boats were hit?", "The storm hit 1,204 fishing boats.", 1),
        ("How many boats sank?", "No boats sank.", 1),
        ("How many boats sank?", "At least two dozen boats sank.", 1),
        ("How many strikes so far?", "It was the 21st strike of the campaign.", 1),
        ("How many boats sank?", "Boats sank in the storm.", 0),
        ("How many boats sank?", "On March 5 the boats sank.", 0),
        ("How many boats sank?", "Boats worth $7 sank.", 0),
        ("How many boats sank?", "About 40% of the boats sank.", 0),
        ("How many boats sank?", "A 40-year-old lost his boats.", 0),
        ("How many boats sank in the 3 storms?", "The boats sank in 3 storms.", 0),
        # amount
        ("How much did the bridge cost?", "The bridge cost $4.2 million.", 1),
        ("How much did the bridge cost?", "It cost nine thousand pounds.", 1),
        ("How much did the bridge cost?", "The bridge has four lanes.", 0),
        ("How much of the $5 fee stays?", "The $5 fee was kept.", 0),
        # share
        ("What percentage of voters agreed?", "Some 58 percent agreed.", 1),
        ("What percentage of voters agreed?", "Two-thirds of them agreed.", 1),
        ("What percentage of voters agreed?", "One in five agreed.", 1),
        ("What percentage of voters agreed?", "About 5,800 voters agreed.", 0),
        # age
        ("How old is the driver?", "The driver, Ann Lee, 41, was unhurt.", 1),
        ("How old is the driver?", "A 41-year-old man drove.", 1),
        ("How old is the driver?", "She was 41 years old.", 1),
        ("How old is the driver?", "The driver fled the scene.", 0),
        # duration
        ("How long did it last?", "It lasted two and a half hours.", 1),
        ("How long did it last?", "They searched for several days.", 1),
        ("How long is the sentence?", "He faces life in prison.", 1),
        ("How long did it last?", "It began early.", 0),
        # when
        ("When did it open?", "It opened on March 5.", 1),
        ("When did it open?", "It opened in late August.", 1),
        ("When did it open?", "The doors opened on Tuesday.", 1),
        ("When did it open?", "It opened two weeks ago.", 1),
        ("When did it open?", "It opened with a song.", 0),
        ("When on Tuesday did it open?", "It opened on Tuesday.", 0),
        # why
        ("Why did the mill close?", "It closed because of debt.", 1),
        ("Why did the mill close?", "The mill closed for good.", 0),
    ],
)
def test_a_sentence_offers_what_the_kind_of_question_asks_for(question: str, sentence: str, offered: float) -> None:
    assert offer(_plan(question), sentence) == offered


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("How many boats sank?", "Seven boats sank.", "Seven people swam."),
        ("How many boats sank?", "Seven boats sank.", "The boats carried seven."),
        ("Who won the title?", "Dot Marchetti won the title.", "She won the title again."),
        ("Who is Dot Marchetti's rival?", "Junie Tran wants the title.", "Dot Marchetti wants the title."),
        ("Where did it land?", "It landed in Port Ellery.", "It landed in a field."),
        ("Where in Port Ellery did it land?", "It landed near Tarn Point.", "It landed in Port Ellery."),
        ("What is the ship called?", "The ship, the Osprey, is old.", "The ship is old."),
        ("What is the ship called?", "They call it “the grey lady”.", "It has no name."),
        ("What did the council decide?", "Buses shall run all night.", "The council did decide."),
        ("Did the council agree?", "Nobody on the panel objected.", "The council did agree."),
        ("How did the fire start?", "A battery overheated in Anders Mill.", "The fire did start."),
    ],
)
def test_one_sentence_offers_more_than_another(question: str, better: str, worse: str) -> None:
    assert 1 >= offer(_plan(question), better) > offer(_plan(question), worse) >= 0


@pytest.mark.parametrize(
    ("question", "sentence", "stands"),
    [
        ("Which school district closed?", "The Tarn Valley school district closed early.", 1),
        ("Which school district closed?", "A school district closed early.", 0),
        ("Which school in Corran closed?", "The Corran school closed.", 0),
        ("Which school district closed?", "Far away from any such school stood, once upon a time, Tarn.", 0),
    ],
)
def test_a_new_name_may_stand_beside_the_thing_asked_for(question: str, sentence: str, stands: float) -> None:
    assert beside_focus(_plan(question), sentence) == stands
