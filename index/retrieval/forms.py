"""The forms in which English names days, and where the same words mean something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.retrieval import phrases
from index.retrieval.days import Span
from index.retrieval.phrases import COUNT, Reference

MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
"""A month's name or short name."""
_MONTH = rf"(?P<month>{MONTH})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_UNIT = r"(?P<unit>hour|day|week|month|quarter|year|decade)"
_STANDS_ALONE = (
    r"(?=['’]s\b|\s*(?:$|[^\w\s]|\d|(?:in|on|at|by|of|and|or|but|for|from|to|through|until|than|with|as|since|after|were|was|are"
    r"|is|had|has|have|did|do|does|how|what|who|which|that|when|where|will|would|could|there|morning|afternoon|evening|night"
    r"|weekend|this|last)\b))"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name days."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Reference], Span]
    """The days that a match means; ValueError when there is no such day."""
    sign: re.Pattern[str]
    """Stands in every such phrase of an article, and is quickly found missing."""


def _form(name: str, pattern: str, read: Callable[[re.Match[str], Reference], Span], sign: str) -> Form:
    return Form(name, re.compile(rf"\b{pattern}", re.IGNORECASE), read, re.compile(sign))


_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
FORMS = (
    _form("iso", r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b", phrases.calendar, "20[0-9]|19[0-9]"),
    _form("day", rf"between\s+{_MONTH}\s+{_DAY}\s+and\s+(?P<last>\d{{1,2}})(?:,?\s+{_YEAR})?\b", phrases.calendar, "between"),
    _form(
        "day",
        rf"(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}"
        r"(?:(?:\s?[-–—]\s?|\s+(?:to|through|until)\s+)(?P<last>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|million|[a-z]+s\b)))?"
        rf"(?:,?\s+{_YEAR})?\b",
        phrases.calendar,
        _MONTHS,
    ),
    _form("day", rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?(?!\w)", phrases.calendar, _MONTHS),
    _form(
        "holiday",
        r"(?:last\s+|this\s+)?(?P<holiday>christmas(?: eve| day)?|new year(?:['’]?s)? (?:eve|day)|new year(?= (?:19|20)\d\d)"
        r"|new year['’]s"
        r"|valentine(?:['’]?s)? day|halloween|thanksgiving(?: day)?|labor day|memorial day|independence day|fourth of july)"
        rf"(?:,?\s+(?:of\s+)?{_YEAR}\b|{_STANDS_ALONE})",
        phrases.holiday,
        "Christmas|New Year|Valentine|Halloween|Thanksgiving|Labor Day|Memorial Day|Independence Day|Fourth of July",
    ),
    _form(
        "season",
        r"(?:(?P<which>last|past|this)\s+)?(?P<season>winter|spring|summer|fall|autumn)"
        rf"(?:(?:\s+of|,)?\s+{_YEAR}(?:[-–—/]\d\d(?:\d\d)?)?)?\b",
        phrases.season,
        "inter|pring|ummer|fall|utumn",
    ),
    _form("years", rf"{_YEAR}[-–—/](?P<second>\d\d(?:\d\d)?)\b", phrases.years, "20[0-9]|19[0-9]"),
    _form("quarter", rf"Q(?P<quarter>[1-4])\b(?:\s+(?:of\s+)?{_YEAR}\b)?(?!\s+of)", phrases.quarter, "Q"),
    _form(
        "quarter",
        rf"(?P<quarter>first|second|third|fourth|final|[1-4](?:st|nd|rd|th))[ -]quarter(?:\s+(?:of\s+)?{_YEAR}\b)?(?!\s+of)",
        phrases.quarter,
        "quarter",
    ),
    _form(
        "month",
        rf"(?:last\s+)?{_MONTH}(?!\w)(?:,?\s+(?:of\s+)?(?:{_YEAR}|(?P<which>this|last)\s+year)\b)?",
        phrases.calendar,
        _MONTHS,
    ),
    _form("year", rf"{_YEAR}\b", phrases.calendar, "20[0-9]|19[0-9]"),
    _form(
        "ago", rf"(?:(?:about|nearly|almost|just|over|more than|less than)\s+)?{COUNT}\s+{_UNIT}s?\s+ago\b", phrases.ago, "ago"
    ),
    _form(
        "rolling",
        rf"(?:last|past|previous|preceding)\s+{COUNT}\s+{_UNIT}s?\b(?!\s+of\b)",
        phrases.rolling,
        "(?:last|past|previous|preceding) ",
    ),
    _form(
        "word",
        r"(?P<word>today|yesterday|this (?:morning|afternoon|evening)|tonight|last night)\b",
        phrases.word,
        "day|night|his (?:morn|after|even)",
    ),
    _form(
        "weekday",
        r"(?:(?P<which>last|this past|past|this coming|coming|this|next)\s+)?"
        rf"(?P<weekday>{_WEEKDAY})\b(?! (?:school|times|night football))(?:\s+(?:morning|afternoon|evening|night)\b)?",
        phrases.weekday,
        "day|night|his (?:morn|after|even)",
    ),
    _form(
        "unit",
        r"(?P<which>this(?: past)?|(?:the )?last|past|(?<!the )next|previous)\s+"
        r"(?P<unit>week|weekend|month|quarter|year|decade)\b(?!\s+of\b|-)",
        phrases.unit,
        "(?:his|ast|ext|ious) ",
    ),
    _form("unit", r"(?P<which>the)\s+(?P<unit>weekend)\b(?!\s+of\b)", phrases.unit, "the (?:week|month|year)"),
    _form("whole", r"the\s+(?P<unit>week|month|year)\b(?!['’-])", phrases.whole, "the (?:week|month|year)"),
    _form("end", r"(?P<unit>year|month)(?:['’]s|[- ])\s?end\b", phrases.whole, "[ -]end"),
)
"""In the order of their claims to the same words."""
REPORTED = (
    _form(
        "earlier",
        rf"(?P<which>the)\s+(?P<unit>day|night|week|month|year)\s+before{_STANDS_ALONE}",
        phrases.earlier,
        " (?:earlier|before)",
    ),
    _form(
        "earlier",
        rf"(?P<which>a)\s+(?P<unit>week|month|year)\s+(?:earlier\b|before{_STANDS_ALONE})",
        phrases.earlier,
        " (?:earlier|before)",
    ),
)
"""Forms that point back to a time told before."""
_SIGNS = tuple(dict.fromkeys(form.sign for form in (*REPORTED, *FORMS)))
_SIGNED = tuple((form, _SIGNS.index(form.sign)) for form in (*REPORTED, *FORMS))

_BARE_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|of|since|early|mid|late|during|by|until|till|through|before|after|up to|between|from|as of)[\s-]+"
    rf"|\b{MONTH}(?: \d{{1,2}})?(?: (?:and|to|or|through|until|till) | ?[-–—] ?)(?:early |mid-|late |the end of )?)$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b(?:of|by|until|till|through|before|after|up to|between|from|as of)\s+$", re.IGNORECASE)
_RANGE_AFTER = re.compile(rf"\s?(?:[-–—]|to|and|through)\s?(?:early |mid-|late )?{MONTH}", re.IGNORECASE)
_CAPITAL_AFTER = re.compile(r"\s+[A-Z]")
_CAUSE_AFTER = re.compile(r"\s+(?:for|on|of)\s+(?:our\s+)?[A-Z]")
_COUNTED_AFTER = re.compile(
    r"\s+(?!(?:was|has|is|as|its|this|does|us)\b)[a-z]+s\b|\s+(?:more )?(?:people|men|women|children)\b|\s*%|\s+percent\b"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:[$€£#]|no\.|\b(?:bill|measure|resolution|route|flight|number|proposition|section|highway|channel|project|agenda|vision"
    r"|hb|sb|hr))\s?$|\d[.,/]$",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"\b(?:least|most|than|over|about|nearly|almost|around|some|under|exactly|only|to)\s$", re.IGNORECASE)
_OWN_YEAR_BEFORE = re.compile(r"(?:\bthe|['’]s?)\s$", re.IGNORECASE)
_NO_WEEKDAY_BEFORE = re.compile(r"\b(?:black|good|super|ash|giving|cyber|bloody|palm|fat|shrove|big)\s$", re.IGNORECASE)
_HOLIDAY_BEFORE = re.compile(
    r"\b(?:on|by|as of|since|before|after|until|till|through|around|at|during|over|for|between|and|to|from|of|past)\s(?:the\s)?$"
    r"|[,(]\s?$|^$",
    re.IGNORECASE,
)
_QUARTER_BEFORE = re.compile(r"\b(?:in|for|during|of|by|through|since)\s(?:the\s)?$", re.IGNORECASE)
_OWNER_BEFORE = re.compile(r"\b(?:her|his|their|its|my|our|your)\s$", re.IGNORECASE)
_LONGEST_BEFORE = 40


def forms_in(text: str, reference: Reference) -> tuple[Form, ...]:
    """The forms that a text may hold; all of them for a question, whose capitals cannot be relied on."""
    if not reference.is_report:
        return FORMS
    held = [sign.search(text) is not None for sign in _SIGNS]
    return tuple([form for form, place in _SIGNED if held[place]]) if True in held else ()


def is_meant(form: Form, match: re.Match[str], text: str, reference: Reference) -> bool:
    """False when the words name something else there: "in 2000 cases", "they may", "Black Friday", "the Christmas market"."""
    before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
    parts = match.groupdict()
    is_dated = bool(parts.get("year") or parts.get("number"))
    if not (is_dated or reference.is_dated):
        return False
    which = (parts.get("which") or "").lower()
    match form.name:
        case "day" | "month":
            return _is_month(form, match, text, before, reference)
        case "year":
            return _is_year(match, text, before)
        case "weekday":
            return not _NO_WEEKDAY_BEFORE.search(before) and not (reference.is_report and match["weekday"].islower())
        case "holiday":
            return bool(is_dated or match[0].lower().startswith(("last", "this")) or _HOLIDAY_BEFORE.search(before))
        case "season":
            return is_dated or which in ("last", "past") or (which == "this" and reference.is_report)
        case "quarter":
            return bool(is_dated or match[0][0] in "Qq" or (reference.is_report and _QUARTER_BEFORE.search(before)))
        case "unit" | "rolling":
            # What happened over some years up to its telling is told in those words.
            is_told = form.name == "rolling" and parts["unit"].lower() in ("year", "decade") and not reference.is_report
            return not is_told and not _OWNER_BEFORE.search(before)
        case _:
            return True


def _is_year(match: re.Match[str], text: str, before: str) -> bool:
    if _NO_YEAR_BEFORE.search(before) or text[match.end() : match.end() + 1] in ("-", "%"):
        return False
    is_round = match["year"].endswith("00") and not _OWN_YEAR_BEFORE.search(before)
    return not ((is_round or _AMOUNT_BEFORE.search(before)) and _COUNTED_AFTER.match(text, match.end()))


def _is_month(form: Form, match: re.Match[str], text: str, before: str, reference: Reference) -> bool:
    parts, name = match.groupdict(), match["month"]
    is_verb = name.lower() in ("may", "march", "mar")
    if reference.is_report and name[0].islower():
        return False
    if parts.get("year") or parts.get("which"):
        return True
    if form.name == "day":
        if not is_verb:
            return True
        if match.start("day") > match.start("month"):
            return not _COUNTED_AFTER.match(text, match.end())
        return name[0].isupper() or " of " in match[0] or match["day"] + " " not in match[0]
    if match[0].lower().startswith("last ") or _BARE_MONTH_BEFORE.search(before):
        is_name = bool(_CAPITAL_AFTER.match(text, match.end())) and not name.endswith(".")
        is_person = name.lower() == "may" and before.lower().endswith("by ")
        is_protest = is_verb and _CAUSE_AFTER.match(text, match.end()) is not None
        return not (is_person or is_protest) and not (is_name and (_NAME_BEFORE.search(before) or len(name) == 3))
    if _RANGE_AFTER.match(text, match.end()):
        return not is_verb or name[0].isupper()
    return reference.is_report and len(name.strip(".")) > 5
