"""Sources that count differently: agencies within one article, outlets on one day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import combinations

from index.answering import speakers
from index.answering.counting import Asked
from index.answering.matching import Candidate
from index.answering.roles import Role
from index.answering.rounding import is_rounded, value

_SAME_MOMENT = timedelta(days=1, hours=12)
_MOST_APART = 1.5
"""Of figures that two sources give for one thing and day: farther apart, they count different things."""


def told_apart(asked: Asked, told: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The figures of the series asked for, and those of sources that count differently."""
    main, others = _by_agency(told)
    if asked.speaker:
        return main, others
    main, dissenting = _by_outlet(main)
    return main, [*others, *dissenting]


def _by_agency(told: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Agencies that one article gives different figures of, told apart: the leading one's, and the rest."""
    named = [each for each in told if each.speaker and each.figure.role is Role.STATED]
    agencies = _named_once([each.speaker for each in named if each.speaker])
    values: dict[str, set[float]] = {}
    for each in named:
        values.setdefault(agencies[each.speaker or ""], set()).add(value(each))
    rivals: set[str] = set()
    for first, second in combinations(named, 2):
        here, there = agencies[first.speaker or ""], agencies[second.speaker or ""]
        if here == there or first.sentence.passage.article_id != second.sentence.passage.article_id:
            continue
        if value(first) not in values[there] and value(second) not in values[here]:
            rivals |= {here, there}
    if not rivals:
        return list(told), []
    leading = _leading(rivals, [(agencies[each.speaker or ""], each) for each in named])
    dissenting = rivals - {leading}
    is_other = [agencies.get(each.speaker or "") in dissenting for each in told]
    return [each for each, other in zip(told, is_other, strict=True) if not other], [
        each for each, other in zip(told, is_other, strict=True) if other
    ]


def _by_outlet(told: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Figures of one day that outlets differ in, told apart: those that most outlets give, and the rest."""
    known = sorted({each.sentence.passage.source for each in told if each.sentence.passage.source})
    stated = [(outlet, each) for each in told if each.figure.role is Role.STATED and (outlet := _outlet(each, known))]
    outlets: dict[float, set[str]] = {}
    values: dict[str, set[float]] = {}
    for outlet, each in stated:
        outlets.setdefault(value(each), set()).add(outlet)
        values.setdefault(outlet, set()).add(value(each))
    doubted: set[tuple[str, float]] = set()
    for (here, first), (there, second) in combinations(stated, 2):
        if here == there or value(second) in values[here] or value(first) in values[there]:
            continue
        if not _is_same_day(first, second) or not _is_near(first, second) or value(first) == value(second):
            continue
        if is_rounded(first, second) or is_rounded(second, first):
            continue
        weaker = min(
            ((here, first), (there, second)), key=lambda each: (len(outlets[value(each[1])]), each[1].score, -value(each[1]))
        )
        doubted.add((weaker[0], value(weaker[1])))
    main: list[Candidate] = []
    others: list[Candidate] = []
    for each in told:
        (others if (_outlet(each, known), value(each)) in doubted else main).append(each)
    return main, others


def _outlet(candidate: Candidate, known: Sequence[str]) -> str | None:
    """The outlet whose figure it is: another one, when the article names it as the source."""
    if candidate.speaker:
        named = next((outlet for outlet in known if speakers.is_same(outlet, candidate.speaker)), None)
        if named:
            return named
    return candidate.sentence.passage.source


def _is_same_day(first: Candidate, second: Candidate) -> bool:
    return first.moment is not None and second.moment is not None and first.moment.date() == second.moment.date()


def _is_near(first: Candidate, second: Candidate) -> bool:
    low, high = sorted((abs(value(first)), abs(value(second))))
    return high <= _MOST_APART * low


def _named_once(names: Iterable[str]) -> dict[str, str]:
    """Each name with the one that stands for all its spellings."""
    known: dict[str, str] = {}
    for name in sorted(set(names), key=lambda each: (-len(each), each)):
        known[name] = next((other for other in dict.fromkeys(known.values()) if speakers.is_same(name, other)), name)
    return known


def _leading(rivals: set[str], named: Sequence[tuple[str, Candidate]]) -> str:
    """The source whose count is the newest; of equally new ones the one told most, then the higher."""
    articles = Counter(source for source, _ in {(source, each.sentence.passage.article_id) for source, each in named})

    def standing(source: str) -> tuple[float, int, float, str]:
        own = [each for told, each in named if told == source]
        newest = max((each.moment.timestamp() for each in own if each.moment), default=0.0)
        return (round(newest / _SAME_MOMENT.total_seconds()), articles[source], max(map(value, own)), source)

    return max(rivals, key=standing)
