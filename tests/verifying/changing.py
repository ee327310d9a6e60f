"""Lies: a sentence with one figure, name or date changed for another of its kind."""

import random
import re

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
)
_DATE = re.compile(
    rf"\b{_WEEKDAY}\b|\b{_MONTH} \d{{1,2}}\b(?:, (?:19|20)\d\d\b)?|\b{_MONTH}(?= (?:19|20)\d\d)|\b(?:19|20)\d\d\b(?![-,\d]|s\b)"
)
_WORD_FIGURE = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_FIGURE = re.compile(
    rf"(?<![\w.,/-])\d+(?:,\d{{3}})*(?:\.\d+)?(?![\w,]|\.\d|-[A-Z])|(?<![\w-])(?:{_WORD_FIGURE})(?![\w-])", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}|(?<![\w.-])[A-Z]{2,6}(?![\w.-])")
_OPENING = re.compile(
    r"^[A-Z][a-zà-ÿ’'-]+(?: [A-Z][a-zà-ÿ’'-]+)+|^[A-Z][a-zà-ÿ’'-]+(?= (?:said|told|says|added|has|was|is|also)\b)"
)
_NAME = re.compile(r"(?<![.!?“\"‘(:—–] )(?<=[a-z,’] )[A-Z][a-zà-ÿ’'-]+(?: [A-Z][a-zà-ÿ’'-]+)*")
_NO_NAME = frozenset(
    "I The A An President Vice Secretary Minister Prime Senator Sen Rep Gov Governor Mayor General Gen Judge Justice Chief Mr "
    "Mrs Ms Dr Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Jan Feb Aug Sept Oct Nov Dec "
    "He She They We It But And In On At If When Why What How Who".split()
)
_VALUES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
} | {word: 10 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
KINDS = (
    "figure, same article",
    "figure, elsewhere",
    "name, same article",
    "name, elsewhere",
    "date, same article",
    "date, elsewhere",
)
"""What is changed, and where from."""
TURNS = ("two names exchanged", "two figures exchanged", "not put in", "not left out", "opposite")
"""Lies that change no single figure, name or date."""
_OPPOSITES = (
    ("increased", "decreased"), ("increase", "decrease"), ("rose", "fell"), ("more", "fewer"), ("higher", "lower"),
    ("won", "lost"), ("before", "after"), ("most", "least"), ("approved", "rejected"), ("support", "oppose"),
    ("men", "women"), ("first", "last"), ("began", "ended"), ("north", "south"), ("eastern", "western"),
    ("up", "down"), ("above", "below"), ("dead", "injured"), ("allowed", "banned"), ("Republican", "Democratic"),
    ("Democrats", "Republicans"), ("died", "survived"), ("killed", "wounded"),
)  # fmt: skip


def change(sentence: str, kind: str, *, own: str, other: str, chance: random.Random) -> str | None:
    """The sentence with one thing of a kind changed for one of the same article, or of another; None when there is none."""
    what, where = kind.split(", ")
    find = {"figure": figures, "name": named, "date": dated}[what]
    told = find(sentence)
    if not told:
        return None
    start, end = chance.choice(told)
    written = sentence[start:end]
    pool = own if where == "same article" else other
    offered = {pool[a:b] for a, b in find(pool)}
    held = {sentence[a:b] for a, b in told}
    fitting = sorted(each for each in offered if _is_other(what, each, held, sentence) and _is_like(what, each, written))
    if not fitting:
        return None
    return sentence[:start] + chance.choice(fitting) + sentence[end:]


def turn(sentence: str, kind: str, *, chance: random.Random) -> str | None:
    """The sentence turned round; None when this kind of turn does not fit it."""
    match kind:
        case "two names exchanged":
            return _exchanged(sentence, [(a, b) for a, b in named(sentence) if not _is_beside_and(sentence, a, b)], chance)
        case "two figures exchanged":
            return _exchanged(sentence, figures(sentence), chance)
        case "not put in":
            return _replaced_once(
                sentence, r"(?<=[a-z] )(was|were|is|are|has|have|had|will|would|could|can)(?= (?!not\b|no\b)[a-z])", r"\1 not"
            )
        case "not left out":
            return _replaced_once(
                sentence, r"\b(was|did|has|had|can|are|is|do|were|have|could|would|will) not(?= (?!only)[a-z])", r"\1"
            )
    for one, other in chance.sample(_OPPOSITES, len(_OPPOSITES)):
        for word, against in ((one, other), (other, one)):
            if re.search(rf"(?<=[a-z,] ){word}\b", sentence):
                return _replaced_once(sentence, rf"(?<=[a-z,] ){word}\b", against)
    return None


def _exchanged(sentence: str, places: list[tuple[int, int]], chance: random.Random) -> str | None:
    """The sentence with two of the places exchanged."""
    if len(places) < 2:
        return None
    (a, b), (c, d) = sorted(chance.sample(places, 2))
    one, other = sentence[a:b], sentence[c:d]
    if one[:4].lower() == other[:4].lower():
        return None
    return sentence[:a] + other + sentence[b:c] + one + sentence[d:]


def _is_beside_and(sentence: str, start: int, end: int) -> bool:
    """True for a name of a list, where the order says nothing."""
    return bool(re.search(r"(?:and|or|,) $", sentence[:start]) or re.match(r"(?:,| and| or) ", sentence[end:]))


def _replaced_once(sentence: str, pattern: str, by: str) -> str | None:
    told = re.sub(pattern, by, sentence, count=1)
    return told if told != sentence else None


def figures(text: str) -> list[tuple[int, int]]:
    """Places of the numbers that are no dates."""
    dates = [match.span() for match in _DATE.finditer(text)]
    return [match.span() for match in _FIGURE.finditer(text) if not any(start <= match.start() < end for start, end in dates)]


def dated(text: str) -> list[tuple[int, int]]:
    """Places of weekdays, days, months with a year, and years."""
    return [match.span() for match in _DATE.finditer(text)]


def named(text: str) -> list[tuple[int, int]]:
    """Places of names."""
    found = [match for pattern in (_NAME, _SHORT, _OPENING) for match in pattern.finditer(text)]
    return sorted(
        match.span()
        for match in found
        if not set(re.split(r"[ ’']", match[0])) & _NO_NAME and match[0][-1].isalpha() | (match[0][-1] == ".")
    )


def _is_like(what: str, offered: str, written: str) -> bool:
    """True when one takes the other's place without breaking the sentence."""
    if what == "figure":
        return offered[0].isdigit() == written[0].isdigit()
    if what == "date":
        return (
            bool(re.fullmatch(_WEEKDAY, offered)) == bool(re.fullmatch(_WEEKDAY, written))
            and offered.isdigit() == written.isdigit()
            and (("," in offered) == ("," in written))
            and bool(re.search(r"\d", offered)) == bool(re.search(r"\d", written))
        )
    return True


def _is_other(what: str, offered: str, held: set[str], sentence: str) -> bool:
    """True when what is offered means something else than all that the sentence holds."""
    if what == "figure":
        return _value(offered) not in {_value(each) for each in held}
    if what == "date":
        return not {_plain(offered)} & {_plain(each) for each in held} and not any(
            each in offered or offered in each for each in held
        )
    parts = {part[:4].lower() for part in re.split(r"[ ’'-]", offered) if part}
    told = {part[:4].lower() for part in re.findall(r"\w+", sentence)}
    return not parts & told and not _is_short_for(offered, sentence)


def _plain(date: str) -> str:
    """Months by their first three letters."""
    return re.sub(r"\b([A-Z][a-z]{2})[a-z]*\.?", r"\1", date)


def _is_short_for(name: str, sentence: str) -> bool:
    """True for United States and American where the sentence has U.S., and the like."""
    groups = (("United", "U.S", "America", "US"), ("Brit", "U.K", "UK", "England"), ("Europe", "EU"))
    return any(any(each in name for each in group) and any(each in sentence for each in group) for group in groups)


def _value(written: str) -> float:
    low = written.lower().replace(",", "")
    return float(_VALUES[low]) if low in _VALUES else float(low)
