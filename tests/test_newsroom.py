import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from index import Answer, Article, IngestReport, Newsroom, NothingIndexed, Overview, Progress, SettingsError
from index.storage.embedding import MiniLM
from tests.articles import NOW, VALLEY

MAYOR = "Who was elected mayor of Aldermere?"
ROADS = "How many roads has the flood in Aldermere closed?"
NAIVE = datetime(2025, 4, 1)  # noqa: DTZ001  # what the tests are about


@pytest.fixture
def news(valley_home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    with Newsroom.open(valley_home, encoder=encoder) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """A newsroom in a home of its own, with the two articles about the flood."""
    with Newsroom.open(tmp_path / "fresh", encoder=encoder) as opened:
        opened.ingest(VALLEY[:2])
        yield opened


def _later(text: str) -> Article:
    return Article(
        id="z1".ljust(16, "0"),
        title="Flood in Aldermere: nine roads closed",
        text=text,
        origin="/valley/z1.md",
        retrieved=NOW,
        published=datetime(2025, 5, 1, 18, tzinfo=UTC),
    )


def test_an_empty_home_has_nothing_to_answer_from_and_stays_empty(tmp_path: Path, encoder: MiniLM) -> None:
    place = tmp_path / "nothing"
    with Newsroom.open(place, encoder=encoder) as news:
        for asking in (lambda: news.ask(MAYOR), lambda: news.search(MAYOR), lambda: list(news.stream(MAYOR))):
            with pytest.raises(NothingIndexed, match=r"^nothing is indexed yet; run: dateline index PATH$"):
                asking()
        assert news.articles() == Overview(articles=0, passages=0, undated=0, embedder="minilm")
    assert not place.exists()


def test_an_unknown_embedder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATELINE_EMBEDDER is 'abacus'"):
        Newsroom.open(tmp_path, embedder="abacus")


def test_the_overview_counts_what_is_held(news: Newsroom) -> None:
    assert news.articles() == Overview(
        articles=12,
        passages=news.articles().passages,
        undated=1,
        embedder="minilm",
        first_published=VALLEY[0].published,
        last_published=datetime(2025, 4, 30, 12, tzinfo=UTC),
        newest_title="Night market returns to the old quay",
        sources=(("River Post", 5), ("Vale Gazette", 4), ("Hill Echo", 3)),
    )


def test_what_is_closed_opens_again_when_it_is_used(news: Newsroom) -> None:
    answer = news.ask(MAYOR, now=NOW)
    news.close()
    news.close()
    assert news.ask(MAYOR, now=NOW) == answer


def test_another_newsroom_on_the_same_home_answers_the_same(valley_home: Path, news: Newsroom, encoder: MiniLM) -> None:
    with Newsroom.open(valley_home, encoder=encoder) as other:
        assert other.ask(MAYOR, now=NOW) == news.ask(MAYOR, now=NOW)


def test_forty_threads_asking_at_once_get_equal_answers(valley_home: Path, encoder: MiniLM) -> None:
    start = Barrier(40)

    with Newsroom.open(valley_home, encoder=encoder) as news:

        def ask(question: str) -> Answer:
            start.wait()
            return news.ask(question, now=NOW)

        with ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(ask, [MAYOR, ROADS] * 20))
        assert answers == [news.ask(MAYOR, now=NOW), news.ask(ROADS, now=NOW)] * 20


def test_forty_tasks_at_once_get_what_they_get_one_by_one(valley_home: Path, encoder: MiniLM) -> None:
    start = Barrier(40)

    with Newsroom.open(valley_home, encoder=encoder) as news:
        ways = (
            lambda: news.search(MAYOR, limit=5, now=NOW),
            lambda: news.search(ROADS, limit=5, now=NOW),
            lambda: news.ask(MAYOR, now=NOW),
            lambda: list(news.stream("Who conceded in Aldermere?", now=NOW)),
        )

        async def all_at_once() -> list[object]:
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(40))
            return await asyncio.gather(*(asyncio.to_thread(_after, start, way) for way in ways * 10))

        assert asyncio.run(all_at_once()) == [way() for way in ways] * 10


def _after(start: Barrier, work: Callable[[], object]) -> object:
    start.wait()
    return work()


def test_an_article_ingested_by_another_newsroom_is_found_by_the_next_question(
    fresh: Newsroom, tmp_path: Path, encoder: MiniLM
) -> None:
    assert fresh.ask(ROADS, now=NOW).citations[0].title == "Flood closes more roads in Aldermere"
    with Newsroom.open(tmp_path / "fresh", encoder=encoder) as other:
        report = other.ingest([_later("The flood in Aldermere has now closed nine roads, the county said on Thursday.")])
    assert report == IngestReport(added=1)
    answer = fresh.ask(ROADS, now=NOW)
    assert (answer.citations[0].title, answer.as_of) == (
        "Flood in Aldermere: nine roads closed",
        datetime(2025, 5, 1, 18, tzinfo=UTC),
    )


def test_an_edited_article_answers_in_its_new_words_alone(fresh: Newsroom) -> None:
    fresh.ingest([_later("The flood in Aldermere has now closed nine roads, the county said on Thursday.")])
    report = fresh.ingest([_later("The flood in Aldermere has now closed ten roads, the county said on Thursday.")])
    assert report == IngestReport(updated=1)
    answer = fresh.ask(ROADS, now=NOW)
    text = "Ten roads, as of 1 May 2025. [1] Earlier: seven on 28 Apr 2025 [2], four on 10 Feb 2025 [3]."
    assert (answer.text, "nine roads" in " ".join(cited.quote for cited in answer.citations)) == (text, False)


def test_rebuilding_embeds_every_passage_and_changes_no_answer(fresh: Newsroom) -> None:
    answer = fresh.ask(ROADS, now=NOW)
    assert (fresh.rebuild(), fresh.ask(ROADS, now=NOW)) == (2, answer)


def test_a_stream_tells_what_is_done_and_ends_with_the_answer(news: Newsroom) -> None:
    *told, answer = news.stream(MAYOR, now=NOW)
    assert [type(event) for event in told] == [Progress, Progress]
    assert told[0] == Progress("searching 12 articles")
    assert answer == news.ask(MAYOR, now=NOW)


def test_a_search_gives_the_passages_an_answer_quotes(news: Newsroom) -> None:
    answer = news.ask(MAYOR, now=NOW)
    (hit,) = news.search(MAYOR, limit=1, now=NOW)
    assert hit.passage.article_id == answer.citations[0].article_id
    assert answer.citations[0].quote in hit.passage.text


def test_a_search_keeps_to_its_bounds(news: Newsroom) -> None:
    day = datetime(2025, 3, 31, 7, tzinfo=UTC)
    assert {hit.passage.title for hit in news.search("Aldermere", since=day, until=day)} == {
        "Ines Barrow elected mayor of Aldermere"
    }
    assert {hit.passage.source for hit in news.search("Aldermere", source="vale gazette")} == {"Vale Gazette"}
    assert news.search("Aldermere", as_of=datetime(2001, 1, 1, tzinfo=UTC)) == ()


def test_today_and_last_week_are_counted_from_now(news: Newsroom) -> None:
    question = "What was ordered last month for the tram depot?"
    early, late = (news.search(question, limit=3, now=now) for now in (datetime(2025, 4, 2, tzinfo=UTC), NOW))
    assert early[0].passage.title == late[0].passage.title == "Fire destroys the tram depot"
    assert early[0].score > late[0].score


def test_moments_of_other_time_zones_are_the_same_moments(news: Newsroom) -> None:
    utc, eastern = datetime.fromisoformat("2025-03-31T12:00:00+00:00"), datetime.fromisoformat("2025-03-31T08:00:00-04:00")
    found, again = (news.search("mayor of Aldermere", as_of=moment, now=NOW) for moment in (utc, eastern))
    assert (found, found[0].passage.title) == (again, "Ines Barrow elected mayor of Aldermere")


@pytest.mark.parametrize("bound", ["as_of", "now"])
def test_a_question_with_a_moment_without_time_zone_is_refused_by_name(news: Newsroom, bound: str) -> None:
    with pytest.raises(ValueError, match=f"{bound} .*time zone"):
        news.ask(MAYOR, **{bound: NAIVE})  # type: ignore[arg-type]


@pytest.mark.parametrize("bound", ["as_of", "since", "until", "now"])
def test_a_search_with_a_moment_without_time_zone_is_refused_by_name(news: Newsroom, bound: str) -> None:
    with pytest.raises(ValueError, match=f"{bound} .*time zone"):
        news.search(MAYOR, **{bound: NAIVE})  # type: ignore[arg-type]


def test_a_homepath_may_be_a_string(valley_home: Path, encoder: MiniLM) -> None:
    with Newsroom.open(str(valley_home), encoder=encoder) as news:
        assert news.articles().articles == 12


def test_a_bound_in_a_query_is_a_hard_one(news: Newsroom) -> None:
    hits = news.search("flood roads in Aldermere as of March 1", limit=12, now=NOW)
    assert {hit.passage.article_id[:2] for hit in hits} == {"a1"}
