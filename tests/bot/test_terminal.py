import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from bot import terminal
from bot.cleaning import clean
from index.types import Answer, Hit, Overview, Progress, Tally

RESET = "\x1b[0m"

EVIL_SHOWN = "[bold red]click[/] [link=https://evil.example]here[/link] :smile:"


def drawn(renderable: RenderableType, *, width: int = 100, colours: bool = False) -> str:
    """What a terminal of that width receives."""
    screen = io.StringIO()
    console = Console(
        file=screen,
        width=width,
        force_terminal=colours,
        color_system="standard" if colours else None,
        no_color=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(renderable)
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines())


def test_an_answer_is_wrapped_to_the_width_with_its_sources_indented(answer: Answer) -> None:
    assert drawn(terminal.answer(answer), width=40) == (
        "Eleven passengers were hurt. [1]\n"
        "Earlier: nine. [2]\n"
        "As of 4 Mar 2025.\n"
        "\n"
        "[1] Osprey towed to Port Ellery — Harbor\n"
        "    Wire, 4 Mar 2025\n"
        "    “Eleven passengers were hurt, the\n"
        "    coast guard now says.”\n"
        "    https://harborwire.example/towed\n"
        "\n"
        "[2] Ferry runs aground — undated\n"
        "    “Nine passengers were hurt.”"
    )


def test_what_the_answer_quotes_is_not_quoted_again_below(answer: Answer) -> None:
    answer = replace(answer, text=f"“{answer.citations[0].quote}” [1] As of 4 March.", citations=answer.citations[:1])
    assert drawn(terminal.answer(answer)).splitlines()[2:] == [
        "[1] Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025",
        "    https://harborwire.example/towed",
    ]


def test_not_knowing_is_said_plainly(unknown: Answer) -> None:
    assert drawn(terminal.answer(unknown), colours=True) == "The articles don't say. 3 were searched."


def test_not_knowing_tells_how_many_articles_were_searched(unknown: Answer) -> None:
    answer = replace(unknown, text="The articles don't say.", searched=38)
    assert drawn(terminal.answer(answer), colours=True) == f"The articles don't say.\n\x1b[2mSearched 38 articles.{RESET}"


def test_a_chart_fits_the_terminal(tally_of: Callable[..., Tally], landings: Sequence[tuple[str, int]]) -> None:
    tally = tally_of(landings[-3:])
    assert drawn(terminal.timeline(tally, width=44), width=44) == (
        "landings\n"
        "16 Nov 2025  21 [1]                        ●\n"
        "                                           │\n"
        "                                           │\n"
        "                                           │\n"
        "14 Nov 2025  20 [2]                ●───────┘\n"
        "                                   │\n"
        "                                   │\n"
        "                                   │\n"
        "10 Nov 2025  19 [3] ●──────────────┘\n"
        "                    ├──────────────────────┤\n"
        "                    10 Nov 2025  16 Nov 2025"
    )


def test_a_chart_in_colours_says_the_same(tally_of: Callable[..., Tally], landings: Sequence[tuple[str, int]]) -> None:
    chart = terminal.timeline(tally_of(landings), width=80)
    assert clean(drawn(chart, width=80, colours=True)) == drawn(chart, width=80)


def test_an_answer_is_bold_and_its_markers_are_not(answer: Answer) -> None:
    first = drawn(terminal.answer(answer), colours=True).splitlines()[0]
    assert first == (
        f"\x1b[1mEleven passengers were hurt. {RESET}\x1b[36m[1]{RESET}\x1b[1m Earlier: nine. {RESET}\x1b[36m[2]{RESET}"
    )


def test_a_source_is_a_link(answer: Answer) -> None:
    heading = drawn(terminal.sources(answer.citations), colours=True).splitlines()[0]
    assert ";https://harborwire.example/towed\x1b\\Osprey towed to Port Ellery\x1b]8;;\x1b\\" in heading


def test_a_hostile_article_gives_no_command_and_no_link_to_the_terminal(hostile: Answer) -> None:
    assert drawn(terminal.answer(hostile), width=300) == (
        f"{EVIL_SHOWN}\n\n[1] {EVIL_SHOWN} — {EVIL_SHOWN}, undated\n    “{EVIL_SHOWN}.”\n    javascript:alert(1)"
    )
    assert "\x1b]8" not in drawn(terminal.answer(hostile), colours=True)


def test_how_a_follow_up_was_understood_and_why_no_model_wrote_it_are_dim_lines(unknown: Answer) -> None:
    told = replace(unknown, rewritten="who won the race?", notice="The endpoint is down.")
    assert drawn(terminal.answer(told), colours=True).splitlines()[1:] == [
        f"\x1b[2mUnderstood as: who won the race?{RESET}",
        f"\x1b[2mThe endpoint is down.{RESET}",
    ]


def test_hits_are_numbered(hit: Hit) -> None:
    assert drawn(terminal.hits([hit])) == (
        "1. Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025\n"
        "   Two tugs pulled the ferry free. It was towed in.\n"
        "   https://harborwire.example/towed"
    )


def test_an_overview_is_a_line_for_each_fact(overview: Overview) -> None:
    assert drawn(terminal.overview(overview)) == (
        "articles   1,200\n"
        "passages   3,400\n"
        "published  3 Mar 2025 to 5 Mar 2025\n"
        "undated    2\n"
        "newest     Night market\n"
        "sources    Harbor Wire (1,198), Vale Gazette (2)\n"
        "encoder    minilm"
    )


def test_no_color_leaves_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.console().no_color


def test_following_ends_with_the_answer(answer: Answer) -> None:
    def events() -> Iterator[Progress | str | Answer]:
        yield Progress("searching [bold]3[/] articles")
        yield "Eleven passengers were hurt. [1]"
        yield answer

    screen = io.StringIO()
    console = Console(file=screen, width=80, force_terminal=True, color_system=None, markup=False)
    assert terminal.follow(events(), console=console) == answer


def test_sentences_are_drawn_as_they_come_without_their_commands(answer: Answer, hostile: Answer) -> None:
    def events() -> Iterator[Progress | str | Answer]:
        yield "Eleven passengers were hurt. [1]"
        yield hostile.text
        yield answer

    screen = io.StringIO()
    console = Console(file=screen, width=120, force_terminal=True, color_system=None, markup=False)
    assert terminal.follow(events(), console=console) == answer
    assert f"Eleven passengers were hurt. [1] {EVIL_SHOWN}" in screen.getvalue()
