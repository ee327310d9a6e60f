"""Whether a text holds an expected answer, in any of its spellings."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, thousands without separators, one space between words; percent, money signs and hyphens are kept."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‑", "-")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    return " ".join(re.sub(r"[^a-z0-9.%$'-]+", " ", plain).split())


def holds(text: str, spelling: str) -> bool:
    """True when the spelling stands in the text as whole words; 2.7 does not stand in 2.75."""
    wanted = re.escape(fold(spelling).rstrip("."))
    return re.search(rf"(?<![a-z0-9]){wanted}(?![a-z0-9]|\.\d)", fold(text)) is not None
