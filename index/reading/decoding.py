"""Bytes to text, without guessing where a guess could be wrong."""

import codecs
import re

from index.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16 LE, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_LATIN = "cp1252"
_SUCCESSORS = {
    "ascii": _LATIN, "iso8859-1": _LATIN, "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "tis-620": "cp874", "iso8859-11": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_SOUND = 1000
"""Characters of which one may be broken."""
_NOT_TEXT = "not text, or in an unknown encoding; save it as plain text in UTF-8"


def decode(raw: bytes, *, html: bool = False, charset: str | None = None) -> str:
    """The text of a file: UTF-8, UTF-16 or 32 with a byte order mark, what HTML declares, else Windows-1252 if it reads cleanly.

    `charset` is what the server says it is: asked before the page, unless it says Latin-1, as many do whatever they send. A page
    that says it is UTF-8 and isn't in a few places has these marked. Raises ArticleError when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_decoded(raw, encoding))
    declared = _DECLARED.search(raw[:4096]) if html else None
    said = [_python_name(name) for name in (charset or "", declared[1].decode("ascii", "replace") if declared else "")]
    for encoding in ("utf-8", *sorted(said, key=_LATIN.__eq__)):
        candidate = _decoded(raw, encoding)
        if candidate is not None:
            return _checked(candidate)
    if "utf-8" in said and (candidate := raw.decode("utf-8", "replace")).count("\ufffd") <= len(candidate) // _SOUND:
        return _checked(candidate)
    text = _decoded(raw, "windows-1252")
    if text is None or _CONTROLS.search(text):
        raise ArticleError(_NOT_TEXT)
    return text


def _python_name(charset: str) -> str:
    """The encoding that a web page means by a name: browsers take older names for what grew out of them."""
    try:
        name = codecs.lookup(charset.strip("\"' ")).name
    except (LookupError, ValueError):
        return ""
    return _SUCCESSORS.get(name, name)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _checked(text: str | None) -> str:
    """The text itself, unless so many controls stand in it that it is a program's file."""
    if text is None or "\x00" in text:
        raise ArticleError(_NOT_TEXT)
    if len(_CONTROLS.findall(text)) > len(text) // 100:
        raise ArticleError(_NOT_TEXT)
    return text
