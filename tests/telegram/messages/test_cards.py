"""Cards for inline mode."""

from dataclasses import replace

from bot.telegram.messages.cards import Card, cards
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import length
from index.newsroom import Newsroom
from tests.telegram.emulator import parsing
from tests.telegram.messages.conftest import NOW


def test_an_article_is_one_card_with_its_best_passage(samples: Newsroom, english: Words) -> None:
    hits = samples.search("night in the harbour bowling", limit=5, now=NOW)
    twice = (*hits, *hits)
    shown = cards(twice, english)
    assert [card.id for card in shown] == [hit.passage.article_id for hit in hits]
    assert len({card.id for card in shown}) == 5


def test_a_card_tells_title_outlet_day_and_text(samples: Newsroom, english: Words) -> None:
    (hit,) = samples.search("Calder man dies", limit=1, now=NOW)
    short = replace(hit, passage=replace(hit.passage, text="One man < 80\n\nhas died.", title="One <dead>"))
    url = hit.passage.url
    assert cards([short], english) == (
        Card(
            id=hit.passage.article_id,
            title="One <dead>",
            description="Brackwater Tribune · 8 Oct 2025 — One man < 80 has died.",
            html=f'<a href="{url}"><b>One &lt;dead&gt;</b></a>\nBrackwater Tribune · 8 Oct 2025\n“One man &lt; 80 has died.”',
            url=url,
        ),
    )


def test_at_most_fifty_cards_of_readable_length(samples: Newsroom, english: Words) -> None:
    (hit,) = samples.search("strike", limit=1, now=NOW)
    hits = [
        replace(
            hit,
            passage=replace(hit.passage, article_id=f"{number:016x}", title="t & " * 500, text="& < " * 5_000, url="mailto:a"),
        )
        for number in range(60)
    ]
    shown = cards(hits, english)
    assert (len(shown), {card.url for card in shown}, max(len(card.title) for card in shown) <= 120) == (50, {None}, True)
    assert max(len(card.description) for card in shown) <= 160
    assert max(length(card.html) for card in shown) <= 1_000
    assert parsing.parse(shown[0].html).text.startswith("t & t & ")


def test_an_article_without_a_title_has_a_card_too(samples: Newsroom, english: Words) -> None:
    (hit,) = samples.search("sprouts first death", limit=1, now=NOW)
    assert cards([replace(hit, passage=replace(hit.passage, title=" "))], english)[0].title == "Brackwater Tribune · 8 Oct 2025"
