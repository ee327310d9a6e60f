"""Ways to tell a sentence of an article truly: as it is, and in other words that say the same."""

import re
from collections.abc import Callable
from datetime import timedelta

from index.types import Passage

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_AHEAD = re.compile(
    r"\b(?:will|would|next|plan\w*|schedul\w*|expect\w*|set to|due|until|through|begin\w*|start\w*|takes?|later|coming"
    r"|by|to|last|every)\b",
    re.IGNORECASE,
)
_SAID_LAST = re.compile(
    r"^(?P<told>[^“”\"]+), (?P<who>(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|officials|police|authorities"
    r"|prosecutors|the \w+(?: \w+)?|[Hh]e|[Ss]he))"
    r" said(?P<when> (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?\.$"
)
_SAID_FIRST = re.compile(
    r"^(?P<who>(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|Officials|Police|Authorities"
    r"|Prosecutors|The \w+)) said(?P<when> (?:Mon|Tues|Wednes|Thurs"
    r"|Fri|Satur|Sun)day)? (?:that )?(?P<told>(?:the|a|an|it|they|he|she|there|his|her|their|its|this|at|in) [^“”\"]+)\.$"
)
_DATELINE = re.compile(r"^[A-Z][\w .,’'-]{1,40}\([A-Z][\w .]{1,30}\)\s*[—–-]+\s*")
_OPENERS = re.compile(
    r"^(?:The|A|An|It|They|He|She|There|His|Her|Their|Its|This|These|Those|In|On|At|But|And|Some|Many|More|Most|All|Both)\b"
)


def as_it_is(sentence: str, passage: Passage) -> str | None:
    """The sentence itself."""
    return sentence


def said_moved(sentence: str, passage: Passage) -> str | None:
    """Who said it first instead of last, or the other way round."""
    if match := _SAID_LAST.match(sentence):
        told = match["told"] if not _OPENERS.match(match["told"]) else match["told"][0].lower() + match["told"][1:]
        return f"{match['who'][0].upper()}{match['who'][1:]} said{match['when'] or ''} that {told}."
    if match := _SAID_FIRST.match(sentence):
        who = match["who"]
        who = who[0].lower() + who[1:] if who.split()[0] in ("Officials", "Police", "Authorities", "Prosecutors", "The") else who
        return f"{match['told'][0].upper()}{match['told'][1:]}, {who} said{match['when'] or ''}."
    return None


def according_to(sentence: str, passage: Passage) -> str | None:
    """ "According to" instead of "said"."""
    match = _SAID_LAST.match(sentence)
    if match is None or match["who"].lower() in ("he", "she"):
        return None
    return f"{match['told']}, according to {match['who']}{' on' + match['when'] if match['when'] else ''}."


def other_articles(sentence: str, passage: Passage) -> str | None:
    """One "the" less, or "a" instead."""
    match = re.search(r"(?<=[a-z] )the (?=[a-z])", sentence)
    return sentence[: match.start()] + sentence[match.end() :] if match else None


def other_spelling(sentence: str, passage: Passage) -> str | None:
    """Figures in words as digits, or digits as words."""
    match = re.search(rf"(?<![\w-])(?:{'|'.join(_SMALL[2:] + _TENS)})(?![\w-])", sentence)
    if match and not re.match(r" (?:million|billion|thousand|hundred|dozen|percent)", sentence[match.end() :]):
        word = match[0]
        value = _SMALL.index(word) if word in _SMALL else 10 * (_TENS.index(word) + 2)
        return sentence[: match.start()] + str(value) + sentence[match.end() :]
    match = re.search(r"(?<=[a-z] )\d{2}(?= [a-z]{4,}s\b)", sentence)
    if match and int(match[0]) >= 2:
        return sentence[: match.start()] + _in_words(int(match[0])) + sentence[match.end() :]
    if re.search(r"\d%", sentence):
        return re.sub(r"(?<=\d)%", " percent", sentence)
    match = re.search(r"(?<=\d) percent\b", sentence)
    return sentence[: match.start()] + "%" + sentence[match.end() :] if match else None


def other_amount(sentence: str, passage: Passage) -> str | None:
    """Millions written out, or thousands without their comma."""
    if match := re.search(r"\b(\d+)\.(\d) million\b", sentence):
        return sentence[: match.start()] + f"{match[1]},{match[2]}00,000" + sentence[match.end() :]
    match = re.search(r"(?<![\w,.])(\d{1,3}),(\d{3})(?![\w,.])", sentence)
    return sentence[: match.start()] + match[1] + match[2] + sentence[match.end() :] if match else None


def full_date(sentence: str, passage: Passage) -> str | None:
    """A weekday that is over as a day of the calendar, and days of the calendar written otherwise."""
    if match := re.search(
        r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})\b(?!\d|,? (?:19|20)\d\d|-|%| (?:million|percent|points|people))", sentence
    ):
        month = next(
            (each for each in _MONTHS if each.startswith(match[1]) or (match[1] == "Sept" and each == "September")), None
        )
        if month and 0 < int(match[2]) <= 28:
            return sentence[: match.start()] + f"{match[2]} {month}" + sentence[match.end() :]
    weekday = re.search(
        rf"(?<= on )({'|'.join(_WEEKDAYS)})(?=[ .,])(?! (?:night|morning|afternoon|evening|through|and|to)\b)", sentence
    )
    if weekday is None or passage.published is None or _AHEAD.search(sentence):
        return None
    day = passage.published - timedelta(days=(passage.published.weekday() - _WEEKDAYS.index(weekday[1])) % 7)
    return sentence[: weekday.start()] + f"{day.day} {_MONTHS[day.month - 1]} {day.year}" + sentence[weekday.end() :]


def straight_quotes(sentence: str, passage: Passage) -> str | None:
    """Typographic quotation marks as straight ones."""
    if "“" not in sentence and "’" not in sentence:
        return None
    return sentence.translate(str.maketrans("“”’‘", "\"\"''"))


def without_aside(sentence: str, passage: Passage) -> str | None:
    """Without what stands between two dashes or in brackets."""
    if _DATELINE.match(sentence):
        return None
    told = re.sub(r" (?:—|–) [^—–“”\"]+ (?:—|–) | \([^()“”]+\)(?= )", " ", sentence).replace("  ", " ")
    return told if told != sentence else None


def without_dateline(sentence: str, passage: Passage) -> str | None:
    """Without the place and agency that open a report."""
    told = _DATELINE.sub("", sentence)
    return told if told != sentence else None


def _outside_quotations(way: Callable[[str, Passage], str | None]) -> Callable[[str, Passage], str | None]:
    """The way, taken only with sentences that quote nothing, because nobody may change what was said."""
    return lambda sentence, passage: None if re.search('[“”"]', sentence) else way(sentence, passage)


def _in_words(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    return _TENS[value // 10 - 2] + (f"-{_SMALL[value % 10]}" if value % 10 else "")


WAYS: dict[str, Callable[[str, Passage], str | None]] = {
    "as it is": as_it_is,
    "no marker": as_it_is,
    "said moved": said_moved,
    "according to": according_to,
    "articles": _outside_quotations(other_articles),
    "spelling": _outside_quotations(other_spelling),
    "amounts": _outside_quotations(other_amount),
    "dates": _outside_quotations(full_date),
    "quotation marks": straight_quotes,
    "without aside": _outside_quotations(without_aside),
    "without dateline": without_dateline,
}
