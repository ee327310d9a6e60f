"""What a language model may not write to a reader: links, addresses, invitations, Markdown, chatter."""

import re

from index.orders import gives_orders

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>")
_REFERENCE = re.compile(r"\[(?!\d)([^\]]+)\]\[[^\]]*\]")
_URL = re.compile(r"<?\b(?:[a-z][a-z0-9+.-]{1,12}://|mailto:|tel:|www\.)[^\s<>]*[^\s<>.,;:!?)\]\"'”’]>?/?", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|co|info|biz|xyz|example|app|dev|gov|edu|news|site"
    r"|online|shop|me|ly|tv|uk|de|ru|cn|fr|eu|us|link|click|top)(?:/[^\s<>]*)?(?![\w.]*\w)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+\b", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.])@\w+")
_PHONE = re.compile(
    r"(?<![\w$€£.,-])(?!\d{4}-\d\d-\d\d\b)(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3,4}[ .-]\d{3,4}(?![\w%]|[.,-]\d)"
    r"|\+\d{1,3}(?:[ .-]?\d{2,4}){3,4}\b"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`+([^`]*)`+")
_STRAY = re.compile(r"\*{2,}|`+|^[#>|\s]+|^[-*•]\s+|^\d{1,2}[.)]\s+(?=[A-Z“\"])")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|“\s*”")
_SPACES = re.compile(r"\s+")
_SPACE_BEFORE = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")
_LEAD = re.compile(
    r"^(?:(?:based on|according to|as (?:stated|reported|mentioned|described) (?:in|by)|in|per|from) (?:the |these |this )?"
    r"(?:(?:provided|given|above|available|supplied|numbered|following|cited) )*"
    r"(?:passages?|articles?|context|text|excerpts?|documents?|information|sources?)(?: provided| given| above)?"
    r"(?: \d+| \[\d+\])?|sure|certainly|of course|absolutely|okay|ok|(?:the )?(?:short |final )?answer(?: is)?"
    r"|in (?:short|summary|conclusion)|to summari[sz]e|summary|overall)\s*[,:!]\s*(?:that )?",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^(?:great question|thank you|thanks|hello|hi|dear|sorry|apologies|note that)\b[,.!: ]"
    r"|^(?:here|below)(?: is| are|'s|’s)(?: \w+){0,5} (?:answers?|summary|list|response|overview|information|breakdown|facts"
    r"|sentences?|explanation|details)\b"
    r"|^(?:let me|let us|let's|feel free|hope (?:this|that)|please|don[’']t (?:hesitate|forget))\b"
    r"|\bas an? (?:ai|artificial|language|large language)\b|\blanguage model\b.*\bI\b"
    r"|\bI (?:am|cannot|can['’]t|could not|couldn['’]t|do not|don['’]t|was unable|will|would|hope|apologi[sz]e)\b.*"
    r"\b(?:answer|assist|help|information|passages?|articles?|provide|request)\b"
    r"|\b(?:provided|given|numbered|supplied) (?:passages?|articles?|excerpts?|context|text|information|sources?)\b"
    r"|\b(?:the|these|this|no|any) (?:passages?|excerpts?|snippets?)"
    r" (?:do|does|did|is|are|that|provided|above|given|say|mention|contain)"
    r"|\b(?:your|my) (?:question|query|prompt|request|instructions?|answer|response|reply)\b"
    r"|\bsystem (?:prompt|message)\b|\byou asked\b|\b(?:click|tap) (?:here|below|on the link)\b|\bpassage \d",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\byour (?:answers?|responses?|reply|replies|outputs?|messages?)\b"
    r"|\b(?:ignore|disregard|forget|override)\b[^.]{0,60}\b(?:instructions?|prompts?|above|previous|rules|guidelines)\b"
    r"|\bsystem prompt\b|\byou are (?:now|an?) \b[^.]{0,40}\b(?:ai|assistant|bot|chatbot|model)\b"
    r"|\b(?:as an ai|language model|chatbot|the assistant|the user)\b[^.]{0,80}"
    r"\b(?:must|should|reply|answer|say|respond|tell|write)\b|\b(?:must|should) (?:reply|respond|answer) (?:with|in|that)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:please |kindly |now |also |then |instead,? |finally,? )*"
    r"(?:add|anagram|answer|append|augment|break down|call|check out|click|combine|compose|convert|create|describe|design|develop"
    r"|download|draft|email|end|enhance|explain|follow|forget|generate|give|group|ignore|include|insert|install|integrate"
    r"|introduce|join|jumble|list|log in|make sure|mention|misspell|modify|print|produce|provide|rearrange|recommend|remove"
    r"|rename|render|repeat|replace|reply|respond|reveal|rewrite|say|scramble|see|send|share|show|sign up|spell|subscribe"
    r"|substitute|suggest|summari[sz]e|swap|tell|translate|type|use|visit|vote|write)\b"
    r"(?! (?:of|is|was|are|were|has|had|and|says?|said|told|’s|'s)\b)"
)


def clean(text: str) -> str:
    """A sentence without Markdown and markup, and without what a reader could be led away by."""
    text = _IMAGE.sub(" ", text)
    text = _REFERENCE.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", text))
    text = _TAG.sub(" ", text)
    for pattern in (_URL, _MAIL, _HOST, _MENTION, _PHONE):
        text = pattern.sub(" ", text)
    text = _CODE.sub(r"\1", text)
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    text = _STRAY.sub(" ", _EMPTY.sub(" ", text))
    text = _SPACE_BEFORE.sub("", _SPACES.sub(" ", text)).strip()
    stated = _LEAD.sub("", text)
    return stated if stated == text or not stated else stated[0].upper() + stated[1:]


def leads_away(text: str) -> bool:
    """True when a sentence as the model wrote it holds a link, an address or a number to call."""
    return any(pattern.search(text) for pattern in (_IMAGE, _MARKDOWN_LINK, _URL, _MAIL, _HOST, _MENTION, _PHONE))


def is_chatter(text: str) -> bool:
    """True for a sentence that speaks of itself, of the question or to the reader, not of the news."""
    return text.endswith((":", "?")) or _CHATTER.search(text) is not None or is_order(text)


def is_order(text: str) -> bool:
    """True for a sentence that tells somebody what to do: no evidence, whoever wrote it."""
    return (
        gives_orders(text) or _ORDER.search(text) is not None or _IMPERATIVE.match(text.lstrip("\"“'‘-•* ").lower()) is not None
    )
