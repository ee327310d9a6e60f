"""Dates as articles write them. No date is better than a guessed one."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FIRST_YEAR = 1600  # Newspapers are younger; programs write the year 1 for "no date".
_AHEAD = timedelta(days=2)
_LONGEST = 80
_ISO = re.compile(
    r"(\d{4}-?\d\d-?\d\d)(?:[T ]\s*(\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DIGITS_FIRST = re.compile(r"\d{4}[-/.]|\d{5}")
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{4}|GMT|UTC?|[ECMP][SD]T)"
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_LABEL = re.compile(
    r"^(?:first\s+)?(?:published|posted|updated|last updated|created|date|"
    r"veröffentlicht|erschienen|aktualisiert|stand|publié|"
    r"mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|"
    r"opublikowano|zaktualizowano|"
    r"опубликовано|обновлено|опубліковано|оновлено|yayınlanma|güncelleme)"
    r"(?:\s+(?:on|at|am|um|le|el|il|em|op))?\s*:?\s+",
    re.IGNORECASE,
)
_AMERICAN_ZONE = re.compile(r"\s*\b([ECMP]T)$")
_AMERICAN_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
# Unasked, dateparser goes through some two hundred languages, which takes seconds for a text that is no date.
LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "nl", "sv", "pl", "ru", "uk", "tr", "ar", "zh", "ja"]


def parse(value: object, *, retrieved: datetime) -> datetime | None:
    """The moment a date means, in UTC; None when it is missing, impossible, incomplete, relative or ambiguous.

    Understood are ISO 8601, e-mail dates (RFC 2822), seconds and milliseconds since 1970, dates written in words with day, month
    and four-digit year, and Python's own dates (YAML makes them). A time without zone is UTC; a day without time is its midnight
    UTC. A moment more than two days after `retrieved` is none: the article could not have been read yet.
    """
    try:
        moment = _moment(value)
        if moment is None or not _FIRST_YEAR <= moment.year <= retrieved.year + 1:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment <= retrieved + _AHEAD else None


def in_order(published: datetime | None, updated: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Both moments, without an update that comes before the publication."""
    return published, None if published and updated and updated < published else updated


def unlabelled(text: str) -> str:
    """A date as it stands on a page, without the word before it that says what happened then."""
    return _LABEL.sub("", text.strip())


def has_time(value: object) -> bool:
    """True when the date is written with a time of day."""
    return isinstance(value, str) and re.search(r"\d:\d\d|T\d{4}", value) is not None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(tzinfo=UTC))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return _read(value.strip()) if isinstance(value, str) else None


def _read(text: str) -> datetime | None:
    if not text or len(text) > _LONGEST:
        return None
    if iso := _ISO.fullmatch(text):
        day, clock, zone = iso.groups()
        zone = "" if zone is None else "Z" if zone.upper() in {"Z", "UTC", "GMT"} else zone
        return datetime.fromisoformat(f"{day}T{clock}{zone}" if clock else day)
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text) / (1000 if len(text) in {12, 13} and "." not in text else 1), tz=UTC)
    if _DIGITS_FIRST.match(text) and not _is_day(text):
        return None
    if _MAIL.fullmatch(text):
        # Only feeds write such dates, and it takes 7 ms to import.
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text)
    return _written(unlabelled(text))


def _is_day(text: str) -> bool:
    """True when a text that begins with a year begins with a real day: dateparser swaps day and month until they fit."""
    begin = _YEAR_FIRST.match(text)
    if begin is None:
        return False
    try:
        date(*map(int, begin.groups()))
    except ValueError:
        return False
    return True


def _written(text: str) -> datetime | None:
    """A date in words, or in figures that can be read in one way only."""
    if not _YEAR.search(text):
        return None
    zone = _AMERICAN_ZONE.search(text)
    text = text[: zone.start()] if zone else text
    readings = {_parsed(text, order=order) for order in ("MDY", "DMY")}
    moment = readings.pop()
    if readings or moment is None:
        return None
    # dateparser takes ET for winter time all year round.
    return moment.replace(tzinfo=ZoneInfo(_AMERICAN_ZONES[zone[1]])) if zone else moment


def _parsed(text: str, *, order: str) -> datetime | None:
    # dateparser takes 0.1 s to import, and hardly any source needs it.
    import dateparser

    return dateparser.parse(
        text,
        languages=LANGUAGES,
        settings={
            "DATE_ORDER": order,
            "PARSERS": ["absolute-time"],  # the others guess: "yesterday", "2 hours ago"
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
        },
    )
