from datetime import UTC, datetime

from bot import records
from index.types import Answer, Hit, Overview


def test_an_answer_becomes_the_record_that_programs_rely_on(answer: Answer) -> None:
    assert records.answer(answer) == {
        "question": "how many were hurt?",
        "text": "Eleven passengers were hurt. [1] Earlier: nine. [2]",
        "found": True,
        "as_of": "2025-03-04T17:30:00+00:00",
        "mode": "quotes",
        "citations": [
            {
                "number": 1,
                "article_id": "0123456789abcdef",
                "title": "Osprey towed to Port Ellery",
                "source": "Harbor Wire",
                "url": "https://harborwire.example/towed",
                "published": "2025-03-04T17:30:00+00:00",
                "quote": "Eleven passengers were hurt, the coast guard now says.",
            },
            {
                "number": 2,
                "article_id": "fedcba9876543210",
                "title": "Ferry runs aground",
                "source": None,
                "url": None,
                "published": None,
                "quote": "Nine passengers were hurt.",
            },
        ],
        "tally": None,
    }


def test_not_knowing_is_a_record_too() -> None:
    assert records.answer(Answer(question="q", text="The articles don't say.", found=False)) == {
        "question": "q",
        "text": "The articles don't say.",
        "found": False,
        "as_of": None,
        "mode": "quotes",
        "citations": [],
        "tally": None,
    }


def test_a_search_becomes_its_query_and_hits(hit: Hit) -> None:
    assert records.search("ferry", [hit]) == {
        "query": "ferry",
        "hits": [
            {
                "article_id": "0123456789abcdef",
                "url": "https://harborwire.example/towed",
                "title": "Osprey towed to Port Ellery",
                "source": "Harbor Wire",
                "published": "2025-03-04T17:30:00+00:00",
                "text": "Two tugs pulled the ferry free.\n\nIt was towed in.",
                "score": 0.5,
            }
        ],
    }


def test_an_overview_becomes_a_record(overview: Overview) -> None:
    assert records.overview(overview) == {
        "articles": 1_200,
        "passages": 3_400,
        "undated": 2,
        "embedder": "minilm",
        "first_published": "2025-03-03T00:00:00+00:00",
        "last_published": "2025-03-05T00:00:00+00:00",
        "newest_title": "Night market",
        "sources": [{"source": "Harbor Wire", "articles": 1_198}, {"source": "Vale Gazette", "articles": 2}],
    }


def test_an_empty_overview_has_no_dates() -> None:
    record = records.overview(Overview(articles=0, passages=0, undated=0, embedder="minilm"))
    assert (record["first_published"], record["last_published"], record["newest_title"]) == (None, None, None)


def test_moments_keep_their_zone() -> None:
    answer = Answer(question="q", text="t", found=True, as_of=datetime(2025, 3, 4, tzinfo=UTC))
    assert records.answer(answer)["as_of"] == "2025-03-04T00:00:00+00:00"
