"""Answers as blocks: real ones from the sample articles, and some made by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.telegram.messages.answers import answer, sources
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import length, plain
from bot.telegram.messages.splitting import split
from index.types import Answer, Citation, Reading, Tally
from tests.telegram.emulator import parsing
from tests.telegram.messages.conftest import Ask

DAY = datetime(2025, 11, 16, 13, 5, tzinfo=UTC)


def shown(given: Answer, words: Words) -> list[str]:
    return [plain(block) for block in answer(given, words)]


def cited(number: int, *, quote: str = "It was the 21st strike.", article: str | None = None, title: str = "A boat") -> Citation:
    key = article or f"a{number}"
    return Citation(number, key, title, quote, "Harbor Wire", f"https://harborwire.example/{key}", DAY)


def tallied(text: str, *, mode: str = "quotes") -> Answer:
    """An answer of 20, then 21 strikes, and 22 by another source."""
    before = DAY.replace(day=14)
    return Answer(
        question="how many strikes?",
        text=text,
        found=True,
        as_of=DAY,
        mode="model" if mode == "model" else "quotes",
        citations=(cited(1), cited(2, quote="Twenty strikes."), cited(3, quote="22 strikes, we count.")),
        tally=Tally(
            value=21,
            qualifier="at least",
            unit="strikes",
            as_of=DAY,
            history=(Reading(20, before, 2, None, "Harbor Wire"), Reading(21, DAY, 1, "at least", "Harbor Wire")),
            conflicts=(Reading(22, DAY, 3, None, "Vale Gazette"),),
        ),
        searched=26,
    )


STANDING = "At least 21 strikes, as of 16 Nov 2025. [1]"


def test_a_count_is_told_in_the_lines_of_a_phone(ask: Ask, english: Words) -> None:
    told, standing, listed = answer(ask("how many strikes so far?"), english)
    assert told == (
        '<b>At least 21 strikes</b>, as of 16 Nov 2025. <a href="https://harborwire.example/2025/11/16/twenty-first-strike">[1]</a>\n'
        'Earlier: 20 on 14 Nov <a href="https://harborwire.example/2025/11/14/twentieth-strike">[2]</a>, '
        '19 on 10 Nov <a href="https://harborwire.example/2025/11/10/nineteen-strikes">[3]</a>, '
        '17 on 7 Nov <a href="https://brackwater-tribune.example/nation/seventeenth-boat-strike">[4]</a>.'
    )  # fmt: skip
    assert standing == "<i>As of 16 Nov 2025 · 13 sources of 56 articles</i>"
    assert (listed[:46], plain(listed).split("\n")) == (
        "<blockquote expandable><b>Sources</b>\n<a href=",
        [
            "Sources",
            (
                "[1] Harbor Wire · 16 Nov 2025 · Three killed in twenty-first boat strike, in eastern Pacific"
                " — “It was at least the 21st strike since the campaign began on Sept. 2.”"
            ),
            (
                "[2] Harbor Wire · 14 Nov 2025 · Pentagon discloses 20th strike; toll at least 79"
                " — “It was the 20th attack of the campaign, in which at least 79 people have died.”"
            ),
            (
                "[3] Harbor Wire · 10 Nov 2025 · Nineteen strikes on boats have killed at least 75, announcements show"
                " — “The United States has now hit suspected drug boats nineteen times, killing at least 75 people, according to "
                "a Harbor…”"
            ),
            (
                "[4] Brackwater Tribune · 7 Nov 2025 · 17th boat strike kills three in the Caribbean"
                " — “…killed on Thursday in the Caribbean when the military attacked a boat for the 17th time since September, "
                "Hegseth said.”"
            ),
            "…and 9 more under Sources.",
        ],
    )


def test_a_count_is_told_in_spanish(ask: Ask, spanish: Words) -> None:
    told, standing, listed = shown(ask("how many strikes so far?"), spanish)
    assert (told, standing, listed.split("\n")[0], listed.split("\n")[-1]) == (
        "Al menos 21 strikes, al 16 nov 2025. [1]\nAntes: 20 el 14 nov [2], 19 el 10 nov [3], 17 el 7 nov [4].",
        "Al 16 nov 2025 · 13 fuentes de 56 artículos",
        "Fuentes",
        "…y 9 más en Fuentes.",
    )


def test_who_differs_is_told_day_by_day(ask: Ask, english: Words) -> None:
    told = shown(ask("how many people were killed?"), english)[0].split("\n")
    assert (told[0], told[2:]) == (
        "At least 82 people dead, as of 16 Nov 2025. [1]",
        [
            "⚠ Sources differ for 10 Nov: at least 76 (Pacific Desk) [2], at least 75 (Harbor Wire) [5].",
            "⚠ Sources differ for 16 Nov: at least 82 (Harbor Wire) [1], 83 (Pacific Desk) [6].",
        ],
    )


def test_growth_is_a_list(ask: Ask, english: Words) -> None:
    told = shown(ask("How has the number of strikes grown?"), english)[0].split("\n")
    assert (told[:3], told[-1], len(told)) == (
        ["At least 21 strikes, as of 16 Nov 2025. [1]", "How it came there:", "• 3 on 20 Sep [2]"],
        "• at least 21 on 16 Nov [1]",
        11,
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("english", "<b>11 strikes</b> from 1 Oct to 30 Oct 2025, by difference: 14 on 30 Oct [1] minus 3 on 20 Sep [2]."),
        ("spanish", "<b>11 strikes</b> del 1 oct al 30 oct 2025, por diferencia: 14 el 30 oct [1] menos 3 el 20 sept [2]."),
    ],
)
def test_a_difference_is_told_in_both_languages(ask: Ask, language: str, told: str, request: pytest.FixtureRequest) -> None:
    given = ask("How many strikes in October 2025?")
    unlinked = replace(given, citations=tuple(replace(each, url=None) for each in given.citations))
    assert answer(unlinked, request.getfixturevalue(language))[0] == told


def test_a_share_keeps_what_it_is_a_share_of(english: Words) -> None:
    reading = Reading(45, DAY, 1)
    given = replace(
        tallied("45 percent of voters, as of 16 Nov 2025. [1]"),
        tally=Tally(45, None, "%", DAY, (reading,)),
        citations=(cited(1),),
    )
    assert shown(given, english)[0] == "45% of voters, as of 16 Nov 2025. [1]"


def test_a_figure_that_is_old_is_said_to_be(ask: Ask, english: Words, spanish: Words) -> None:
    given = ask("What share of the fire is contained?")
    assert [shown(given, words)[0].split("\n")[-1] for words in (english, spanish)] == [
        "No newer figure, though the articles reach to 19 Nov.",
        "No hay cifra más reciente, aunque los artículos llegan hasta el 19 nov.",
    ]


@pytest.mark.parametrize(
    ("text", "english_told", "spanish_told"),
    [
        (
            "By 14 Nov 2025: 20 strikes [2].",
            "<b>14 Nov 2025</b>: 20 strikes [2]",
            "<b>14 nov 2025</b>: 20 strikes [2]",
        ),
        (
            "By 16 Nov 2025: at least 21 strikes [1]. Before that: 20 on 14 Nov 2025 [2].",
            "<b>16 Nov 2025</b>: at least 21 strikes [1]\nBefore that: 20 on 14 Nov [2].",
            "<b>16 nov 2025</b>: al menos 21 strikes [1]\nAntes de eso: 20 el 14 nov [2].",
        ),
        (
            f"Not yet, by the articles: {STANDING}",
            "Not yet, by the articles: <b>At least 21 strikes</b>, as of 16 Nov 2025. [1]",
            "Todavía no, según los artículos: <b>Al menos 21 strikes</b>, al 16 nov 2025. [1]",
        ),
        (
            "At least 21 to 25 strikes, as of 16 Nov 2025. [1]",
            "<b>At least 21 to 25 strikes</b>, as of 16 Nov 2025. [1]",
            "<b>At least 21 to 25 strikes</b>, as of 16 Nov 2025. [1]",
        ),
        (
            "Al menos 21 strikes, al 16 nov 2025. [1] Antes: 20. [2] Vale Gazette: 22. [3]",
            "Al menos <b>21 strikes</b>, al 16 nov 2025. [1]\nAntes: 20. [2]\n⚠ Vale Gazette: 22. [3]",
            "Al menos <b>21 strikes</b>, al 16 nov 2025. [1]\nAntes: 20. [2]\n⚠ Vale Gazette: 22. [3]",
        ),
    ],
)
def test_other_wordings_of_a_tally(text: str, english_told: str, spanish_told: str, english: Words, spanish: Words) -> None:
    given = tallied(text)
    unlinked = replace(given, citations=tuple(replace(each, url=None) for each in given.citations))
    assert [answer(unlinked, words)[0] for words in (english, spanish)] == [english_told, spanish_told]


def test_a_written_answer_shows_its_figure_in_bold(english: Words) -> None:
    text = "The navy has made at least 21 strikes on boats, Harbor Wire reports. [1] Others differ: Vale Gazette: 22 [3]."
    told = plain_links(answer(tallied(text, mode="model"), english)[0])
    assert told == (
        "The navy has made <b>at least 21 strikes</b> on boats, Harbor Wire reports. [1]\n⚠ Others differ: Vale Gazette: 22 [3]."
    )


def test_a_written_answer_without_a_figure_keeps_its_paragraphs(english: Words) -> None:
    text = "The boat sank. [1] Nobody was saved. [2]\n\nA search goes on. [1] As of 16 Nov 2025."
    given = replace(tallied(text, mode="model"), tally=None)
    assert shown(given, english)[:3] == [
        "The boat sank. [1] Nobody was saved. [2]",
        "A search goes on. [1]",
        "As of 16 Nov 2025 · 3 sources of 26 articles",
    ]


def test_quotes_stand_apart_and_are_not_repeated_among_the_sources(ask: Ask, english: Words) -> None:
    assert shown(ask("Who leads the panel?"), english) == [
        (
            '"When there were 34 cases, in September, nobody in this building had heard of the company," said Rep. Hollis '
            "Brandt, who leads the panel. He wants one office to answer for all fresh produce. [1]"
        ),
        "“In four years Pellwick had three visits, of which the last was in 2023.” [2]",
        (
            "“Ninety-four people in 12 states have fallen ill from sprouts grown by Pellwick Farms, according to figures that "
            "the National Disease Center published on Tuesday, and Congress would like to know who was supposed "
            "to prevent it.” [3]"
        ),
        "As of 22 Oct 2025 · 1 source of 56 articles",
        "Sources\n[1] [2] [3] Potomac Docket · 22 Oct 2025 · Who inspects a sprout? Ninety-four cases, and no clear answer",
    ]


def test_the_day_that_answers_when_is_bold(ask: Ask, spanish: Words) -> None:
    assert answer(ask("when did the dock strike begin?"), spanish)[0].startswith("<b>13 nov 2025</b>: “Cranes stood still")


def test_not_knowing_says_where_was_looked_and_what_comes_closest(ask: Ask, english: Words, spanish: Words) -> None:
    given = ask("who is the mayor?")
    closest = (
        "[1] Brackwater Tribune · 8 Nov 2025 · Two polls, two answers on the sea wall tax\n"
        "[2] Brackwater Tribune · 6 Nov 2025 · Brackwater churches pack 2,300 boxes for Jamaica after Melissa\n"
        "[3] Potomac Docket · 22 Oct 2025 · Who inspects a sprout? Ninety-four cases, and no clear answer"
    )
    assert shown(given, english) == [
        "I found nothing on “who is the mayor?” in 56 articles up to 19 Nov 2025.",
        f"Closest:\n{closest}",
    ]
    assert shown(given, spanish)[0] == "No encontré nada sobre «who is the mayor?» en 56 artículos hasta el 19 nov 2025."
    assert "https://brackwater-tribune.example/politics/measure-12-two-polls" in answer(given, english)[1]


def test_not_knowing_without_anything_close_is_one_line(english: Words) -> None:
    given = Answer("who won?", "The articles don't say.", found=False, searched=1)
    assert answer(given, english) == ("<b>I found nothing</b> on “who won?” in 1 article.",)


def test_a_follow_up_and_a_notice_are_told_below(english: Words, spanish: Words) -> None:
    given = replace(
        tallied(STANDING),
        rewritten="how many strikes in October?",
        notice="The language model could not be used: it is at http://10.0.0.1:8000 and does not answer.",
    )
    assert answer(given, english)[1:3] == (
        "<i>Understood as: how many strikes in October?</i>",
        "<i>The language model could not be used, so the articles are quoted.</i>",
    )
    assert answer(given, spanish)[1:3] == (
        "<i>Entendido como: how many strikes in October?</i>",
        "<i>No se pudo usar el modelo de lenguaje, por eso se citan los artículos.</i>",
    )


def test_a_notice_that_is_new_to_the_bot_is_told_as_it_is(english: Words) -> None:
    assert answer(replace(tallied(STANDING), notice="Something < else."), english)[1] == "<i>Something &lt; else.</i>"


def test_an_undated_answer_is_said_to_be(english: Words) -> None:
    given = Answer(
        "what?",
        "“So it was.” [1] The article is undated.",
        found=True,
        citations=(replace(cited(1), published=None),),
        searched=3,
    )
    assert shown(given, english)[:2] == ["“So it was.” [1]", "Undated · 1 source of 3 articles"]


def test_an_article_without_an_address_is_cited_without_a_link(english: Words) -> None:
    given = replace(tallied(STANDING), citations=(replace(cited(1), url="javascript:alert(1)", source=None),))
    told = answer(given, english)
    assert ("href" in "".join(told), plain(told[-1])) == (
        False,
        "Sources\n[1] 16 Nov 2025 · A boat — “It was the 21st strike.”",
    )


def test_a_site_stands_for_an_outlet_that_is_not_known(english: Words) -> None:
    given = replace(tallied(STANDING), citations=(replace(cited(1), source=None, url="https://www.vale.example/a"),))
    assert plain(answer(given, english)[-1]) == "Sources\n[1] vale.example · 16 Nov 2025 · A boat — “It was the 21st strike.”"


def test_a_number_that_is_no_citation_s_is_left_alone(english: Words) -> None:
    given = Answer("q", "It was so [2025] and [7]. [1]", found=True, citations=(cited(1),))
    assert answer(given, english)[0] == 'It was so [2025] and [7]. <a href="https://harborwire.example/a1">[1]</a>'


def test_a_long_quote_is_cut_around_its_figure(english: Words) -> None:
    long = f"{'Much was said before that. ' * 8}It was the 21st strike, they said. {'And after that more was said. ' * 8}".strip()
    given = replace(tallied(STANDING), citations=(cited(1, quote=long),))
    line = plain(answer(given, english)[-1]).split(" — ")[1]
    assert (line[:2], line[-2:], "It was the 21st strike, they said." in line, len(line) < 125) == ("“…", "…”", True, True)


@pytest.mark.parametrize(
    "question",
    ["how many strikes so far?", "how many people were killed?", "How has the number of strikes grown?", "Who leads the panel?",
     "how many people have fallen ill from sprouts?", "What do polls say about Measure 12?", "who is the mayor?"],
)  # fmt: skip
def test_answers_are_short_and_one_message(ask: Ask, english: Words, spanish: Words, question: str) -> None:
    for words in (english, spanish):
        (text,) = split(answer(ask(question), words))
        assert length(text) <= 1_200


def test_the_sources_button_shows_all_with_their_whole_quotes(ask: Ask, english: Words) -> None:
    given = ask("how many strikes so far?")
    heading, *listed = sources(given, english)
    url = "https://isthmusdaily.example/news/third-strike-three-dead"
    assert (heading, len(listed), listed[4]) == (
        "<b>Sources</b>",
        13,
        (
            f'<a href="{url}">[5]</a> <a href="{url}"><b>Third strike on a boat leaves three dead</b></a>\n'
            "Isthmus Daily · 20 Sep 2025\n"
            "“PANAMA CITY — The United States has carried out its third strike of the month on a boat it accuses of running "
            "drugs, killing three people, President Trump wrote on social media on Friday.”"
        ),
    )


def test_twenty_thousand_characters_become_messages_that_lose_nothing(english: Words) -> None:
    text = " ".join(f"“It was said for the {number}th time.” [1]" for number in range(1, 501))
    texts = split(answer(Answer("q", text, found=True, citations=(cited(1),)), english))
    together = " ".join(parsing.parse(each).text for each in texts)
    assert "".join(text.split()) in "".join(together.split())
    assert max(length(each) for each in texts) <= 4096


def plain_links(html: str) -> str:
    """The HTML without its links."""
    return "".join(part.partition(">")[2] if part.startswith("href") else part for part in html.split("<a ")).replace("</a>", "")
