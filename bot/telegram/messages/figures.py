"""Figures of a tally in a language's words: `21`, `45%`, `$1.2 billion`, `at least 21 strikes`."""

from bot.amounts import noun
from bot.cleaning import one_line
from bot.telegram.messages.language import Words

_QUALIFIERS = frozenset({"at least", "more than", "about", "nearly", "up to", "no more than", "fewer than"})


def amount(value: float, unit: str, words: Words) -> str:
    """The figure with the sign of its unit, if the unit is one; millions and more in words when that drops nothing."""
    sign = "" if noun(unit) else one_line(unit)
    digits = words.scaled(value) or words.number(value)
    if not sign:
        return digits
    if sign == "%":
        return words.plain("percent", n=value)
    minus, shown = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return minus + words.plain("money", sign=sign, amount=shown)


def worded(value: float, unit: str, qualifier: str | None, words: Words) -> str:
    """The figure behind what its source puts before it: `at least 21`. What has no word in the language stays as it is."""
    shown = amount(value, unit, words)
    if qualifier in _QUALIFIERS:
        return words.plain(qualifier.replace(" ", "_"), amount=shown)
    return f"{one_line(qualifier)} {shown}" if qualifier else shown


def counted(value: float, unit: str, qualifier: str | None, words: Words) -> str:
    """The figure with what it counts, as its source calls that: `at least 21 strikes`."""
    shown = worded(value, unit, qualifier, words)
    if not noun(unit):
        return shown
    return words.plain("counted_scaled" if words.scaled(value) else "counted", amount=shown, noun=noun(unit))


def capitalised(text: str) -> str:
    """The text with a large first letter."""
    return text[:1].upper() + text[1:]
