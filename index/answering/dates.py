"""Times that a sentence names, counted from the article's publication: "on Tuesday", "as of Dec. 8", "so far this year"."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from index.retrieval import bounds
from index.retrieval.bounds import Bound
from index.retrieval.phrases import Reference

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = re.compile(
    r"\b(?P<next>next |this coming )?(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?P<part> (?:morning"
    r"|afternoon|evening|night))?\b"
)
_RELATIVE = re.compile(r"\b(?P<word>yesterday|today|this morning|tonight)\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|is set to|are set to|is due|scheduled|plans? to|expected|begins?|starts?|opens|takes (?:office|effect|place)) "
    # What stands in a clause of its own has its own time.
    r"(?:(?!(?:was|were|had|has|have|said|after|when|who|which|that|since)\b)\S+ ){0,12}$",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug"
    r"|Sep|Oct|Nov|Dec)"
)
_REPORTING = re.compile(r"\b(?:said|says|told|reported|announced|wrote|confirmed|according to)\b[^.;]{0,40}$", re.IGNORECASE)
_ADJECTIVE_BEFORE = re.compile(r"(?:\bthe|\ban?|\bits|\btheir|['’]s)\s$", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:before|earlier)$")
_NOUN_AFTER = re.compile(r"\s[A-Za-z]")
_LATEST = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """A time that a sentence names, first and last day included."""

    start: date
    end: date
    """What goes on past the day of publication ends with it, unless the sentence speaks of what is to come."""
    bound: Bound
    """`as_of` when what is told holds at the `end` ("as of", "by", "through"), `since` or `during` when over the whole time."""
    place: tuple[int, int]
    """Where it stands in the sentence, with the words that bind it."""


def resolve(sentence: str, published: datetime | None) -> date | None:
    """The day a sentence names only by its weekday or as today; None when it names none, several, or the date itself.

    The day on which somebody said it counts only when no other is named. A bare weekday is the last one up to the day of
    publication, or the next one after "will", "scheduled" and the like.
    """
    if published is None or _CALENDAR.search(sentence):
        return None
    named = list(_NAMED.finditer(sentence))
    done = [match for match in named if not _REPORTING.search(sentence[: match.start()])]
    days = {_weekday(sentence, match, published.date()) for match in done or named}
    days |= {published.date() - timedelta(days=match["word"].lower() == "yesterday") for match in _RELATIVE.finditer(sentence)}
    return days.pop() if len(days) == 1 else None


def told(sentence: str, published: datetime | None) -> Told | None:
    """The time that what a sentence tells holds for; None when it names none, or several that are equally likely.

    "As of" and the like win, then "since", then any other time; the year of a name ("the 2022 law") and the day on which
    somebody said it ("officials said Tuesday") and what was "a year earlier" count only when nothing else is named.
    """
    times = all_told(sentence, published)
    if len(times) < 2:
        return times[0] if times else None
    lasting = [each for each in times if not _is_aside(sentence, each)] or list(times)
    for bound in ("as_of", "since", "during"):
        if fitting := [each for each in lasting if each.bound == bound]:
            return fitting[0] if len({(each.start, each.end) for each in fitting}) == 1 else None
    return None


def all_told(sentence: str, published: datetime | None) -> tuple[Told, ...]:
    """All times that a sentence names, in the order of their places; of an undated article only those with their year.

    A date without a year is its latest occurrence up to the day of publication, or the next one after "will", "scheduled" and
    the like; so is a weekday. "Since" lasts up to the publication.
    """
    return _all_told(sentence, published.date() if published else None)


def written(day: date | datetime) -> str:
    """The day as answers write it: 16 Nov 2025."""
    return f"{day.day} {day.strftime('%b %Y')}"


@lru_cache(maxsize=20_000)
def _all_told(sentence: str, published: date | None) -> tuple[Told, ...]:
    def is_ahead(place: int) -> bool:
        return _FUTURE.search(sentence[:place]) is not None

    today = published or _LATEST
    reference = Reference(today, today, is_report=True, is_dated=published is not None)
    times = []
    for found in bounds.find(sentence, reference, is_ahead=is_ahead):
        time = Told(found.start, found.end, found.bound, found.place)
        if published and (found.bound == "since" or (found.bound == "during" and not is_ahead(found.place[0]))):
            time = _up_to(time, published)
        times.append(time)
    return tuple(times)


def _up_to(time: Told, published: date) -> Told:
    is_over = time.bound == "during" and time.end <= published
    return time if is_over or time.start >= published else replace(time, end=published)


def _is_aside(sentence: str, time: Told) -> bool:
    """True for the year or month in a name, for the day on which something was said, and for "a year earlier"."""
    start, end = time.place
    if time.bound != "during":
        return False
    if _EARLIER.search(sentence[start:end]):
        return True
    is_single_day = time.start == time.end
    if is_single_day and _REPORTING.search(sentence[:start]):
        return True
    return bool(_ADJECTIVE_BEFORE.search(sentence[:start]) and _NOUN_AFTER.match(sentence, end))


def _weekday(sentence: str, match: re.Match[str], published: date) -> date:
    wanted = _WEEKDAYS.index(match["day"].lower())
    if match["next"] or _FUTURE.search(sentence[: match.start()]):
        return published + timedelta(days=(wanted - published.weekday() - 1) % 7 + 1)
    return published - timedelta(days=(published.weekday() - wanted) % 7)
