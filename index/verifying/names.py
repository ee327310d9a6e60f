"""Names in a sentence, and when two of them name the same."""

import re
from collections.abc import Sequence

from index.vocabulary import fold, is_stopword, same_name

_WHOLE = (
    (re.compile(r"\b(?:the )?United States(?: of America)?\b"), "us"),
    (re.compile(r"\bUnited Kingdom\b"), "uk"),
    (re.compile(r"\bUnited Nations\b"), "un"),
    (re.compile(r"\bEuropean Union\b"), "eu"),
    (re.compile(r"\bUnited Arab Emirates\b"), "uae"),
)
_KEYS = {"u.s": "us", "u.s.a": "us", "usa": "us", "u.k": "uk", "u.n": "un", "e.u": "eu", "u.a.e": "uae", "d.c": "dc"} | {
    "adm": "admiral", "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "lt": "lieutenant",
    "col": "colonel", "sgt": "sergeant", "capt": "captain", "dr": "doctor", "prof": "professor", "sens": "senators",
    "reps": "representatives", "mt": "mount", "rev": "reverend",
}  # fmt: skip
_ROLES = frozenset(
    "president vice-president vice secretary minister prime senator senators sen sens rep reps representative congressman "
    "congresswoman gov governor mayor general gen justice judge chief mr mrs ms miss dr sir dame lord lady king queen prince "
    "princess pope professor prof col colonel lt lieutenant sgt sergeant capt captain officer director chairman chairwoman chair "
    "spokesman spokeswoman spokesperson attorney ambassador commissioner sheriff detective deputy former st saint ex-president "
    "rev reverend admiral adm doctor father sister brother coach executive ceo founder leader analyst lawyer".split()
)
_GENERAL = frozenset(
    "officials authorities police reports residents people critics experts investigators prosecutors lawmakers leaders doctors "
    "scientists researchers witnesses rescuers others workers families according about nearly more most fewer several many some "
    "around over almost roughly approximately thousands hundreds dozens millions currently recently earlier later previously "
    "overall altogether together meanwhile however also additionally".split()
)
_CONTRACTED = re.compile(
    r"^(?:i|we|you|he|she|it|they|that|there|what|who|here|let)['’](?:m|s|re|ve|d|ll)$|n['’]t$", re.IGNORECASE
)
_INITIALS = re.compile(r"[A-Z][\w’'-]*(?:(?:\s+(?:of|for|the|and|on|in|to|&|de|du|des|la))*\s+[A-Z][\w’'-]*){1,7}")
_JOINING = frozenset("of for the and on in to & de du des la".split())


def whole(text: str, tokens: Sequence[re.Match[str]]) -> list[tuple[int, int, str]]:
    """The tokens as (start, end, key), names of several words that have a short form taken together; key is "" for the rest."""
    spans = [(match.start(), match.end(), key) for pattern, key in _WHOLE for match in pattern.finditer(text)]
    kept = [
        (token.start(), token.end(), "") for token in tokens if not any(start <= token.start() < end for start, end, _ in spans)
    ]
    return sorted(kept + spans)


def is_name(written: str, following: str, *, opens: bool) -> bool:
    """True for a capitalised word that names; `following` is the next word, `opens` tells that a sentence begins here."""
    if not written[0].isupper():
        return False
    folded = fold(written)
    is_short_form = written.isupper() and len(written) > 1
    if _CONTRACTED.search(written) or (is_stopword(folded.rstrip(".")) and not is_short_form):
        return False
    is_followed = following[:1].isupper() and not is_stopword(fold(following))
    if is_role(folded):
        return not opens and not is_followed
    if not opens or written[1:2].isupper() or "." in written.rstrip("."):
        return len(written) > 1
    return is_followed and not is_role(fold(following))


def is_role(folded: str) -> bool:
    """True for a title that stands before names: President, Sen."""
    return folded.rstrip(".").removesuffix("'s") in _ROLES


def is_general(folded: str) -> bool:
    """True for a word that often opens a sentence and never is a name: officials, nearly."""
    return folded in _GENERAL


def key(folded: str) -> str:
    """One form for all ways to write a short name: us for u.s. and usa."""
    bare = folded.rstrip(".")
    return _KEYS.get(bare, bare)


def same(one: str, other: str) -> bool:
    """True when two folded words name the same."""
    return one == other or (len(one) > 1 and len(other) > 1 and "united" not in (one, other) and same_name(one, other))


def initials(text: str) -> dict[str, str]:
    """Short forms that the names of a text may have, folded, each with the last word of its name: who → organization."""
    found: dict[str, str] = {}
    for match in _INITIALS.finditer(text):
        parts = match[0].split()
        for first in range(len(parts) - 1):
            for last in range(first + 2, len(parts) + 1):
                some = parts[first:last]
                if some[0] in _JOINING or some[-1] in _JOINING:
                    continue
                end = fold(some[-1]).removesuffix("'s")
                short = "".join(part[0] for part in some if part not in _JOINING).lower()
                full = "".join(part[0] for part in some).lower()
                for form in (short, full):
                    if len(form) > 1:
                        found.setdefault(form, end)
    return found
