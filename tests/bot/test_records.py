import json
from dataclasses import replace
from datetime import UTC, datetime

from bot import records
from index.types import Answer, Hit, Overview, Tally, Usage


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
                "updated": None,
                "correction": None,
                "outlets": [],
            },
            {
                "number": 2,
                "article_id": "fedcba9876543210",
                "title": "Ferry runs aground",
                "source": None,
                "url": None,
                "published": None,
                "quote": "Nine passengers were hurt.",
                "updated": None,
                "correction": None,
                "outlets": [],
            },
        ],
        "tally": None,
        "rewritten": None,
        "language": None,
        "notice": None,
        "usage": None,
    }


def test_a_tally_becomes_a_record_with_its_history_and_its_conflicts(counted: Answer) -> None:
    assert records.answer(counted)["tally"] == {
        "value": 11,
        "qualifier": "at least",
        "unit": "passengers hurt",
        "as_of": "2025-03-04T17:30:00+00:00",
        "history": [
            {"value": 9, "as_of": "2025-03-03T08:00:00+00:00", "citation": 2, "qualifier": None, "source": "coast guard"},
            {"value": 11, "as_of": "2025-03-04T17:30:00+00:00", "citation": 1, "qualifier": "at least", "source": "coast guard"},
        ],
        "conflicts": [
            {"value": 12, "as_of": "2025-03-04T17:30:00+00:00", "citation": 3, "qualifier": None, "source": "Vale Gazette"}
        ],
    }


def test_an_undated_tally_without_a_history_is_a_record_too() -> None:
    answer = Answer("q", "t", found=True, tally=Tally(45.5, None, "%", None))
    assert records.answer(answer)["tally"] == {
        "value": 45.5,
        "qualifier": None,
        "unit": "%",
        "as_of": None,
        "history": [],
        "conflicts": [],
    }


def test_whole_figures_are_whole_numbers() -> None:
    record = records.answer(Answer("q", "t", found=True, tally=Tally(1_200_000_000.0, None, "$", None)))
    assert '"value": 1200000000, ' in json.dumps(record)


def test_not_knowing_is_a_record_too() -> None:
    assert records.answer(Answer(question="q", text="The articles don't say.", found=False)) == {
        "question": "q",
        "text": "The articles don't say.",
        "found": False,
        "as_of": None,
        "mode": "quotes",
        "citations": [],
        "tally": None,
        "rewritten": None,
        "language": None,
        "notice": None,
        "usage": None,
    }


def test_a_written_answer_tells_how_it_was_understood_and_what_it_took(answer: Answer) -> None:
    usage = Usage(prompt=900, output=41, cost=0.002)
    record = records.answer(replace(answer, mode="model", rewritten="how many were hurt in March?", notice="n", usage=usage))
    assert [record[key] for key in ("mode", "rewritten", "notice", "usage")] == [
        "model",
        "how many were hurt in March?",
        "n",
        {"prompt": 900, "output": 41, "cost": 0.002},
    ]


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
