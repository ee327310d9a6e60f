"""Timelines in words."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import length, plain
from bot.telegram.messages.timelines import caption, series
from index.types import Answer, Citation, Reading, Tally
from tests.telegram.messages.conftest import Ask


def counted(ask: Ask) -> tuple[Answer, Tally]:
    given = ask("how many people were killed?")
    assert given.tally
    return given, given.tally


def test_a_caption_tells_the_range_and_the_last_three_figures(ask: Ask, english: Words) -> None:
    assert caption(counted(ask)[1], english) == (
        "<b>People dead: 11 → at least 82</b>\n"
        "2 Sep – 16 Nov 2025\n"
        "Latest: at least 82 on 16 Nov, at least 76 on 10 Nov, at least 69 on 7 Nov.\n"
        "⚠ 2 other figures from sources that differ."
    )


def test_a_caption_speaks_spanish(ask: Ask, spanish: Words) -> None:
    assert plain(caption(counted(ask)[1], spanish)) == (
        "People dead: 11 → al menos 82\n"
        "2 sept – 16 nov 2025\n"
        "Últimas cifras: al menos 82 el 16 nov, al menos 76 el 10 nov, al menos 69 el 7 nov.\n"
        "⚠ 2 cifras distintas, de fuentes que difieren."
    )


def test_the_series_tells_every_figure_with_its_source(ask: Ask, english: Words) -> None:
    given, tally = counted(ask)
    told, differ = series(tally, given.citations, english)
    lines = plain(told).split("\n")
    assert (lines[:3], lines[-1], len(lines)) == (
        ["People dead", "2 Sep: 11 [7]", "20 Sep: at least 17 [7]"],
        "16 Nov: at least 82 [1]",
        len(tally.history) + 1,
    )
    assert told.count('<a href="https://') == len(tally.history)
    assert plain(differ) == (
        "⚠ Sources differ for 10 Nov: at least 76 (Pacific Desk) [2], at least 75 (Harbor Wire) [5].\n"
        "⚠ Sources differ for 16 Nov: at least 82 (Harbor Wire) [1], 83 (Pacific Desk) [6]."
    )


def test_years_are_told_where_they_change_and_undated_figures_come_last(english: Words) -> None:
    history = (
        Reading(3, None, 3),
        Reading(40, datetime(2024, 12, 30, tzinfo=UTC), 2),
        Reading(45, datetime(2025, 1, 2, tzinfo=UTC), 1, "about"),
    )
    tally = Tally(45, "about", "%", history[-1].as_of, history)
    assert plain(series(tally, (), english)[0]) == "Timeline\n30 Dec 2024: 40% [2]\n2 Jan: about 45% [1]\nundated: 3% [3]"
    assert plain(caption(tally, english)) == (
        "Timeline: 40% → about 45%\n30 Dec 2024 – 2 Jan 2025\nLatest: about 45% on 2 Jan, 40% on 30 Dec 2024."
    )


def test_a_source_that_alone_counts_for_a_day_is_told_so(english: Words, spanish: Words) -> None:
    newest = Reading(21, datetime(2025, 11, 16, tzinfo=UTC), 1)
    other = Reading(18, datetime(2025, 11, 10, tzinfo=UTC), 2, source="Vale Gazette")
    unnamed = Reading(17, None, 3)
    tally = Tally(21, None, "boats", newest.as_of, (newest,), (other, unnamed))
    told = [plain(series(tally, (), words)[1]) for words in (english, spanish)]
    assert told == [
        "⚠ Another count for 10 Nov: 18 (Vale Gazette) [2].\n⚠ Sources differ: 17 [3].",
        "⚠ Otro recuento del 10 nov: 18 (Vale Gazette) [2].\n⚠ Las fuentes difieren: 17 [3].",
    ]


def test_a_caption_fits_whatever_is_counted(ask: Ask, english: Words) -> None:
    tally = replace(counted(ask)[1], unit="🔥 boats < " * 2_000)
    assert length(caption(tally, english)) <= 1_024


def test_a_tally_without_a_date_has_a_caption_too(english: Words) -> None:
    assert caption(Tally(3, None, "boats", None, (Reading(3, None, 1),)), english) == "<b>Boats</b>"


def test_a_source_s_outlet_is_named_where_nobody_is_quoted(english: Words) -> None:
    moment = datetime(2025, 11, 16, tzinfo=UTC)
    cited = Citation(2, "a2", "A boat", "22.", "Vale Gazette", "https://vale.example/a2", moment)
    tally = Tally(21, None, "boats", moment, (Reading(21, moment, 1),), (Reading(22, moment, 2),))
    assert plain(series(tally, (cited,), english)[1]) == "⚠ Sources differ for 16 Nov: 21 [1], 22 (Vale Gazette) [2]."
