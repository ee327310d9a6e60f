"""What can happen to those who are counted, and who they are: the words that must not be taken for each other."""

from collections.abc import Iterable
from enum import StrEnum

from index.vocabulary import stem


class Event(StrEnum):
    """What is counted, or what befell the people who are: a count of one is no count of another."""

    DEATH = "death"
    INJURY = "injury"
    HOSPITAL = "hospital"
    ILLNESS = "illness"
    MISSING = "missing"
    FLIGHT = "flight"
    ARREST = "arrest"
    RESCUE = "rescue"
    BIRTH = "birth"
    ATTACK = "attack"


class Group(StrEnum):
    """People of one age or sex: a count of them is a part of the count of all."""

    CHILDREN = "children"
    ADULTS = "adults"
    OLD = "old"
    WOMEN = "women"
    MEN = "men"


_EVENTS = {
    word: event
    for event, told in {
        Event.DEATH: "death deaths dead died die dies dying killed kill kills killing killings fatality fatalities fatal slain "
        "perished lives murder murdered murders homicide homicides bodies casualties drowned executed toll fatally",
        Event.INJURY: "injured injure injures injury injuries injuring wounded wounds wounding hurt harmed",
        Event.HOSPITAL: "hospitalized hospitalised hospitalization hospitalizations hospitalisation hospitalisations "
        "hospitalizing hospitalize admitted admissions",
        Event.ILLNESS: "sick sickened sickening sicken sickens ill illness illnesses case cases infected infection "
        "infections infecting "
        "infects infect poison poisoned poisoning poisonings diagnosed diagnoses contracted afflicted",
        Event.MISSING: "missing unaccounted disappeared",
        Event.FLIGHT: "displaced evacuated evacuees fled evacuations evacuation displace displaces "
        "displacing displacement uprooted",
        Event.ARREST: "arrested arrests arrest detained detainees detentions jailed imprisoned",
        Event.RESCUE: "rescued rescues survivors survived saved freed released",
        Event.BIRTH: "births born",
        Event.ATTACK: "strike strikes attack attacks airstrike airstrikes bombing bombings raids raid shelling",
    }.items()
    for word in told.split()
}
"""By the word itself, not by its stem: who is hospitalized is hospitalized, but a hospital is a building."""
_NOUNS = frozenset(
    "death deaths fatality fatalities killings murders homicides casualty casualties injury injuries hospitalization "
    "hospitalizations hospitalisation hospitalisations admissions illness illnesses case cases infection infections poisonings "
    "diagnoses evacuations evacuees arrest arrests detainees detentions survivors rescues births strike strikes attack attacks "
    "airstrike airstrikes bombing bombings raid raids toll dead missing wounded injured bodies lives displaced".split()
)
"""Those of the words that are themselves counted; the others say what befell who is."""
_GROUPS = {
    stem(word): group
    for group, told in {
        Group.CHILDREN: "child children kid kids newborn newborns pediatric paediatric minor minors "
        "infant infants toddler toddlers "
        "youth youths teen "
        "teens teenager teenagers babies baby boys girls juvenile juveniles",
        Group.ADULTS: "adult adults",
        Group.OLD: "elderly seniors older",
        Group.WOMEN: "women woman female females mothers",
        Group.MEN: "men man male males",
    }.items()
    for word in told.split()
}
_PEOPLE = frozenset(
    map(
        stem,
        (
            "people person persons individual individuals human humans patient patients resident residents citizen citizens "
            "civilian civilians soldier soldiers troops worker workers employee employees student students pupils "
            "teacher teachers "
            "nurse nurses doctor doctors passenger passengers migrant migrants refugee refugees hostage hostages "
            "prisoner prisoners "
            "inmate inmates officer officers officials voter voters enrollee enrollees recipient recipients customer "
            "customers user "
            "users victim victims sailor sailors crew crewmen fishermen firefighter firefighters journalist "
            "journalists protester "
            "protesters member members veteran veterans consumer consumers volunteer volunteers participants "
            "beneficiaries others "
            "women woman men man adult adults child children kid kids infant infants toddlers teens teenagers youths "
            "minors babies "
            "seniors boys girls mothers newborn newborns athlete athletes player players coach coaches tourist tourists driver "
            "drivers farmer farmers parent parents those who"
        ).split(),
    )
)
_ANYBODY = frozenset("people person persons individual individuals human humans life victim victims folks citizens many".split())
_RELATED = frozenset({frozenset({Event.ILLNESS, Event.INJURY})})
"""What one source calls hurt another calls sickened."""


def event(word: str) -> Event | None:
    """What a folded word says to have happened."""
    return _EVENTS.get(word)


def is_event_noun(word: str) -> bool:
    """True when the folded word names what is itself counted: deaths, cases, strikes."""
    return word in _NOUNS


def group(words: Iterable[str]) -> frozenset[Group]:
    """The groups of people that folded words name."""
    return frozenset(_GROUPS[found] for word in words if (found := stem(word)) in _GROUPS)


def is_person(word: str) -> bool:
    """True for a folded word that people are called by."""
    return stem(word) in _PEOPLE or word in _ANYBODY


def is_anybody(word: str) -> bool:
    """True for a folded word that people are called by whoever they are."""
    return word in _ANYBODY


def is_of_a_place(word: str) -> bool:
    """True for a folded word that ends as the people of a place are called: "dakotans", "japanese"."""
    return word.endswith(("ans", "ese", "ards"))


def are_related(one: Event, other: Event) -> bool:
    """True for two events that may be one, told in other words."""
    return frozenset({one, other}) in _RELATED
