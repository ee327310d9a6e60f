"""The sample articles hold every shape of report that the newsroom has to tell apart."""

import json
import re
from collections import Counter
from datetime import date, datetime
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import yaml

CHECKOUT = Path(__file__).parent.parent
CORPUS = CHECKOUT / "corpus"
SEED = CHECKOUT.parent / "shared" / "data" / "seed_article.txt"
OUTLETS = {
    "Harbor Wire": "harborwire.example",
    "Potomac Docket": "potomacdocket.example",
    "Brackwater Tribune": "brackwater-tribune.example",
    "Pacific Desk": "pacificdesk.example",
    "Isthmus Daily": "isthmusdaily.example",
}
SCENARIO = CHECKOUT / "tests" / "quality" / "scenario.jsonl"
TALLIES = CHECKOUT / "tests" / "quality" / "tallies.jsonl"
LONGEST_SHARED_RUN = 7


class Sample(NamedTuple):
    """One file of the corpus: its name without the ending, its front matter, its body."""

    name: str
    front: dict[str, Any]
    body: str


def _read(path: Path) -> Sample:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    return Sample(path.stem, yaml.safe_load(front), body.strip())


SAMPLES = tuple(_read(path) for path in sorted(CORPUS.iterdir()))
BY_NAME = {sample.name: sample for sample in SAMPLES}
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def _names_saying(pattern: str) -> list[str]:
    return [sample.name for sample in SAMPLES if re.search(pattern, f"{sample.front['title']}\n{sample.body}")]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_corpus_holds_fifty_six_markdown_articles_and_nothing_else() -> None:
    assert [path.suffix for path in CORPUS.iterdir()] == [".md"] * 56


@every_sample
def test_front_matter_holds_known_keys_only(sample: Sample) -> None:
    assert {"title", "url", "source"} <= set(sample.front) <= {"title", "url", "source", "published", "updated"}


@every_sample
def test_url_lies_on_the_outlets_invented_host(sample: Sample) -> None:
    assert urlsplit(sample.front["url"]).netloc == OUTLETS[sample.front["source"]]


def test_no_two_articles_share_a_url_or_a_title() -> None:
    for key in ("url", "title"):
        assert [value for value, count in Counter(sample.front[key] for sample in SAMPLES).items() if count > 1] == []


@every_sample
def test_body_is_as_long_as_a_short_news_item(sample: Sample) -> None:
    assert 80 <= len(sample.body.split()) <= 300


def test_exactly_two_articles_are_undated() -> None:
    undated = [sample.name for sample in SAMPLES if "published" not in sample.front]
    assert undated == ["isthmus-daily-readers-guide", "pacific-desk-harrow-ridge-questions"]


def test_file_name_starts_with_the_day_of_publication() -> None:
    dated = [sample for sample in SAMPLES if "published" in sample.front]
    assert [sample.name[:10] for sample in dated] == [_day(sample.front["published"]).isoformat() for sample in dated]


def test_every_time_of_day_carries_an_offset() -> None:
    moments = [sample.front[key] for sample in SAMPLES for key in ("published", "updated") if key in sample.front]
    assert [moment for moment in moments if isinstance(moment, datetime) and moment.utcoffset() is None] == []


def test_some_articles_carry_a_date_without_a_time() -> None:
    bare = [sample.name for sample in SAMPLES if type(sample.front.get("published")) is date]
    assert bare == ["2025-10-03-brackwater-tribune-fourth-strike", "2025-10-30-potomac-docket-fourteenth-strike"]


def test_three_articles_were_updated_within_two_days_of_publication() -> None:
    updated = {
        sample.name: _day(sample.front["updated"]) - _day(sample.front["published"])
        for sample in SAMPLES
        if "updated" in sample.front
    }
    assert {name: lag.days for name, lag in updated.items()} == {
        "2025-10-22-pacific-desk-first-in-the-pacific": 1,
        "2025-10-24-harbor-wire-harrow-ridge-going-home": 2,
        "2025-11-14-potomac-docket-southern-spear": 1,
    }


def test_coverage_runs_from_the_first_strike_to_the_nineteenth_of_november() -> None:
    days = sorted(_day(sample.front["published"]) for sample in SAMPLES if "published" in sample.front)
    assert (days[0], days[-1]) == (date(2025, 9, 2), date(2025, 11, 19))


def test_every_outlet_reports_in_at_least_two_months() -> None:
    months: dict[str, set[str]] = {outlet: set() for outlet in OUTLETS}
    for sample in SAMPLES:
        if "published" in sample.front:
            months[sample.front["source"]].add(sample.name[:7])
    assert [outlet for outlet, seen in months.items() if len(seen) < 2] == []


@pytest.mark.parametrize(
    ("shape", "pattern", "name"),
    [
        ("ordinal in digits", r"at least the 21st strike", "2025-11-16-harbor-wire-twenty-first-strike"),
        ("ordinal in words", r"the fourteenth, by the government", "2025-10-30-potomac-docket-fourteenth-strike"),
        ("cardinal in digits", r"acknowledged 13 strikes", "2025-10-28-pacific-desk-four-boats"),
        ("cardinal in words", r"Nine strikes have now", "2025-10-22-pacific-desk-first-in-the-pacific"),
        ("qualified toll", r"At least 82 people have been killed", "2025-11-16-harbor-wire-twenty-first-strike"),
        ("an older count as background", r"When the tenth strike came in October", "2025-11-17-isthmus-daily-coast-feature"),
        ("boats apart from strikes", r"21 strikes, 22 vessels and 83 dead", "2025-11-16-pacific-desk-twenty-two-vessels"),
        ("correction", r"An earlier version of this article said", "2025-11-14-potomac-docket-southern-spear"),
        ("prediction", r"could reach 30 by year's end", "2025-11-18-potomac-docket-pace"),
        ("opinion", r"^Opinion: ", "2025-11-17-potomac-docket-opinion"),
        ("vote", r"49 to 51", "2025-11-07-potomac-docket-second-senate-vote"),
        ("survivors", r"Two men who lived through a strike", "2025-10-18-isthmus-daily-survivors"),
        ("walkout", r"4,200 dock workers began their third strike", "2025-11-13-brackwater-tribune-dock-strike"),
        ("another air campaign", r"at least 90 air strikes in Somalia", "2025-11-12-pacific-desk-somalia-air-strikes"),
        ("sport", r"31 strikes in three games", "2025-11-19-brackwater-tribune-bowling"),
        ("another count of strikes", r"more than 1,200 lightning strikes", "2025-10-11-pacific-desk-harrow-ridge-fire"),
        ("two agencies", r"neither compared nor added", "2025-09-24-brackwater-tribune-sprouts-two-counts"),
        ("range", r"Between 200 and 350 people", "2025-09-24-brackwater-tribune-sprouts-two-counts"),
        ("figure before the last one", r"up from 34 two weeks ago", "2025-10-08-harbor-wire-sprouts-first-death"),
        ("increase", r"Another 3 patients", "2025-11-15-brackwater-tribune-calder-still-counting"),
        ("count lowered", r"from 94 to 91 on Tuesday after removing duplicates", "2025-11-05-harbor-wire-sprouts-count-lowered"),
        ("figure of a month", r"In October alone, nine recalls", "2025-11-05-harbor-wire-sprouts-count-lowered"),
        ("level that falls", r"Twelve people are still missing", "2025-10-17-pacific-desk-harrow-ridge-twelve-missing"),
        ("figure of a day", r"on Thursday alone", "2025-10-17-pacific-desk-harrow-ridge-twelve-missing"),
        ("undated and bigger", r"15,900 acres", "pacific-desk-harrow-ridge-questions"),
        ("share", r"95 percent of its goal", "2025-11-17-harbor-wire-harrow-ridge-fund"),
        ("money", r"raised \$4\.75 million", "2025-11-17-harbor-wire-harrow-ridge-fund"),
        ("two polls", r"Two polls, two answers", "2025-11-08-brackwater-tribune-measure-12-two-polls"),
        ("strike fund", r"The strike fund of Longshore Local 88", "2025-11-18-brackwater-tribune-port-marisol-ships-waiting"),
        ("unrelated boats", r"two boats lent by a shrimp company", "2025-11-06-brackwater-tribune-hurricane-relief"),
    ],
)
def test_each_shape_has_an_article(shape: str, pattern: str, name: str) -> None:
    assert name in _names_saying(pattern), shape


def test_two_outlets_disagree_about_the_dead_after_the_sixteenth_strike() -> None:
    after = [sample for sample in SAMPLES if sample.name.startswith("2025-11-05") and "sprouts" not in sample.name]
    assert {sample.front["source"]: set(re.findall(r"\b6[67]\b", sample.front["title"])) for sample in after} == {
        "Harbor Wire": {"66"},
        "Pacific Desk": {"67"},
    }


def test_two_outlets_disagree_about_the_dead_of_the_fire_on_one_evening() -> None:
    that_evening = {
        "Harbor Wire": "2025-10-14-harbor-wire-harrow-ridge-nine-dead",
        "Pacific Desk": "2025-10-14-pacific-desk-harrow-ridge-coroner",
    }
    told = {outlet: re.findall(r"(\w+) people have died", BY_NAME[name].body) for outlet, name in that_evening.items()}
    assert told == {"Harbor Wire": ["nine"], "Pacific Desk": ["Eleven"]}


def test_two_wire_texts_stand_in_two_outlets_each_under_different_headlines() -> None:
    copies = [
        (first, second)
        for first, second in combinations(SAMPLES, 2)
        if SequenceMatcher(None, _words(first.body), _words(second.body), autojunk=False).ratio() > 0.9
    ]
    assert [(first.name, second.name) for first, second in copies] == [
        ("2025-10-08-brackwater-tribune-calder-man-dies", "2025-10-08-harbor-wire-sprouts-first-death"),
        ("2025-11-16-brackwater-tribune-saturday-strike", "2025-11-16-harbor-wire-twenty-first-strike"),
    ]
    for first, second in copies:
        assert first.body.splitlines()[0] != second.body.splitlines()[0]
        assert first.body.splitlines()[1:] == second.body.splitlines()[1:]


def test_scenario_asks_eighty_one_questions_and_twenty_without_an_answer() -> None:
    questions = [json.loads(line) for line in SCENARIO.read_text(encoding="utf-8").splitlines()]
    assert Counter(question.get("abstain", False) for question in questions) == {False: 61, True: 20}


def test_tallies_ask_for_a_hundred_and_seventeen_figures_and_sixteen_that_nobody_reported() -> None:
    questions = [json.loads(line) for line in TALLIES.read_text(encoding="utf-8").splitlines()]
    assert Counter(question.get("abstain", False) for question in questions) == {False: 117, True: 16}


def test_scenario_names_only_articles_of_the_corpus() -> None:
    questions = [json.loads(line) for line in SCENARIO.read_text(encoding="utf-8").splitlines()]
    named = {
        part
        for question in questions
        for key in ("must_cite", "must_cite_also", "must_not_cite")
        for part in question.get(key, [])
    }
    urls = [sample.front["url"] for sample in SAMPLES]
    assert [part for part in sorted(named) if not any(part in url for url in urls)] == []


@pytest.mark.skipif(not SEED.exists(), reason="the article that must not be copied is not beside this checkout")
@every_sample
def test_no_sentence_was_taken_from_the_seed_article(sample: Sample) -> None:
    seed = _runs(SEED.read_text(encoding="utf-8"), LONGEST_SHARED_RUN + 1)
    assert _runs(f"{sample.front['title']}\n{sample.body}", LONGEST_SHARED_RUN + 1) & seed == set()
