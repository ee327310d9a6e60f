"""The façade: open a home, put articles in, ask."""

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index import ingesting, wording
from index.answering.answerer import Answerer
from index.answering.topics import Topic
from index.archive import Archive
from index.errors import NothingIndexed
from index.fetching.access import Access
from index.fetching.desk import Feeds
from index.inquiry import Inquiry
from index.retrieval.questions import plan
from index.retrieval.retriever import Retriever
from index.stopping import Stop, until
from index.storage.embedding import Encoder, load
from index.storage.store import Store
from index.types import Answer, Article, Headline, Hit, IngestProgress, IngestReport, Overview, Progress, Window

if TYPE_CHECKING:
    from index.chat.endpoint import Endpoint
    from index.chat.model import Model
    from index.retrieval.llamaindex import NewsRetriever


class Newsroom:
    """Articles in, cited answers out. Safe for many threads; close it, or use it as a context manager.

    All moments given must carry a time zone, else ValueError is raised. The heavy parts are opened when they are first needed.
    """

    def __init__(self, home: Path, encoder: Encoder, model: "Model | None" = None, access: Access | None = None) -> None:
        """Prefer `open`."""
        self._access = access or Access()
        self._home = home
        self._encoder = encoder
        self._model = model
        self._opening = Lock()
        self._ingesting = Lock()
        self._feeds = Feeds(home, access=self._access, ingest=lambda some, now: self.ingest(some, now=now))
        self._opened: Store | None = None
        self._answerer: Answerer | None = None
        self._searching: Retriever | None = None

    @classmethod
    def open(
        cls,
        home: str | Path,
        *,
        embedder: str = "minilm",
        base_url: str | None = None,
        api_key: str | None = None,
        encoder: Encoder | None = None,
        endpoint: "Endpoint | None" = None,
        model: "Model | None" = None,
        access: Access | None = None,
    ) -> Self:
        """The newsroom that lives in the folder `home`, which is made when the first article is ingested.

        `embedder` is `minilm` (packaged) or `openai:MODEL` at `base_url`; an `encoder` of your own takes its place. Answers are
        written by the language model at the `endpoint`, or by a `model` of your own; without either the articles are quoted.
        `access` says how pages may be fetched from the web. SettingsError for an embedder that does not exist.
        """
        place = Path(home)
        return cls(place, encoder or load(embedder, base_url=base_url, api_key=api_key), model or _model(endpoint, place), access)

    def ingest(
        self,
        sources: Iterable[str | Path | Article],
        *,
        prune: bool = False,
        on_progress: Callable[[IngestProgress], None] | None = None,
        now: datetime | None = None,
    ) -> IngestReport:
        """Read files, folders, pages by their URL, and articles, and keep them; see `IngestReport` for what came of it.

        The same article again changes nothing; an edited one replaces what was kept. With `prune`, articles whose file is gone
        from the given paths are removed. What cannot be read is reported, and the rest goes in.
        """
        _check_zones(now=now)
        with self._ingesting:
            return ingesting.ingest(
                self._store(),
                self._encoder,
                sources,
                now=now or datetime.now(UTC),
                access=self._access,
                prune=prune,
                on_progress=on_progress,
            )

    def prune(self, paths: Iterable[str | Path]) -> int:
        """Forget the articles that were read from files under these paths that are gone; the number of articles."""
        with self._ingesting:
            return ingesting.prune(self._store(), paths)

    def rebuild(self) -> int:
        """Embed every kept passage again, with the encoder now set; the number of passages."""
        with self._opening:
            self._let_go()
            self._opened = Store.open(self._home, self._encoder, rebuild=True)
            return self._opened.overview().passages

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        as_of: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        source: str | None = None,
        now: datetime | None = None,
    ) -> tuple[Hit, ...]:
        """The passages that fit the query best, best first, at most `limit`; bounds are inclusive.

        NothingIndexed when there are no articles, QuestionError for an empty query and for one of more than 2,000 characters.
        """
        query = wording.checked(query, name="query")
        _check_zones(as_of=as_of, since=since, until=until, now=now)
        window = Window(as_of=as_of, since=since, until=until, source=source)
        overview = self._overview()
        planned = plan(query, now=now or datetime.now(UTC), newest=overview.last_published, window=window)
        return self._retriever().retrieve(planned.bounded(), limit=limit, newest=overview.last_published)

    def ask(
        self,
        question: str,
        *,
        as_of: datetime | None = None,
        now: datetime | None = None,
        history: Sequence[str] = (),
        stop: Stop | None = None,
        written: bool = True,
    ) -> Answer:
        """Answer from the articles, with citations, or say that they don't say.

        With `as_of`, nothing whose text is later is used. `now` is what "today" means; `history` holds the earlier questions of
        the conversation, oldest first. Once another thread sets `stop`, Stopped is raised; what the model is asked is cancelled.
        Unless `written`, the articles are quoted although a language model is set. With one, a question in another language is
        answered in that language.
        NothingIndexed when there are no articles, QuestionError for an empty question and for one of more than 2,000 characters.
        """
        *_, answer = self.stream(question, as_of=as_of, now=now, history=history, stop=stop, written=written)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        as_of: datetime | None = None,
        now: datetime | None = None,
        history: Sequence[str] = (),
        stop: Stop | None = None,
        written: bool = True,
    ) -> Generator[Progress | str | Answer, None, None]:
        """The same as `ask`, as it comes: what is being done, the sentences that a model writes, and last the Answer.

        A sentence comes when it is verified and the answer is good enough to be given. The Answer is what counts: when it is in
        quotes mode although sentences came, they are withdrawn, and its `notice` says why. Closing the generator cancels
        the model's request, and so does setting `stop`.
        """
        _check_zones(as_of=as_of, now=now)
        question = wording.checked(question)
        history = [wording.checked(earlier, name="earlier question") for earlier in history]
        inquiry = self._inquiry(now=now or datetime.now(UTC), as_of=as_of, stop=stop, written=written)
        events = inquiry.events(question, history)
        yield from until(stop, events) if stop else events

    def latest(self, topic: str | None = None, *, limit: int = 10) -> tuple[Headline, ...]:
        """The articles published last, newest first, undated ones last, at most `limit`; with a topic only those about it.

        QuestionError for an empty topic and for one of more than 2,000 characters.
        """
        if topic is None:
            return self._store().arrivals().latest(limit=limit)
        asked = self._topic(topic)
        hits = asked.among(asked.candidates())
        return self._store().arrivals().latest(limit=limit, among=[hit.passage.article_id for hit in hits])

    def about(self, topic: str, article_ids: Sequence[str]) -> tuple[Hit, ...]:
        """For each of these articles that is about the topic its passage that tells most of it, in the order given.

        A topic is a few words or a question. An article that only touches on it is rather left out than taken. QuestionError as
        for `latest`.
        """
        return self._topic(topic).among(article_ids)

    def arrived(self, after: int, *, limit: int = 100) -> tuple[Headline, ...]:
        """The articles indexed after that mark, new or changed, by whatever process: those that came first, at most `limit`.

        To go on, give the `mark` of the last one.
        """
        return self._store().arrivals().after(after, limit=limit)

    def mark(self) -> int:
        """The mark of the article indexed last, 0 before the first: the place from which `arrived` tells what is new."""
        return self._store().arrivals().mark()

    @property
    def has_model(self) -> bool:
        """True when answers are written by a language model."""
        return self._model is not None

    def articles(self) -> Overview:
        """What is held, in numbers."""
        return self._store().overview()

    def warm_up(self) -> None:
        """Open now what the first questions would open, so that none of them waits: for a program that stays."""
        self._store().warm_up()
        self._encoder.embed_question("")
        if self._model:
            from index.chat.model import ChatModel
            from index.writing import languages

            if isinstance(self._model, ChatModel):
                self._model.warm_up()
            languages.load()

    @property
    def feeds(self) -> Feeds:
        """The feeds that bring articles in: to add, list, remove and refresh them."""
        return self._feeds

    @property
    def archive(self) -> Archive:
        """The articles themselves: to list, show, remove and export them, and to look whether the index is whole."""
        return Archive(self._home, self._store, self.close)

    def as_retriever(self, *, limit: int = 10) -> "NewsRetriever":
        """The newsroom's search as a LlamaIndex retriever."""
        # LlamaIndex takes a second to import, which only those who use it should wait for.
        from index.retrieval.llamaindex import NewsRetriever

        return NewsRetriever(self.search, limit=limit)

    def close(self) -> None:
        """Let go of all files; the newsroom opens again when it is next used. A refresh of feeds that is going on is ended."""
        self._feeds.close()
        with self._opening:
            self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _let_go(self) -> None:
        """Close what is open; only by who holds the lock."""
        if self._searching:
            self._searching.close()
        if self._opened:
            self._opened.close()
        self._opened = self._searching = self._answerer = None

    def _store(self) -> Store:
        with self._opening:
            if self._opened is None:
                self._opened = Store.open(self._home, self._encoder)
            return self._opened

    def _retriever(self) -> Retriever:
        store = self._store()
        with self._opening:
            if self._searching is None or self._searching.store is not store:
                self._searching = Retriever(store, self._encoder)
            return self._searching

    def _answering(self) -> Answerer:
        # Kept, because it remembers the meaning of words.
        store = self._store()
        if self._answerer is None or self._answerer.store is not store:
            self._answerer = Answerer(store, self._encoder)
        return self._answerer

    def _topic(self, topic: str) -> Topic:
        topic = wording.checked(topic, name="topic")
        store = self._store()
        return Topic(
            plan(topic, now=datetime.now(UTC), newest=store.overview().last_published), store=store, encoder=self._encoder
        )

    def _overview(self) -> Overview:
        overview = self._store().overview()
        if not overview.articles:
            raise NothingIndexed
        return overview

    def _inquiry(self, *, now: datetime, as_of: datetime | None, stop: Stop | None, written: bool) -> Inquiry:
        model = self._model if written else None
        if model and stop:
            from index.chat.stoppable import Stoppable

            model = Stoppable(model, stop)
        overview = self._overview()
        return Inquiry(self._retriever(), self._answering(), overview, model=model, now=now, as_of=as_of)


def _model(endpoint: "Endpoint | None", home: Path) -> "Model | None":
    if endpoint is None:
        return None
    from index.chat.model import ChatModel

    return ChatModel(endpoint, home=home)


def _check_zones(**moments: datetime | None) -> None:
    for name, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            raise ValueError(f"{name} has no time zone: {moment!r}")
