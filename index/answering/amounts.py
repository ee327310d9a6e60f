"""Numbers as they are written in a text, before anybody asks what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from index.answering.numberwords import CARDINAL, ORDINAL_WORD, SCALE, SCALES, SMALL, cardinal_value, ordinal_value

Shape = Literal["digits", "words", "ordinal", "fraction", "share", "half", "nothing"]
"""How a number is written; "nothing" is "no" and "none"."""


@dataclass(slots=True)
class Amount:
    """One number as written: `base` is its value before the scale word, `scale` what that word multiplies by.

    `high` is the upper end of a range, which begins with this number.
    """

    start: int
    end: int
    base: int | float
    scale: int
    kind: Literal["count", "ordinal", "percent", "money", "points"]
    shape: Shape
    unit: str | None
    high: int | float | None = None

    @property
    def value(self) -> int | float:
        """The value, an int when whole."""
        return whole(self.base * self.scale)


def whole(value: float) -> int | float:
    """The value, as an int when it is whole; noise of the floating point is rounded away."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


_SHORT: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "t": 10**12}
_PARTS: Final = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_VULGAR: Final = {"¼": 0.25, "¾": 0.75, "1/3": 1 / 3, "1/4": 0.25, "2/3": 2 / 3, "3/4": 0.75}
_PART_OF: Final = r"(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_NOT_NOUNS: Final = (
    "longer|one|matter|more|less|fewer|better|worse|different|doubt|idea|way|need|wonder|sense|problem|surprise|comment"
    "|chance|stranger|secret|use|good|such|way|means|word|right|choice|intention|interest|obligation|plans?|question|other than"
    "|thanks|and|but|or|to|on|in|for|at|by|from|with|the|because|not|it|he|she|they|we|you|that|this|there|if|when|later|sooner"
    "|further|exception|accident|mistake|coincidence|avail|small|big|easy|mean|room|reason|point|where|votes?|contest|hurry|part|time"
)
_DIGITS: Final = r"(?:\d{1,3}(?:(?:[,\u00a0\u2009\u202f]\d{3}|[ ]000))+(?!\d)|\d+)(?:\.\d+)?"
_PATTERN: Final = re.compile(
    rf"""
    (?P<minus>(?<![^\s(])[-−])?(?:(?P<currency>(?:\b(?:us|nz|hk|[acr]))?\$|[€£¥₹])[ \u00a0]?)?(?P<digits>{_DIGITS})
        (?:(?P<ordinal>st|nd|rd|th)\b
          |(?P<half>[ -]and[ -]a[ -]half\b|[ -]?(?P<vulgar>[½¼¾]|(?:1/2|1/3|1/4|2/3|3/4)(?![\d/])))?
           (?:[ \u00a0-](?P<scale>{SCALE}|dozen\b)|(?P<short>k|mn?|bn?|tn?)\b)?)
    | \b(?:
        (?:half[ -]an?[ -]|an?[ -]half[ -]|half[ -])(?P<halved>dozen|hundred|thousand|million|billion|trillion)\b
      | (?P<parts>(?:one|a)[ -]{_PART_OF}|(?:two|three|four|five|six|seven|eight|nine)[ -]{_PART_OF}s)\b
      | (?P<dozens>a|{SMALL})[ -]dozen\b
      | (?P<couple>a[ ]couple)(?=[ ](?:of|more)\b)
      | (?P<mixed>{SMALL})[ -]and[ -]a[ -]half\b(?:[ ](?P<mixedscale>{SCALE}))?
      | (?P<words>{CARDINAL})(?P<wordsordinal>[ -](?:and[ -])?{ORDINAL_WORD})?
      | (?P<lastword>{ORDINAL_WORD})
      | (?P<fifty>half)\b
      | (?P<zero>zero)\b
      | (?P<none>none)\b
      | (?P<no>no)(?=[ ](?!(?:{_NOT_NOUNS})\b)[a-z]{{3}}[a-z]*\b(?!-))
    )
    """,
    re.VERBOSE,
)
# The whole pattern is slow: it is tried only where a number can begin.
_START: Final = re.compile(
    r"[\d$€£¥₹]|[-−](?=[\d$])|\b(?:one\b|t(?:w(?:o\b|e[ln])|h(?:ree\b|ir[dt]|ousandth\b)|en(?:th)?\b)|fo(?:ur|rt[iy])"
    r"|fi(?:ve\b|f|rst\b)"
    r"|s(?:ix|even|econd\b)|e(?:igh|leven)|nin[et]|no(?:ne)?\b|zero\b|half\b|an?[ -](?=half|hun|tho|mil|bil|tri|doz|coup|thi"
    r"|quart|fou|fif|six|sev|eig|nin|ten)|hundredth\b|millionth\b|billionth\b|trillionth\b|(?:us|nz|hk|[acr])(?=\$))"
)
_TAIL: Final = re.compile(
    r"""
    (?P<points>(?:[ ]?%|[ -]percent|[ -]per[ ]cent)?[ -](?:percentage|percent|per[ ]cent)[ -]points?\b)
    | (?P<percent>[ ]?%|[ -]percent\b|[ -]per[ ]cent\b|[ ]pct\b)
    | [ -](?P<money>(?:(?:u\.?s\.?|american)[ ])?dollars?|euros?|cents?|yen|yuan|rupees|rubles|roubles|pesos|francs|shekels|reais
        |baht|rand|kronor|kroner|liras?|dirhams|riyals?|hryvnias?|zlotys?|forints?|pounds[ ]sterling|pounds(?=[ ]\(\$)
        |won(?=[ ]\(\$))\b
    """,
    re.VERBOSE,
)
_CURRENCIES: Final = {"us$": "$", "a$": "A$", "c$": "C$", "r$": "R$", "nz$": "NZ$", "hk$": "HK$", "¥": "yen"}
_NAMES: Final = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pounds": "£", "cent": "cents"}


def read(low: str) -> Iterator[Amount]:
    """Every number written in a text of small letters, in order of place, whatever it stands for."""
    position = 0
    for start in _START.finditer(low):
        if start.start() < position:
            continue
        match = _PATTERN.match(low, start.start())
        amount = _amount(match) if match else None
        if amount is not None:
            position = _tailed(low, amount)
            yield amount


def _amount(match: re.Match[str]) -> Amount | None:
    group = match.lastgroup
    if match["digits"]:
        return _digits(match)
    start, end = match.start(), match.end()
    if match["words"]:
        return _words(match)
    if match["mixed"]:
        base = cardinal_value(match["mixed"]) + 0.5
        return Amount(start, end, base, SCALES.get(match["mixedscale"] or "", 1), "count", "words", None)
    if group == "parts":
        many, part = re.split(r"[ -]", match["parts"])
        base = 100 * (1 if many == "a" else cardinal_value(many)) // _PARTS[part.removesuffix("s")]
        return Amount(start, end, base, 1, "percent", "fraction", "%")
    if group == "fifty":
        return Amount(start, end, 50, 1, "percent", "half", "%")
    if group == "lastword":
        return Amount(start, end, ordinal_value(match["lastword"]) or 0, 1, "ordinal", "ordinal", None)
    if group in {"none", "no"}:
        return Amount(start, end, 0, 1, "count", "nothing", None)
    return Amount(start, end, _gathered(match), 1, "count", "words", None)


def _gathered(match: re.Match[str]) -> int:
    """What "a dozen", "two dozen", "half a million" and "a couple" are worth."""
    if match["zero"] or match["couple"]:
        return 2 if match["couple"] else 0
    if halved := match["halved"]:
        return (12 if halved == "dozen" else SCALES[halved]) // 2
    return 12 * (1 if match["dozens"] == "a" else cardinal_value(match["dozens"]))


def _digits(match: re.Match[str]) -> Amount:
    base, start = float(re.sub(r"[^\d.]", "", match["digits"])), match.start()
    if match["ordinal"]:
        return Amount(start, match.end(), whole(base), 1, "ordinal", "ordinal", None)
    base = (base + (_VULGAR.get(match["vulgar"], 0.5) if match["half"] else 0)) * (-1 if match["minus"] else 1)
    scale, end = 1, match.end()
    if match["scale"]:
        scale = SCALES.get(match["scale"], 12)
    elif short := match["short"]:
        if match["currency"] or short in {"bn", "tn"} or re.match(r" (?:people|[a-z]+s)\b", match.string[end : end + 20]):
            scale = _SHORT[short]
        else:
            end = match.start("short")
    currency = match["currency"]
    if not currency:
        return Amount(start, end, whole(base), scale, "count", "digits", None)
    return Amount(start, end, whole(base), scale, "money", "digits", _CURRENCIES.get(currency, currency))


def _words(match: re.Match[str]) -> Amount:
    if match["wordsordinal"]:
        value = ordinal_value(match["words"] + match["wordsordinal"])
        if value is not None:
            return Amount(match.start(), match.end(), value, 1, "ordinal", "ordinal", None)
    scale = match["words"].rpartition(" ")[2]
    return Amount(
        match.start(),
        match.end("words"),
        *_unscaled(cardinal_value(match["words"]), SCALES.get(scale, 1)),
        "count",
        "words",
        None,
    )


def _unscaled(value: int, scale: int) -> tuple[int, int]:
    return (value // scale, scale) if scale > 1 and value % scale == 0 else (value, 1)


def _tailed(low: str, amount: Amount) -> int:
    """The end of an amount once its unit words are taken in: percent signs and names of money."""
    tail = _TAIL.match(low, amount.end) if amount.kind == "count" and amount.shape != "nothing" else None
    if tail is None:
        return amount.end
    amount.end = tail.end()
    if tail["points"]:
        amount.kind = "points"
    elif tail["percent"]:
        amount.kind, amount.unit = "percent", "%"
    else:
        name = tail["money"].split()[-1] if "sterling" not in tail["money"] else "pounds"
        amount.kind, amount.unit = "money", _NAMES.get(name, name)
    return amount.end


def as_place(low: str, amount: Amount) -> None:
    """Take "a third" as the third of several rather than a third of a whole."""
    word = low[amount.start : amount.end].rsplit(maxsplit=1)[-1]
    amount.start = amount.end - len(word)
    amount.shape, amount.unit, amount.kind = "ordinal", None, "ordinal"
    amount.base = ordinal_value(word) or 0
