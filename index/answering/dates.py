"""Days that a sentence names by their weekday, counted from the article's publication."""

import re
from datetime import date, datetime, timedelta

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


def resolve(sentence: str, published: datetime | None) -> date | None:
    """The day a sentence names only by its weekday or as today; None when it names none, several, or the date itself.

    A bare weekday is the last one up to the day of publication, or the next one after "will", "scheduled" and the like.
    """
    if published is None or _CALENDAR.search(sentence):
        return None
    days = {_weekday(sentence, match, published.date()) for match in _NAMED.finditer(sentence)}
    days |= {published.date() - timedelta(days=match["word"].lower() == "yesterday") for match in _RELATIVE.finditer(sentence)}
    return days.pop() if len(days) == 1 else None


def written(day: date | datetime) -> str:
    """The day as answers write it: 16 Nov 2025."""
    return f"{day.day} {day.strftime('%b %Y')}"


def _weekday(sentence: str, match: re.Match[str], published: date) -> date:
    wanted = _WEEKDAYS.index(match["day"].lower())
    if match["next"] or _FUTURE.search(sentence[: match.start()]):
        return published + timedelta(days=(wanted - published.weekday() - 1) % 7 + 1)
    return published - timedelta(days=(published.weekday() - wanted) % 7)
