"""Figures of a tally as a person reads them: `21`, `1.2 billion`, `45%`, `$3.4 million`, `at least 21 strikes`."""

import unicodedata
from decimal import Decimal

from bot.cleaning import one_line

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIGNS = {"at least": "≥ ", "more than": "> ", "about": "≈ ", "up to": "≤ "}


def amount(value: float, unit: str) -> str:
    """The figure with the sign of its unit, if the unit is one: `21`, `45%`, `$1.2 billion`.

    Millions and more are put in words when that drops nothing. At most twelve digits are told.
    """
    exact = Decimal(f"{value:.12g}")
    before, after = _around(unit)
    return f"{'-' if exact < 0 else ''}{before}{_digits(abs(exact))}{after}"


def worded(value: float, unit: str, qualifier: str | None) -> str:
    """The figure behind the words that its source puts before it: `at least 21`."""
    return f"{one_line(qualifier)} {amount(value, unit)}" if qualifier else amount(value, unit)


def signed(value: float, unit: str, qualifier: str | None) -> str:
    """The same in less room: `≥ 21`; words that have no sign stay."""
    shown = amount(value, unit)
    return f"{_SIGNS[qualifier]}{shown}" if qualifier in _SIGNS else worded(value, unit, qualifier)


def counted(value: float, unit: str, qualifier: str | None) -> str:
    """The figure with what it counts: `at least 21 strikes`."""
    return f"{worded(value, unit, qualifier)} {noun(unit)}".strip()


def noun(unit: str) -> str:
    """What is counted, in words; empty when the unit is a sign that stands with its figures."""
    return "" if any(_around(unit)) else one_line(unit)


def _around(unit: str) -> tuple[str, str]:
    """What stands before and behind the digits."""
    sign = one_line(unit)
    if sign == "%":
        return "", sign
    is_money = sign != "" and unicodedata.category(sign[-1]) == "Sc"
    return (sign, "") if is_money else ("", "")


def _digits(value: Decimal) -> str:
    for scale, name in _SCALES:
        scaled = value / scale
        if scaled >= 1 and scaled == round(scaled, 2):
            return f"{scaled.normalize():,f} {name}"
    return f"{value.normalize():,f}"
