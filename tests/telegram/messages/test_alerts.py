"""What subscribers are told."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.telegram.messages import alerts
from bot.telegram.messages.answers import answer
from bot.telegram.messages.language import Words
from index.types import Headline
from tests.telegram.messages.conftest import Ask


def test_a_count_that_moved_is_told_with_its_source(ask: Ask, english: Words, spanish: Words) -> None:
    now = ask("how many strikes so far?")
    assert now.tally
    before = replace(now.tally, value=20, qualifier=None)
    source = (
        '<a href="https://harborwire.example/2025/11/16/twenty-first-strike">'
        "<b>Three killed in twenty-first boat strike, in eastern Pacific</b></a>\nHarbor Wire · 16 {} 2025\n"
        "“It was at least the 21st strike since the campaign began on Sept. 2.”"
    )
    assert alerts.changed("boat < strikes", before, now, english) == (
        "🔔 <b>Boat &lt; strikes</b>\n<b>20 → at least 21 strikes</b>, as of 16 Nov 2025.",
        source.format("Nov"),
    )
    assert alerts.changed("ataques", before, now, spanish) == (
        "🔔 <b>Ataques</b>\n<b>20 → al menos 21 strikes</b>, al 16 nov 2025.",
        source.format("nov"),
    )


def test_an_undated_count_is_told_without_a_day(ask: Ask, english: Words) -> None:
    now = ask("how many strikes so far?")
    assert now.tally
    undated = replace(now, tally=replace(now.tally, as_of=None), citations=())
    assert alerts.changed("strikes", now.tally, undated, english) == (
        "🔔 <b>Strikes</b>\n<b>At least 21 → at least 21 strikes</b>",
    )


def test_what_is_no_count_any_more_is_told_as_an_answer(ask: Ask, english: Words) -> None:
    before = ask("how many strikes so far?").tally
    assert before
    now = ask("who is the mayor?")
    assert alerts.changed("the mayor", before, now, english) == ("🔔 <b>The mayor</b>", *answer(now, english))


def test_new_articles_are_listed_and_the_rest_is_counted(english: Words, spanish: Words) -> None:
    headlines = [
        Headline(number, f"a{number}", f"Title {number}", "Vale Gazette", None, datetime(2025, 11, 16, tzinfo=UTC))
        for number in range(1, 8)
    ]
    assert alerts.arrived("the ferry", headlines, english) == (
        "🔔 <b>The ferry</b>",
        *(f"<b>Title {number}</b>\nVale Gazette · 16 Nov 2025" for number in range(1, 6)),
        "…and 2 more articles. See /latest.",
    )
    assert len(alerts.arrived("the ferry", headlines[:5], english)) == 6
    assert alerts.arrived("el ferri", headlines[:6], spanish)[-1] == "…y 1 artículo más. Mira /latest."
