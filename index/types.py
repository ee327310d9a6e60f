"""What the news desk talks about: articles, passages, hits, citations, answers. Frozen values, no behaviour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypedDict

Mode = Literal["quotes", "model"]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read. All times carry a time zone; an unknown time is None, never invented."""

    id: str
    """Sixteen hexadecimal digits, derived from the canonical URL, else the article's own id, else its path.

    Of articles that a program makes itself: anything without `#`."""
    title: str
    text: str
    """Clean text; paragraphs are separated by one empty line."""
    origin: str
    """Where it was read: an absolute path, or a URL."""
    retrieved: datetime
    source: str | None = None
    """The outlet, as a person would name it."""
    url: str | None = None
    """The canonical URL."""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()

    @property
    def existed(self) -> datetime | None:
        """The moment from which this text is known to exist: updated, else published; None when undated."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a list of articles names it."""

    mark: int
    """Greater than that of every article indexed before this one, new or changed; up to 63 bits."""
    article_id: str
    title: str
    source: str | None = None
    url: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article. `text` is the article's `text[start:end]`, to the letter."""

    id: str
    """`ARTICLE_ID#POSITION`; in a Chroma server, a dot and the batch that put it follow."""
    article_id: str
    position: int
    """Place among the article's passages, from 0."""
    start: int
    end: int
    text: str
    title: str
    source: str | None = None
    url: str | None = None
    published: datetime | None = None
    updated: datetime | None = None

    @property
    def existed(self) -> datetime | None:
        """The moment from which this text is known to exist: updated, else published; None when undated."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Window:
    """Which articles may be seen. Bounds are inclusive; an undated article is outside every bounded window."""

    as_of: datetime | None = None
    """Only texts that existed by this moment."""
    since: datetime | None = None
    """Only articles published at or after this moment."""
    until: datetime | None = None
    """Only articles published at or before this moment."""
    source: str | None = None
    """Only this outlet, compared without regard to case."""


class Bounds(TypedDict, total=False):
    """What bounds a search, by the names of its options; they mean what they mean to a `Window`."""

    as_of: datetime | None
    since: datetime | None
    until: datetime | None
    source: str | None
    now: datetime | None
    """What "today" means."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its score: higher is better, comparable within one search only."""

    passage: Passage
    score: float
    similarity: float = 0.0
    """Cosine of the question and the passage, -1 to 1."""
    copies: tuple[str, ...] = ()
    """Ids of other articles that carry the same text (wire copies)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage that a statement of an answer rests on. `quote` stands in the article word for word."""

    number: int
    """As in the answer's text: `[1]`, `[2]`, from 1 in order of use."""
    article_id: str
    title: str
    quote: str
    source: str | None = None
    url: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    """When this version of the article was put out, as far as that is known and later than the publication."""
    correction: str | None = None
    """The article's own words about what it corrected in itself; None when it says nothing of the kind."""
    outlets: tuple[str, ...] = ()
    """Other outlets that carry the same text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tally stood at, at one moment, by one source."""

    value: int | float
    """In the tally's unit; a share is in percent, 0 to 100."""
    as_of: datetime | None
    """The moment the figure holds for: what its sentence says, else when its article was published."""
    citation: int
    """Number of the citation whose quote tells it."""
    qualifier: str | None = None
    """"at least", "about": as in `Tally`."""
    source: str | None = None
    """Who says so: the agency or official quoted, else the outlet."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure that grows from article to article: how far it has come, what it was before, who disagrees."""

    value: int | float
    qualifier: str | None
    """What the source puts before the figure, in one wording for each meaning ("at least", "more than", "nearly", "about",
    "up to"); None when it puts nothing."""
    unit: str
    """What is counted, as the source words it: "strikes", "lead poisoning cases"; "%" for a share, "$" and the like for money."""
    as_of: datetime | None
    history: tuple[Reading, ...] = ()
    """How the tally came there: oldest first, one for each change, the newest is the tally itself."""
    conflicts: tuple[Reading, ...] = ()
    """Figures for the same moment that other sources give."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model took, in tokens."""

    prompt: int
    output: int
    cost: float | None = None
    """In the currency of the prices that are set; None when none are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the newsroom can say to a question, and what it says it from."""

    question: str
    text: str
    found: bool
    """False when the articles don't say."""
    as_of: datetime | None = None
    """The moment the answer holds for, when it depends on time."""
    mode: Mode = "quotes"
    citations: tuple[Citation, ...] = ()
    tally: Tally | None = None
    """Set when a figure answers."""
    searched: int = 0
    """How many articles were there to answer from."""
    rewritten: str | None = None
    """A follow-up question, as it was understood to stand alone; None when it was answered as it was put."""
    notice: str | None = None
    """Why the articles are quoted although a language model is set: one line for the person; None when there is no reason."""
    usage: Usage | None = None
    """What the language model took, all its calls for this answer together; None when it was not called."""
    language: str | None = None
    """Code (ISO 639-1) of the language of the text, which is that of the question; None when the text is in English."""
    english: str | None = None
    """The text as it was before it was translated; None when it was not."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done right now, in words a person can read: an event of `Newsroom.stream`."""

    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One source that could not be read, and why."""

    source: str
    """Path (with `:LINE` for a line of a JSON lines file) or URL."""
    reason: str


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingestion has come. `total` is the number of articles expected, as far as it is known."""

    done: int
    total: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did, counted in articles. What is reported as added is stored for good."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What the newsroom holds."""

    articles: int
    passages: int
    undated: int
    embedder: str
    first_published: datetime | None = None
    last_published: datetime | None = None
    newest_title: str | None = None
    sources: tuple[tuple[str, int], ...] = field(default=())
    """Outlets with their number of articles, most first; articles without an outlet are not counted here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking into one part of an index brought to light."""

    part: str
    """What was looked at, in words: "the catalogue", "the words index"."""
    told: str
    """What it holds, or what is wrong with it."""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that is kept, and how it stands."""

    url: str
    title: str | None
    kind: str
    """`feed`, `sitemap`, or `sitemaps` for a list of them."""
    interval: timedelta
    """How long it is left alone between two refreshes, as long as they go well."""
    due: datetime
    refreshed: datetime | None = None
    """When its server last answered as it should; None when it never did."""
    failures: int = 0
    """In a row, up to now."""
    problem: str | None = None
    """Why it failed the last time; None when it did not."""
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of reading one feed."""

    url: str
    title: str | None
    found: int = 0
    """Entries that are new, or about which the feed says something new."""
    problem: str | None = None
    """Why it could not be read; None when it was."""


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh of feeds did."""

    feeds: tuple[Refreshed, ...] = ()
    articles: IngestReport = field(default_factory=IngestReport)
    """What came of the articles that were fetched; those that could not be are among the failed."""
    withdrawn: tuple[str, ...] = ()
    """Addresses of pages that their sites have taken down: their articles are removed, and counted as such."""
