"""The façade: open a home, put articles in, ask."""

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from index import ingesting, wording
from index.answering.topics import Topic
from index.archive import Archive
from index.fetching.access import Access
from index.fetching.desk import Feeds
from index.inquiry import Inquiry
from index.opened import Opened
from index.retrieval.questions import plan
from index.stopping import Stop, until
from index.storage.embedding import Encoder, load
from index.storage.given import GivenEncoder
from index.storage.server.address import ChromaServer
from index.types import Answer, Article, Bounds, Headline, Hit, IngestProgress, IngestReport, Overview, Progress, Window

if TYPE_CHECKING:
    from index.adapters.langchain import NewsRetriever as LangChainRetriever
    from index.adapters.llamaindex.embedding import NewsEmbedding
    from index.adapters.llamaindex.engine import NewsQueryEngine
    from index.adapters.llamaindex.retriever import NewsRetriever
    from index.chat.endpoint import Endpoint
    from index.chat.model import Model


class Newsroom:
    """Articles in, cited answers out. Safe for many threads; close it, or use it as a context manager.

    All moments given must carry a time zone, else ValueError is raised. The heavy parts are opened when they are first needed.
    """

    def __init__(
        self,
        home: Path,
        encoder: Encoder,
        model: "Model | None" = None,
        access: Access | None = None,
        *,
        chroma: ChromaServer | None = None,
        on_copying: Callable[[int, int], None] | None = None,
    ) -> None:
        """Prefer `open`."""
        self._access = access or Access()
        self._home = home
        self._encoder = encoder
        self._model = model
        self._opened = Opened(home, encoder, chroma=chroma, on_copying=on_copying)
        self._ingesting = Lock()
        self._feeds = Feeds(
            home,
            access=self._access,
            ingest=lambda some, now: self.ingest(some, now=now),
            forget=lambda article: self.archive.remove([article]),
        )

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
        chroma: ChromaServer | None = None,
        on_copying: Callable[[int, int], None] | None = None,
    ) -> Self:
        """The newsroom that lives in the folder `home`, which is made when the first article is ingested.

        `embedder` is `minilm` (packaged) or `openai:MODEL` at `base_url`; an `encoder` of your own takes its place. Answers are
        written by the language model at the `endpoint`, or by a `model` of your own; without either the articles are quoted.
        `access` says how pages may be fetched from the web. With `chroma` the articles live in that server, and `home` keeps a
        copy of them; `on_copying` is told how many articles are copied, and of how many. SettingsError for an embedder that
        does not exist.
        """
        place = Path(home)
        encoder = GivenEncoder(encoder) if encoder else load(embedder, base_url=base_url, api_key=api_key)
        return cls(place, encoder, model or _model(endpoint, place), access, chroma=chroma, on_copying=on_copying)

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
        wording.check_zones(now=now)
        with self._ingesting:
            return ingesting.ingest(
                self._opened.store(),
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
            return ingesting.prune(self._opened.store(), paths)

    def rebuild(self) -> int:
        """Embed every kept passage again, with the encoder now set; the number of passages."""
        return self._opened.rebuild().passages

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
        wording.check_zones(as_of=as_of, since=since, until=until, now=now)
        window = Window(as_of=as_of, since=since, until=until, source=source)
        overview = self._opened.overview()
        planned = plan(query, now=now or datetime.now(UTC), newest=overview.last_published, window=window)
        return self._opened.retriever().retrieve(planned.bounded(), limit=limit, newest=overview.last_published)

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
        wording.check_zones(as_of=as_of, now=now)
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
            return self._opened.store().arrivals().latest(limit=limit)
        asked = self._topic(topic)
        hits = asked.among(asked.candidates())
        return self._opened.store().arrivals().latest(limit=limit, among=[hit.passage.article_id for hit in hits])

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
        return self._opened.store().arrivals().after(after, limit=limit)

    def mark(self) -> int:
        """The mark of the article indexed last, 0 before the first: the place from which `arrived` tells what is new."""
        return self._opened.store().arrivals().mark()

    @property
    def has_model(self) -> bool:
        """True when answers are written by a language model."""
        return self._model is not None

    def articles(self) -> Overview:
        """What is held, in numbers."""
        return self._opened.store().overview()

    def warm_up(self) -> None:
        """Open now what the first questions would open, so that none of them waits: for a program that stays."""
        self._opened.store().warm_up()
        self._encoder.embed_question("news")
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
        return Archive(self._opened.store, examine=self._opened.examine, discard=self._opened.discard)

    def as_retriever(self, *, limit: int = 10, **bounds: Unpack[Bounds]) -> "NewsRetriever":
        """The search as a LlamaIndex retriever; the options are those of `search`, for every query."""
        # Each framework takes a second or more to import, which only those who use it should wait for.
        from index.adapters.llamaindex.retriever import NewsRetriever

        return NewsRetriever(partial(self.search, limit=limit, **bounds))

    def as_query_engine(
        self, *, as_of: datetime | None = None, now: datetime | None = None, written: bool = True
    ) -> "NewsQueryEngine":
        """What `ask` answers as a LlamaIndex query engine: the citations are its `source_nodes`, the options those of `ask`."""
        from index.adapters.llamaindex.engine import NewsQueryEngine

        return NewsQueryEngine(
            lambda question, stop: self.ask(question, as_of=as_of, now=now, stop=stop, written=written),
            lambda article_id: self._opened.store().passages_of(article_id),
        )

    def as_embedding(self) -> "NewsEmbedding":
        """The encoder as a LlamaIndex embedding, for stores of LlamaIndex that read this newsroom's collection in Chroma."""
        from index.adapters.llamaindex.embedding import NewsEmbedding

        return NewsEmbedding(self._encoder)

    def as_langchain_retriever(self, *, limit: int = 10, **bounds: Unpack[Bounds]) -> "LangChainRetriever":
        """The search as a LangChain retriever; ModuleNotFoundError, which tells what to install, without langchain-core."""
        from index.adapters.langchain import NewsRetriever

        return NewsRetriever(search=partial(self.search, limit=limit, **bounds))

    def close(self) -> None:
        """Let go of all files; the newsroom opens again when it is next used. A refresh of feeds that is going on is ended."""
        self._feeds.close()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _topic(self, topic: str) -> Topic:
        return self._opened.topic(wording.checked(topic, name="topic"))

    def _inquiry(self, *, now: datetime, as_of: datetime | None, stop: Stop | None, written: bool) -> Inquiry:
        model = self._model if written else None
        if model and stop:
            from index.chat.stoppable import Stoppable

            model = Stoppable(model, stop)
        overview = self._opened.overview()
        return Inquiry(self._opened.retriever(), self._opened.answerer(), overview, model=model, now=now, as_of=as_of)


def _model(endpoint: "Endpoint | None", home: Path) -> "Model | None":
    if endpoint is None:
        return None
    from index.chat.model import ChatModel

    return ChatModel(endpoint, home=home)
