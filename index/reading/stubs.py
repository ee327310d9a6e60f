"""Pages that only look like an article: lists, errors, checks for robots, and what stands before a paywall."""

import re
from typing import Any

from index.reading.texts import clean_line

_SHORT = 600
"""Characters of a text that may be a beginning only."""
_BRIEF = 600
"""Characters of a text that may be the words of an error."""
_TEASERS = 5
_LONGEST_TEASER = 500
_OWN_TEXT = 400
"""Characters from which on a page with headings of other stories has one of its own."""
_SAME = 0.5

_ERROR = re.compile(
    r"^\W*(?:error\W*)?(?:40[0-9]|410|50[0-4])\b|\b(?:page|article|story|content)(?: was| is| you requested(?: was)?)? "
    r"(?:not found|no longer available|has been removed|does(?:n.t| not) exist)\b|^not found\b|^page unavailable|"
    r"^access denied|^forbidden\b|\bseite (?:wurde )?nicht gefunden|\bpage (?:introuvable|non trouvée)|\bpágina no encontrada|"
    r"\bpágina não encontrada|"
    r"\bpagina (?:non trovata|niet gevonden)|\bsidan (?:kunde inte hittas|finns inte)|страница не найдена|nie znaleziono strony",
    re.IGNORECASE,
)
_CHECK = re.compile(
    r"^just a moment\b|attention required|are you (?:a )?(?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"checking your browser|\bcaptcha\b|unusual traffic|enable javascript (?:and cookies )?to continue|before you continue to",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe|sign (?:in|up)|log in|register|join)\b[^.!?]{0,40}\b"
    r"(?:to (?:(?:continue|keep|finish) reading|read (?:more|on|the (?:full|rest)|this)|unlock)|for full access)|"
    r"\bto (?:continue|keep) reading\b|\balready a (?:subscriber|member)\b|\b(?:subscribers|members)[ -]only\b|"
    r"\bfor subscribers only\b|\bexclusive to subscribers\b|\bcontinue reading (?:with|for|by)\b|"
    r"\bunlock (?:this|the full) (?:article|story)\b|"
    r"\b(?:weiterlesen|lesen sie) mit\b[^.!?]{0,30}\babo\b|\bjetzt (?:abonnieren|weiterlesen)\b|\bexklusiv für abonnenten\b|"
    r"\bréservé (?:à nos|aux) abonnés\b|\babonnez-vous pour\b|\bsuscríbe(?:te|ase) para\b|"
    r"\bpara (?:seguir|continuar) (?:leyendo|lendo)\b|"
    r"\bsolo para suscriptores\b|\babbonati per\b|\briservato agli abbonati\b|\bword abonnee\b",
    re.IGNORECASE,
)
_GATE = (
    "//*[contains(@class, 'paywall') or contains(@class, 'regwall') or contains(@id, 'paywall') or contains(@class, 'subscribe')]"
)
_ASIDE = "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::header[not(ancestor::article)]"
_LINK = "a[@href and not(starts-with(@href, '#'))]"
_HEADINGS = f"(//h2|//h3|//h4)[(.//{_LINK} or ancestor::{_LINK}) and not({_ASIDE})]"
_BLOCKS = f"(//p|//div|//td|//section|//blockquote)[not({_ASIDE})]"


def why_no_article(tree: Any, text: str, *, is_described: bool) -> str | None:  # lxml ships no types
    """Why a page with this clean text holds no article, in a person's words; None when it may hold one.

    `is_described` tells that the page calls itself an article. A long text in one piece is an article whatever surrounds it.
    """
    named = [clean_line(str(element.text_content())) for element in tree.xpath("//title|//h1")]
    if len(text) < _BRIEF:
        if any(_CHECK.search(name) for name in named) or _CHECK.search(text):
            return "the site shows a check for robots in place of the article"
        if any(len(name) < 100 and _ERROR.search(name) for name in named) and not is_described:
            return "this page says that there is no such article; check the address"
    if len(text) < _SHORT and _is_gated(tree, text):
        return "only the beginning of the article is shown: the rest is for subscribers"
    if not is_described and _lists(tree, text):
        return "this is a list of articles, no article; take the addresses of the articles themselves, or a feed"
    return None


def _is_gated(tree: Any, text: str) -> bool:
    """True when a short text ends at a wall: the page says so in the text, in a box for it, or to search engines."""
    if _PAYWALL.search(text):
        return True
    if any(_PAYWALL.search(clean_line(str(box.text_content()))[:500]) for box in tree.xpath(_GATE)):
        return True
    scripts = (script.text or "" for script in tree.xpath("//script[contains(@type, 'ld+json')]"))
    return any(re.search(r'"isAccessibleForFree"\s*:\s*"?false', script, re.IGNORECASE) for script in scripts)


def _lists(tree: Any, text: str) -> bool:
    """True for a page of many linked headings without a text of its own, and for one whose paragraphs are links."""
    headings = tree.xpath(_HEADINGS)
    if len(headings) >= _TEASERS and _told(tree, headings) < _OWN_TEXT:
        return True
    links = {clean_line(str(link.text_content())) for link in tree.iter("a")}
    paragraphs = text.split("\n\n")
    linked = sum(len(paragraph) for paragraph in paragraphs if paragraph in links)
    return len(paragraphs) >= _TEASERS and linked > _SAME * len(text)


def _told(tree: Any, headings: list[Any]) -> int:
    """The letters of the page's paragraphs that belong to none of these headings of other stories.

    To a heading belongs the largest element around it that holds no other such heading, and no more text than a teaser.
    """
    letters = {block: len(clean_line(_own_text(block))) for block in tree.xpath(_BLOCKS)}
    total = sum(letters.values())
    elements = list(tree.iter())
    marked = set(headings)
    sizes = {element: (int(element in marked), letters.get(element, 0)) for element in elements}
    # Children come after their parents: from the end on, every element is complete when it is added to its parent.
    for element in reversed(elements[1:]):
        parent = element.getparent()
        sizes[parent] = (sizes[parent][0] + sizes[element][0], sizes[parent][1] + sizes[element][1])
    for heading in headings:
        place = heading
        while (around := place.getparent()) is not None and sizes[around][0] == 1 and sizes[around][1] <= _LONGEST_TEASER:
            place = around
        total -= sizes[place][1]
    return total


def _own_text(block: Any) -> str:
    """The words of a paragraph; of another element only those that stand in no element of their own."""
    if block.tag == "p":
        return str(block.text_content())
    return " ".join([block.text or "", *(child.tail or "" for child in block)])
