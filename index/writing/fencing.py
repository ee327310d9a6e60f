"""Text from outside, made harmless inside a prompt. Only the prompt's copy is changed: quotes come from the passage itself."""

import re
import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Controls, marks that turn the direction or join letters, letters that do not exist: none can be seen, and all can hide text."""
_SELECTS_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ANGLES = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›"})
"""Tokens of chat templates and the marks around passages stand between angle brackets: <|im_start|>, <s>, </think>."""
_BRACKETED = re.compile(r"\[(\s*\^?\d[\d,;\s–-]*|\s*/?\s*[A-Za-z]?[A-Z][A-Z_ ]{2,}\d*\s*/?\s*)\]")
"""Tokens such as [INST], and what looks like the number of a passage: [2]."""
_NUMBERED = re.compile(r"【([^】\n]*)】")
_SPEAKS = re.compile(
    r"^([ \t]*(?:[#*_>]+[ \t]*)?(?:system|user|human|assistant|model|ai|developer|tool|instructions?|response|input|output"
    r"|question|answer|facts?|passages?(?: \d+)?)[ \t]*[*_]*):",
    re.IGNORECASE | re.MULTILINE,
)
"""How a line says who is speaking, or that another part of the prompt begins."""
_HEADS = re.compile(r"^(?:[ \t]*(?:#{1,6}[ \t]+|[-=_*~`]{3,}[ \t]*))+", re.MULTILINE)
_FENCES = re.compile(r"`{3,}|~{3,}|\"{3,}")
_BREAKS = re.compile(r"\n{3,}")


def harmless(text: str, *, nonce: str | None = None) -> str:
    """The text with nothing in it that could end its fence, open another, or speak as somebody else in the conversation.

    It holds no angle bracket, no token of a chat template, no marker of a passage, no invisible letter, and not the nonce.
    """
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    text = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _INVISIBLE)
    text = _SELECTS_VARIANT.sub("", text)
    # What is taken out leaves a space, so that nothing dangerous grows together where it was.
    if nonce:
        text = re.sub(re.escape(nonce), " ", text, flags=re.IGNORECASE)
    text = _FENCES.sub(" ", _HEADS.sub("", text))
    text = _NUMBERED.sub(r"(\1)", _BRACKETED.sub(r"(\1)", text.translate(_ANGLES)))
    return _BREAKS.sub("\n\n", _SPEAKS.sub(r"\1 –", text)).strip()


def on_one_line(text: str, *, nonce: str | None = None) -> str:
    """The same for a title, an outlet, a question: every run of white space is one space."""
    return " ".join(harmless(" ".join(text.split()), nonce=nonce).split())
