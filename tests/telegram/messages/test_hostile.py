"""A thousand answers made to break messages: Telegram takes them all, and nothing is lost."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.telegram.messages import alerts, answers, cards, lists, timelines
from bot.telegram.messages.language import LANGUAGES, words
from bot.telegram.messages.markup import escape, length, plain
from bot.telegram.messages.splitting import split
from index.types import Answer, Citation, Headline, Hit, Passage, Reading, Tally
from tests.telegram.emulator import parsing

FRAGMENTS = (
    "<b>", "</b>", "</a>", "<i", "<blockquote expandable>", "</blockquote>", "<a href='x'>", "<script>alert(1)</script>", "&lt;",
    "&amp;lt;", "&", "&#0;", "&#x110000;", "&lt", '"', "'", "`", "*_[]()~|", "[1]", "[2] [3]", "[0]", "[999]", "[1][1]",
    "$name", "$", "${n}",
    "🔥", "👩\u200d👩\u200d👧\u200d👦", "👍🏽", "🇪🇸🇫🇷", "e\u0301\u0301", "مرحبا بالعالم", "שלום", "日本語のニュース。",
    "\u202eevil\u202c", "\u2066x\u2069",
    "\x00", "\x1b[31m", "\r\n", "\n\n", "\t", "\u2028", "\ud83d", "\ufeff", "\u200b", "word", "Another sentence. ", "Is it so? ",
    "Earlier: ",
    "Others differ: ", ", as of 16 Nov 2025. [1]", "At least 21 strikes",
    "No newer figure in the articles, which reach to 99 Xyz 2025.",
    "By 31 Feb 2025: ", "by difference: ", "x" * 500,
)  # fmt: skip
URLS = (
    "https://wire.example/a?b=1&c=2#d", "http://xn--e1aybc.example/", "https://wire.example/\"'><b>", "javascript:alert(1)",
    "", None,
    "https://", "http://[::1", "https://wire.example/" + "a" * 3_000, "https://wire.example/\u202e", "tg://resolve?domain=x",
    "https://a b",
)  # fmt: skip
MOMENTS = (None, datetime(2025, 11, 16, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
VALUES = (0, -1, 21, 2.5, 1e9, 1.2e12, 10**18, 1e-7)


def hostile(random: Random, *, least: int = 0, most: int = 12) -> str:
    return "".join(random.choices(FRAGMENTS, k=random.randint(least, most)))


def hostile_answer(random: Random) -> Answer:
    """An answer of which nothing can be trusted; one in twenty is as long as 20,000 characters or cites 300 articles."""
    is_vast = random.random() < 0.05
    count = 300 if is_vast and random.random() < 0.5 else random.randint(0, 6)
    text = hostile(random, least=1)
    if is_vast:
        text = " ".join(f"{hostile(random)} said so. [{1 + place % (count or 1)}]" for place in range(300))[:20_000]
    citations = tuple(
        Citation(
            number=number,
            article_id=f"a{random.randint(1, count)}",
            title=hostile(random),
            quote=hostile(random, least=1),
            source=random.choice((None, hostile(random))),
            url=random.choice(URLS),
            published=random.choice(MOMENTS),
        )
        for number in range(1, count + 1)
    )
    return Answer(
        question=hostile(random),
        text=text,
        found=random.random() < 0.8,
        as_of=random.choice(MOMENTS),
        mode=random.choice(("quotes", "model")),
        citations=citations,
        tally=hostile_tally(random, count) if random.random() < 0.5 else None,
        searched=random.choice((0, 1, 56)),
        rewritten=random.choice((None, hostile(random))),
        notice=random.choice((None, hostile(random))),
    )


def hostile_tally(random: Random, count: int) -> Tally:
    def readings(most: int) -> tuple[Reading, ...]:
        return tuple(
            Reading(
                value=random.choice(VALUES),
                as_of=random.choice(MOMENTS),
                citation=random.randint(0, count + 1),
                qualifier=random.choice((None, "at least", "<")),
                source=random.choice((None, hostile(random))),
            )
            for _ in range(random.randint(0, most))
        )

    unit = random.choice(("strikes", "%", "$", "", hostile(random)))
    return Tally(
        random.choice(VALUES), random.choice((None, "about", "&")), unit, random.choice(MOMENTS), readings(40), readings(9)
    )


def without_space(text: str) -> str:
    """The text without white space, and without what Telegram leaves out of every message."""
    return "".join(parsing.cleaned(text).split())


def taken(blocks: tuple[str, ...]) -> str:
    """What Telegram shows of the blocks, all messages together. Fails when it would refuse one of them."""
    shown = []
    for text in split(blocks):
        parsed = parsing.parse(text)
        assert 0 < parsing.length(parsed.text) <= length(text) <= 4096
        assert len(parsed.entities) <= 100
        shown.append(parsed.text)
    return without_space("".join(shown))


@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_hostile_answers_are_shown_whole(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        random = Random(seed)
        given, shown = hostile_answer(random), words(random.choice(LANGUAGES))
        for blocks in (answers.answer(given, shown), answers.sources(given, shown)):
            assert taken(blocks) == without_space("".join(map(plain, blocks)))


@pytest.mark.parametrize("seed", range(50))
def test_the_text_of_a_hostile_answer_is_all_there(seed: int) -> None:
    given = replace(hostile_answer(Random(seed)), found=True, tally=None)
    told = taken(answers.answer(given, words("en")))
    text = re.sub(r"\s*(?:As of \d+ \w+ \d+|The article is undated)\.$", "", given.text.strip())
    assert without_space(plain(escape(text))) in told


@pytest.mark.parametrize("seed", range(50))
def test_all_quotes_are_in_the_list_of_sources(seed: int) -> None:
    given = hostile_answer(Random(seed))
    told = taken(answers.sources(given, words("es")))
    assert all(without_space(plain(escape(citation.quote))) in told for citation in given.citations)


@pytest.mark.parametrize("seed", range(50))
def test_hostile_articles_and_topics_are_shown_too(seed: int) -> None:
    random, shown = Random(seed), words(LANGUAGES[seed % 2])
    headlines = [
        Headline(number, f"a{number}", hostile(random), hostile(random), random.choice(URLS), random.choice(MOMENTS))
        for number in range(9)
    ]
    tally, given = hostile_tally(random, 3), hostile_answer(random)
    topic = hostile(random)
    for blocks in (
        lists.latest(headlines, shown, topic=topic),
        lists.subscriptions([topic] * 20, shown),
        alerts.arrived(topic, headlines, shown),
        alerts.changed(topic, tally, replace(given, tally=tally), shown),
        timelines.series(tally, given.citations, shown),
        (timelines.caption(tally, shown),),
    ):
        assert taken(blocks) == without_space("".join(map(plain, blocks)))
    assert length(timelines.caption(tally, shown)) <= 1_024


@pytest.mark.parametrize("seed", range(50))
def test_hostile_passages_are_cards_all_the_same(seed: int) -> None:
    random = Random(seed)
    hits = [
        Hit(
            Passage(
                f"a{number}#0", f"a{number}", 0, 0, 0, hostile(random), hostile(random), hostile(random), random.choice(URLS)
            ),
            1.0,
        )
        for number in range(9)
    ]
    for card in cards.cards(hits, words("es")):
        assert card.title
        assert without_space(parsing.parse(card.html).text) == without_space(plain(card.html))
