"""Two numbers that say one thing: ranges such as "50 to 60", and shares such as "one in four"."""

import re
from typing import Final

from index.answering.amounts import Amount, whole
from index.answering.noncounts import counts_something, is_like_a_year

_RATIO: Final = re.compile(r"[ -](?:(?P<loose>in)|out of(?: every)?|in every|of every)[ -]")
_ROUND: Final = frozenset({*range(2, 11), 12, 15, 20, 25, 50, 100, 1000})
_TIME_OR_PLACE: Final = re.compile(
    r" (?:[a-z]+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|nights|seasons|states"
    r"|cities|countries|games|matches|starts|attempts)\b"
)
_TO: Final = frozenset({" to ", "-", "–", "-to-", " – ", "- to "})
_WIDEST: Final = 50
_BETWEEN: Final = "between "
_CHANGE: Final = re.compile(
    r"(?<!range )(?<!ranges )(?<!ranging )(?<!ranged )(?<!anywhere )\b(?:from (?:[a-z]+ ){0,2}|up |down |by )$"
)
_SCORED: Final = re.compile(
    r" (?:in favor|vote|win|victory|loss|lead|decision|ruling|majority|record|defeat|against|split|score|upset|triumph"
    r"|rout|edge)\b"
)
_COUNTABLE: Final = re.compile(
    r" (?:[a-z]+ )?(?:[a-z]+s|people|men|women|children|feet)\b|[ -](?:inch|foot|year|mile|day|hour|month|week|minute|person"
    r"|member)\b"
)


def join(low: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts of a text in small letters, those that make a range or a share taken together, votes and scores left out."""
    joined: list[Amount] = []
    position = 0
    while position < len(amounts):
        first, second = amounts[position], amounts[position + 1] if position + 1 < len(amounts) else None
        together = _together(low, first, second) if second is not None and second.start - first.end <= 14 else [first]
        joined.extend(together)
        position += 1 if together == [first] else 2
    return joined


def _together(low: str, first: Amount, second: Amount) -> list[Amount]:
    """One amount of two, none where the two are a score, else the first alone."""
    gap = low[first.end : second.start]
    numbers = {first.shape, second.shape} <= {"digits", "words"} and "points" not in {first.kind, second.kind}
    if not gap or not numbers:
        return [first]
    if share := _share(low, gap, first, second):
        return [share]
    if gap in _TO and first.value >= second.value > 0 and {first.kind, second.kind} == {"count"}:
        if is_like_a_year(low[first.start : first.end]):
            return [first]
        is_score = first.scale == second.scale == 1 and not _CHANGE.search(low[max(0, first.start - 32) : first.start])
        return [] if is_score else [first]
    return [_range(low, first, second)] if _is_range(low, gap, first, second) else [first]


def _share(low: str, gap: str, first: Amount, second: Amount) -> Amount | None:
    """A share as in "one in four" and "1 out of every 5", as whole percents rounded down, or less than one percent."""
    ratio = _RATIO.fullmatch(gap)
    if ratio is None or first.kind != "count" or second.kind != "count" or not 0 < first.value < second.value:
        return None
    if ratio["loose"] and (_TIME_OR_PLACE.match(low, second.end) or is_like_a_year(low[second.start : second.end])):
        return None
    if ratio["loose"] and first.value != 1 and (first.value > 9 or second.value not in _ROUND):
        return None
    percent = 100 * first.value / second.value
    return Amount(first.start, second.end, int(percent) if percent >= 1 else whole(percent), 1, "percent", "share", "%")


def _is_range(low: str, gap: str, first: Amount, second: Amount) -> bool:
    if not _is_one_kind(first, second) or not _low_end(first, second) < second.value <= _WIDEST * _low_end(first, second):
        return False
    if is_like_a_year(low[first.start : first.end]) and not (second.shape == "digits" and counts_something(low, second.end)):
        return False
    if gap in {"-", "–"}:
        plain = first.kind == second.kind == "count"
        return not plain or (_COUNTABLE.match(low, second.end) is not None and not _SCORED.match(low, second.end))
    if gap in {" or ", "- or "}:
        return second.value <= 2 * first.value + 1 and first.value != second.value
    before = low[max(0, first.start - 32) : first.start]
    if gap == " and ":
        return before.endswith(_BETWEEN)
    return gap in _TO and _CHANGE.search(before) is None


def _is_one_kind(first: Amount, second: Amount) -> bool:
    """True when both count the same: in "5 to 7 million dollars", "20-25%" and "$5 to 7 million" one unit stands for both."""
    if first.kind == second.kind:
        return first.unit == second.unit
    return (first.kind, second.kind) in {("count", "percent"), ("count", "money"), ("money", "count")}


def _low_end(first: Amount, second: Amount) -> int | float:
    """The value of the first of two; in "5 to 7 million" both are millions."""
    shares_scale = first.scale == 1 < second.scale and first.base < second.base and first.base < 1000
    return whole(first.base * second.scale) if shares_scale else first.value


def _range(low: str, first: Amount, second: Amount) -> Amount:
    start = first.start - len(_BETWEEN) if low.endswith(_BETWEEN, 0, first.start) else first.start
    unit = second.unit or first.unit
    kind = second.kind if first.kind == "count" else first.kind
    base = _low_end(first, second)
    return Amount(start, second.end, base, 1, kind, first.shape, unit, second.value)
