"""In which language a question is put, told from its letters."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # it ships no types

ENGLISH = "en"
_KNOWN = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv "
    "mk ml mn mr ms my ne nl no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
)
"""Those that are told apart. Rarer ones would be seen in English questions that consist of names."""
_ENGLISH = re.compile(r"(?:(?:and|but|so) )?(?:how|what|which|who|whose|when|where|why|did|does)\b", re.IGNORECASE)
"""How most questions in English begin, and none in another language: these need not wait for the library."""
# Of 1,436 questions in English none is taken for another language, nor are 33 of a few words that are mostly foreign names but
# two; of 65 short ones in 26 other languages, 59 are recognised, one as the wrong one.
_LIKELY, _RATHER = 0.4, 30.0
"""Probability, and how many times that of English it must be."""


def language(question: str, history: Sequence[str] = ()) -> str:
    """Code (ISO 639-1) of the language of a question, else of the newest of the earlier ones that is certain, else `en`."""
    if _ENGLISH.match(question):
        return ENGLISH
    for text in (question, *reversed(history)):
        if found := recognise(text):
            return found
    return ENGLISH


def recognise(text: str) -> str | None:
    """Code (ISO 639-1) of the language of a text; None when that is uncertain."""
    ranked = dict(_identifier().rank(text))
    best = max(ranked, key=lambda code: ranked[code])
    if best == ENGLISH:
        return ENGLISH
    return best if ranked[best] >= _LIKELY and ranked[best] >= _RATHER * ranked[ENGLISH] else None


def load() -> None:
    """Read the library's model now, for about a second, so that no question waits for it."""
    _identifier()


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    # Only those who have set a language model need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_KNOWN.split())
    return identifier
