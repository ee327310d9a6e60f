"""The façade: open a home, put articles in, ask."""

import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index import ingesting, wording
from index.answering.answerer import Answerer
from index.errors import ModelError, NothingIndexed
from index.retrieval.questions import Plan, plan, stand_alone
from index.retrieval.retriever import Retriever
from index.storage.embedding import Encoder, load
from index.storage.store import Store
from index.types import Answer, Article, Hit, IngestProgress, IngestReport, Overview, Progress, Usage, Window

if TYPE_CHECKING:
    from index.chat.endpoint import Endpoint
    from index.chat.model import Model
    from index.retrieval.llamaindex import NewsRetriever
    from index.writing.writer import Writer

logger = logging.getLogger(__name__)


class Newsroom:
    """Articles in, cited answers out. Safe for many threads; close it, or use it as a context manager.

    All moments given must carry a time zone, else ValueError is raised. The heavy parts are opened when they are first needed.
    """

    def __init__(self, home: Path, encoder: Encoder, model: "Model | None" = None) -> None:
        """Prefer `open`."""
        self._home = home
        self._encoder = encoder
        self._model = model
        self._opening = Lock()
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
    ) -> Self:
        """The newsroom that lives in the folder `home`, which is made when the first article is ingested.

        `embedder` is `minilm` (packaged) or `openai:MODEL` at `base_url`; an `encoder` of your own takes its place. Answers are
        written by the language model at the `endpoint`, or by a `model` of your own; without either the articles are quoted.
        SettingsError for an embedder that does not exist.
        """
        place = Path(home)
        return cls(place, encoder or load(embedder, base_url=base_url, api_key=api_key), model or _model(endpoint, place))

    def ingest(
        self,
        sources: Iterable[str | Path | Article],
        *,
        prune: bool = False,
        on_progress: Callable[[IngestProgress], None] | None = None,
        now: datetime | None = None,
    ) -> IngestReport:
        """Read files, folders and articles, and keep them; see `IngestReport` for what came of it.

        The same article again changes nothing; an edited one replaces what was kept. With `prune`, articles whose file is gone
        from the given paths are removed. What cannot be read is reported, and the rest goes in.
        """
        _check_zones(now=now)
        return ingesting.ingest(
            self._store(), self._encoder, sources, now=now or datetime.now(UTC), prune=prune, on_progress=on_progress
        )

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
        self, question: str, *, as_of: datetime | None = None, now: datetime | None = None, history: Sequence[str] = ()
    ) -> Answer:
        """Answer from the articles, with citations, or say that they don't say.

        With `as_of`, nothing whose text is later is used. `now` is what "today" means; `history` holds the earlier questions of
        the conversation, oldest first. NothingIndexed when there are no articles, QuestionError for an empty question and for
        one of more than 2,000 characters.
        """
        *_, answer = self.stream(question, as_of=as_of, now=now, history=history)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, *, as_of: datetime | None = None, now: datetime | None = None, history: Sequence[str] = ()
    ) -> Generator[Progress | str | Answer, None, None]:
        """The same as `ask`, as it comes: what is being done, the sentences that a model writes, and last the Answer.

        A sentence comes when it is verified and the answer is good enough to be given. The Answer is what counts: when it is in
        quotes mode although sentences came, they are withdrawn, and its `notice` says why. Closing the generator cancels
        the model's request.
        """
        _check_zones(as_of=as_of, now=now)
        now = now or datetime.now(UTC)
        question = wording.checked(question)
        history = [wording.checked(earlier, name="earlier question") for earlier in history]
        overview = self._overview()
        yield Progress(f"searching {overview.articles} articles")
        alone, took = self._stand_alone(question, history)
        planned = plan(alone, now=now, newest=overview.last_published, window=Window(as_of=as_of))
        rewritten = alone if alone != " ".join(question.split()) else None
        if rewritten:
            yield Progress(f"understood as: {rewritten}")
        hits = self._hits(planned, overview)
        yield Progress(f"reading {len({hit.passage.article_id for hit in hits})} of {overview.articles} articles")
        answer, judged = self._answering().draft(planned, hits, overview, asked=question)
        if writer := self._writer():
            yield Progress("writing")
            read = self._answering().read(answer, hits)
            answer = yield from writer.write(planned, read, answer, asked=question, now=now, judged=judged)
        yield replace(answer, rewritten=rewritten, usage=_sum(took, answer.usage))

    def articles(self) -> Overview:
        """What is held, in numbers."""
        return self._store().overview()

    def warm_up(self) -> None:
        """Open now what the first questions would open, so that none of them waits: for a program that stays."""
        self._store().warm_up()
        self._encoder.embed_question("")
        if self._model:
            from index.chat.model import ChatModel

            if isinstance(self._model, ChatModel):
                self._model.warm_up()

    def as_retriever(self, *, limit: int = 10) -> "NewsRetriever":
        """The newsroom's search as a LlamaIndex retriever."""
        # LlamaIndex takes a second to import, which only those who use it should wait for.
        from index.retrieval.llamaindex import NewsRetriever

        return NewsRetriever(self.search, limit=limit)

    def close(self) -> None:
        """Let go of all files; the newsroom opens again when it is next used."""
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

    def _hits(self, planned: Plan, overview: Overview) -> tuple[Hit, ...]:
        """What was published up to the time that the question names, else what may speak of that time later."""
        find = partial(self._retriever().retrieve, limit=Answerer.wants(planned), newest=overview.last_published)
        return find(planned.bounded()) or find(planned)

    def _answering(self) -> Answerer:
        # Kept, because it remembers the meaning of words.
        store = self._store()
        if self._answerer is None or self._answerer.store is not store:
            self._answerer = Answerer(store, self._encoder)
        return self._answerer

    def _overview(self) -> Overview:
        overview = self._store().overview()
        if not overview.articles:
            raise NothingIndexed
        return overview

    def _stand_alone(self, question: str, history: Sequence[str]) -> tuple[str, Usage | None]:
        """A follow-up as it is understood, by the language model or else by rules, and what the former took."""
        if self._model and history:
            # What asks a model is imported by those who have set one.
            from index.writing.rewriting import rewrite

            try:
                return rewrite(self._model, question, history)
            except ModelError as error:
                logger.info("a follow-up is understood by rules: %s", error)
        return stand_alone(question, history), None

    def _writer(self) -> "Writer | None":
        if self._model is None:
            return None
        from index.writing.writer import Writer

        return Writer(self._model, coverage=self._answering().coverage)


def _model(endpoint: "Endpoint | None", home: Path) -> "Model | None":
    if endpoint is None:
        return None
    from index.chat.model import ChatModel

    return ChatModel(endpoint, home=home)


def _sum(one: Usage | None, other: Usage | None) -> Usage | None:
    """What two calls took together; without a cost when that of one is unknown."""
    if one is None or other is None:
        return one or other
    cost = None if one.cost is None or other.cost is None else one.cost + other.cost
    return Usage(one.prompt + other.prompt, one.output + other.output, cost)


def _check_zones(**moments: datetime | None) -> None:
    for name, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            raise ValueError(f"{name} has no time zone: {moment!r}")
