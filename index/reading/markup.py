"""HTML as text."""

import html
import re
from typing import Any

from index.errors import ArticleError
from index.reading.texts import plain_characters

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|br|hr|a|b|i|u|em|strong|small|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|q|pre|code|table|tr|td|th|img|figure|picture|"
    r"section|article|main|header|footer|html|body|head|script|style|iframe|sup|sub|time)(?:\s[^<>]*)?/?>|<!--|<!doctype",
    re.IGNORECASE,
)
_UNREAD = ("script", "style", "noscript", "template", "iframe", "svg", "figure", "picture", "head", "button", "form", "select")
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr section article main header footer aside nav hr".split()
)
_SPACE = re.compile(r"\s+")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?", re.IGNORECASE)
# lxml reads these and refuses to write them, and trafilatura gives up a page for one of them.
_STRANGE = frozenset({0x0B, 0x0C, *range(0x1C, 0x20)})
_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1b\ufffe\uffff]")


def is_html(text: str) -> bool:
    """True when the text holds HTML tags."""
    return _TAG.search(text) is not None


def text_of(text: str) -> str:
    """The words of HTML, with an empty line between blocks; of a plain text only its entities are resolved."""
    if not is_html(text):
        return html.unescape(text) if _ENTITY.search(text) else text
    tree = parse(text)
    if tree is None:
        return ""
    # lxml is loaded by now: `parse` did it.
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_UNREAD, with_tail=False)
    for element in tree.iter():
        before, after = ("\n\n", "\n\n") if element.tag in _BLOCKS else ("", "\n" if element.tag == "br" else "")
        element.text = before + _SPACE.sub(" ", element.text or "")
        element.tail = after + _SPACE.sub(" ", element.tail or "")
    return str(tree.text_content())


def parse(text: str) -> Any:  # lxml ships no types
    """The tree of a page or of a piece of one, an lxml `HtmlElement`; None when nothing can be made of it."""
    # Plain texts and plain records don't need it.
    import lxml.html  # type: ignore[import-untyped]  # lxml ships no types

    # As bytes, because lxml refuses a string that declares an encoding, and knows better than the declaration here.
    raw = _UNFIT.sub("", _REFERENCE.sub(_fit, plain_characters(text))).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError:
        return None
    except (ValueError, AssertionError) as error:
        raise ArticleError("broken HTML; save the page again") from error


def _fit(reference: re.Match[str]) -> str:
    """The reference to a character, or nothing for one that no text may hold."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if number in _STRANGE or (0 < number < 0x110000 and _UNFIT.match(chr(number))) else reference[0]
