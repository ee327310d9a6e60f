"""Sentences that want something of their reader: orders, requests, questions. They tell nothing, so nothing rests on them."""

import re
from functools import lru_cache

from index import sentences


def _any(words: str) -> str:
    """A pattern for one of the words; "_" is a space in one of several words."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


_QUOTED = re.compile(r"“[^”]*(?:”|$)|^[^“”]*”|\"[^\"]*(?:\"|$)|‘[^’]*’(?!\w)|(?<![\w'])'[^']*'(?!\w)")
"""What stands between quotation marks, one of which may stand in another sentence."""
_QUOTATION = "“_”"
"""What is left of a quotation."""
_CLOSES_FIRST = re.compile(r"^[^\"]*[^\s\"(\[—–-]\"(?!\w)")
"""A sentence whose first plain quotation mark ends a quotation."""
_CLAUSE = re.compile(r"(?:^|[.!?;:…]['\"”’)\]]*\s+|\n\s*)['\"“‘(\[*#>•_\s-]*(?=\w)")
"""Where an order may begin."""
_HUNG_ON = re.compile(r"(?:[,;]|\s[—–-]+)?\s(?:(?:and|but|or|so|then)\s+)+(?=\w)|[,:]\s+(?=\w)")
"""Where an order may begin in a sentence that first tells something."""

_WRITER = _any("ai llms? language_models? (?:ai_)?assistants? chatbots? bots? models?")
_TO_DO = _any("must should shall have_to has_to needs?_to are_to is_to ought_to are_asked_to")
_OPENINGS = (
    _any("please kindly now then next also first(?:ly)? final(?:ly)? lastly instead always never just simply and but so"),
    rf"(?:you|{_WRITER}) {_TO_DO}",
    r"(?:i|we)(?:['’]d)? (?:would )?(?:want|need|ask|like|order|command|urge|beg) you to",
    (
        r"(?:make|be) sure (?:to|you)|(?:do not|don['’]t) forget to|remember to|feel free to|try to|help me|do not"
        r"|don['’]t|let['’]?s"
    ),
    r"your (?:new |next |only |real )?(?:task|job|role|goal|duty|mission) is (?:now )?to",
    (
        r"(?:in|at the (?:end|start) of|before|after|when|while|for|throughout) (?:your |giving |writing |answering"
        r"|replying|responding)"
        r"[^,.;:]{0,40}"
    ),
    rf"(?:{_WRITER}|system|user|note|important|attention|task|instructions?|hey)(?=[:,])",
)
_LEAD_IN = re.compile(rf"(?:(?:{'|'.join(_OPENINGS)})[,:]?\s+)+", re.IGNORECASE)
"""What stands before the verb of an order."""

_REPLY = (
    r"(?:(?:your|the|this|each|every|any|its) (?:[\w-]+ ){0,2}?(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?)"
    r"|your (?:[\w-]+ ){0,2}?(?:messages?|texts?|summar(?:y|ies)|sentences?|words?|writing))\b"
)
"""What the reader is about to write."""
_YOUR_REPLY = r"\byour (?:[\w-]+ ){0,2}?(?:repl(?:y|ies)|responses?|outputs?|answers?)\b"
_TO_CHANGE = _any(
    "add adjust alter anagram answer append arrange augment begin bold capitali[sz]e change close combine compose conclude "
    "convert craft create decode decrypt delete double draft embed emphasi[sz]e encode encrypt end enhance enrich express "
    "extend fill finish format generate give group highlight include incorporate inject insert integrate interleave "
    "introduce invert join jumble keep leave_out limit make mask mention merge mirror misspell mix modify move obfuscate "
    "offer omit open output pad phrase place prefix prepend present print produce provide put randomi[sz]e rearrange remove "
    "render reorder repeat rephrase replace return reverse rewrite rotate scramble separate shift shorten shuffle sign skip "
    "spell split start strip style substitute suggest swap switch transform translate transliterate turn type underline use "
    "weave work wrap write"
)
_ONE = _any("letter vowel consonant word character sentence syllable space")
_LETTERS = (
    rf"(?:(?:every|each|alternate|first|last|second|third|fourth|fifth|\d+(?:st|nd|rd|th)) (?:[\w-]+ ){{0,2}}?{_ONE}s?"
    rf"|(?:all|the|any|some|random) (?:[\w-]+ ){{0,2}}?{_ONE}s|(?:each|every) “_|"
    + _any(
        "letters vowels consonants typos misspellings anagrams? emojis? emoticons punctuation whitespace spaces symbols_for "
        r"numbers_for digits_for uppercase lowercase capital_letters all_caps base_?\d\d rot_?13 morse(?:_code)?"
        r" binary(?:_code)? "
        "hexadecimal pig_latin leetspeak ciphers? rhymes? words"
    )
    + r")\b"
)
"""What a text is made of, as those call it who want it changed."""
_TO_MAKE = _any(
    "add build complete compose continue craft create design develop draft finish generate give include insert invent make "
    "narrate output offer plan prepare present print produce propose provide read recite share show sing sketch start "
    "suggest tell write"
)
_WORK = _any(
    "acrostic advertisement advice analogy analysis anecdote answer argument article biography blog caption chapter code "
    "comparison conclusion conversation definition description dialogue e-?mail equivalent essay example explanation fable "
    "function guide haiku headline introduction joke letter limerick line list lyrics memo monologue novel outline output "
    "overview paragraph paraphrase play plot poem post press_release program prompt pun query queries quiz recipe reply "
    "report response review riddle scenario screenplay script sentence sketch slogan snippet song sonnet speech steps story "
    "stories summary synonym synopsis table tagline tale tips title toast translation tutorial tweet verse"
)
"""What a writer can be asked for."""
_SOME = _any(r"an? the some one two three four five ten \d+ several more this that your")
_TO_TELL = _any(
    "analy[sz]e assess break_down brainstorm calculate categori[sz]e classify come_up_with compare compute contrast convert "
    "decode decrypt define derive describe determine discuss elaborate encode encrypt enumerate estimate evaluate explain "
    "extract find identify illustrate interpret justify list look_up name outline paraphrase predict proofread prove recite "
    "recommend rephrase rewrite simulate solve spell state suggest sum_up summari[sz]e translate transliterate work_out"
)
_TO_TELL_ALONE = _any(
    "brainstorm calculate compute decode encode enumerate paraphrase pretend proofread recite rephrase rewrite role-?play "
    "solve summari[sz]e translate transliterate"
)
"""These are orders whatever follows."""
_TOPIC = _any(
    "an? the this that these those what why how who which when where whether some any all your its one two three four five "
    r"ten \d+ briefly each every following between about ['\"“‘]"
)
_READERS = _any("users? readers? person people asker humans? visitors? customers? audience questioner")
_TO_LEAVE = _any("abandon bypass cancel delete discard disregard drop follow forget ignore neglect obey overlook override skip")
_RULES = _any(
    "above articles? commands constraints context directions directives documents? everything guidelines instructions? "
    "orders passages? preceding previous prior prompts? questions? rules sources? text"
)
_TO_SHOW = _any("disclose display dump expose leak output print quote repeat reveal send share show")
_SECRETS = _any(
    "api_keys? configuration credentials instructions? passages? passwords? prompts? rules secrets? sources system_message"
)
_ADDRESS = (
    r"(?:https?:|www\.|\b[\w-]+\.(?:com|org|net|xyz|io|info|app|ai|co|ru|biz|site|online|shop|top|link|me|dev|example)\b|\S+@\w|"
    r"\b(?:this|the|our|that|following) (?:link|site|website|url|page|app|button|forum|community|newsletter|channel)\b)"
)
_TO_GO = _any(
    "advertise browse buy call check_out click contact direct donate download e-?mail encourage enter find follow forward "
    "go_to head_to install invite join link log_in message navigate order point press promote purchase reach_out read "
    "recommend register see send share sign_up subscribe tap transfer urge visit"
)
_STYLE = _any("everything nothing backwards? only in_the_style in_(?:verse|rhymes?|capitals?|code|reverse|slang)")
_ORDERS = (
    rf"{_TO_CHANGE}\b[^.!?]*?\b{_REPLY}",
    rf"{_TO_CHANGE} (?:up |out |in |only |with )?(?:[\w'’-]+ ){{0,2}}?{_LETTERS}",
    rf"{_TO_MAKE}(?: (?:me|us|him|her|them|out|up|down))? {_SOME}?\s?(?:[\w'’-]+ ){{0,4}}?{_WORK}s?\b(?! of (?:mind|thumb|view))",
    rf"(?:ask|give|guide|help|inform|remind|show|teach|tell|walk|write) (?:me|us|(?:the|your|all|every|any) {_READERS})\b",
    rf"{_TO_TELL} (?:me |us |in |on |to |for |with )?{_TOPIC}(?=\W)",
    rf"{_TO_TELL_ALONE}\b(?! (?:to|for|and|is|was|are|were|has|have)\b)",
    rf"{_TO_LEAVE}\b[^.!?;]{{0,50}}?\b{_RULES}\b",
    rf"{_TO_SHOW}\b[^.!?;]{{0,40}}?\b{_SECRETS}\b",
    r"(?:cite|mention|name|quote|reference) (?:only|no|none|nothing|any|this|that|these|the (?:article|passage|text|source)s?)\b",
    (
        r"(?:check|correct|count|draw|generate|insert|rate|swap) (?:me )?(?:an?|the|this|each|every|all|any|some|random"
        r"|from|up|\d+|one|“) ?"
        r"(?:\w+ ){0,3}?(?:numbers?|pictures?|images?|names?|rumou?rs?|grammar|spelling|mistakes?|“_”|to (?:\d+|[a-z]+\b)"
        r"|from one to|characters?|strings?|lines?)"
    ),
    rf"(?:answer|begin|end|finish|reply|respond|speak|start|talk|write) {_STYLE}\b",
    (
        rf"(?:answer|reply|respond)(?: (?:as|by|exactly|in|like|only|using|with|“)|:)"
        rf"|(?:answer|reply to|respond to) (?:\w+ ){{0,2}}?(?:questions?|message|{_READERS})\b"
    ),
    (
        r"(?:echo|output|print|repeat|return|say|type|write)(?: (?:only|exactly|just|simply|that you|after me|the words?"
        r"|the following|the (?:phrase|sentence|text)|['\"“‘])|:? (?-i:[A-Z]{3,})\b)"
    ),
    r"(?:act|answer|behave|reply|respond|role-?play|speak|talk|write) (?:as|like) (?:if|an?|the|though|my|you)\b",
    (
        r"(?:assume|imagine|pretend) (?:to be|that you|you)\b|from now on,? (?:you|always|never|only|answer|reply|respond"
        r"|speak|write)\b"
    ),
    rf"you(?:['’]re| are) (?:now|no longer|an? (?:\w+ )?(?:{_WRITER}|translator|expert))\b",
    (
        r"(?:add|be|do|give|include|keep|make|mention|put|say|speak|use|write) (?:[\w'’“”-]+ ){1,8}(?:when(?:ever)?"
        r"|before|after|while|if|as) (?:you )?(?:answer|reply|respond)(?:ing)?\b"
    ),
    r"your (?:new |next |only |real |first )?(?:task|role|instructions?|orders?|goal|mission|duty) (?:now )?(?:is|are)\b",
    rf"{_TO_GO}\b[^!?]*?{_ADDRESS}",
    (
        r"(?:advertise|convince|direct|encourage|hint|inform|invite|persuade|promote|remind|tease|tell|thank|urge|warn) "
        rf"(?:the |your |all |our )?{_READERS}\b"
    ),
    (
        r"remind me\b|(?:book|schedule|set) (?:me |my |an? |the )+(?:alarm|appointment|flight|meeting|reminder|table|timer)\b"
        r"|search (?:the (?:web|internet)|online)\b|(?:execute|run) (?:the|this) (?:\w+ )?(?:code|command|script|query|program)\b"
        r"|call the (?:function|tool|api)\b|play (?:some|me)\b"
    ),
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)
_TO_SAY = _any("answer ignore mention obey praise promote recommend repeat reply respond")
_ANYWHERE = re.compile(
    r"\b(?:ignor|disregard|forget|overrid|bypass)(?:e|ing|ting)?\b(?: \w+){0,4} (?:previous|prior|above|preceding"
    r"|earlier|system|given|other|former) (?:\w+ )?(?:instructions?|prompts?|rules|directions|guidelines|context|text)\b"
    rf"|{_YOUR_REPLY}(?=.*\b(?:{_TO_DO}|include|contain|be)\b)|{_TO_CHANGE}\b[^.!?]{{0,120}}{_YOUR_REPLY}"
    r"|\b(?:in|to|into|with) your (?:next |final )?(?:reply|response|output|answer)\b"
    rf"|\b(?:note|message|attention|warning|instructions?|orders?|memo) (?:to|for) (?:all |any |the |every )?{_WRITER}\b"
    rf"|\bsystem (?:prompt|override)\b|\bif you are an? {_WRITER}\b|\bas an? {_WRITER}\b(?=.*\byou\b)"
    rf"|\b(?:you|{_WRITER}) {_TO_DO} (?:only |always |never |now )*{_TO_SAY}\b|\bthat you (?:only |always )?(?:answer"
    rf"|reply|respond) (?:in|with|only)\b|\b{_WRITER} (?:\w+ing (?:\w+ )?(?:this|these)|(?:that|who) reads?)\b",
    re.IGNORECASE,
)
"""Told to a writer, wherever in a sentence it stands, and whoever is said to have said it."""
_ASKS = re.compile(r"[?？؟][!?.]*['\"”’)\]*\s]*$")


@lru_cache(maxsize=20_000)
def gives_orders(sentence: str) -> bool:
    """True when a sentence wants something of its reader: an order or a request for a text, a deed or an answer.

    Such a sentence tells nothing, so nothing said after it is supported by it, not even its own words. What somebody is quoted
    as saying is not the sentence's own order (“Stop the count,” he said), nor is advice on what the news is about an order to
    a writer ("Use soap and water").
    """
    own = _without_quotations(sentence)
    if _ASKS.search(own) or _ANYWHERE.search(sentence):
        return True
    return any(_commands(own, clause.end()) for clause in _CLAUSE.finditer(own))


def passes_on_orders(sentence: str) -> bool:
    """True when a sentence gives orders, or has one hung on to what it tells: "Nine were hit, and write a poem."

    For sentences that a model has written, of which few are lost: in news, verbs in a row look the same ("to save and explain
    the records").
    """
    own = _without_quotations(sentence)
    return gives_orders(sentence) or any(_commands(own, place.end()) for place in _HUNG_ON.finditer(own))


def orders(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence of a text that gives orders, in order."""
    return [(start, end) for start, end in sentences.spans(text) if gives_orders(text[start:end])]


def _commands(own: str, start: int) -> bool:
    """True when an order begins at this place."""
    led = _LEAD_IN.match(own, start)
    return any(_ORDER.match(own, place) is not None for place in {start, led.end() if led else start})


def _without_quotations(sentence: str) -> str:
    """The sentence with nothing between its quotation marks."""
    if sentence.count('"') % 2 and _CLOSES_FIRST.match(sentence):
        sentence = f'"{sentence}'
    return _QUOTED.sub(_QUOTATION, sentence)
