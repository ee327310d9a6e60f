from dataclasses import replace

from bot import plain
from index.types import Answer, Hit, Overview

EVIL_SHOWN = "[bold red]click[/] [link=https://evil.example]here[/link] :smile:"


def test_an_answer_is_followed_by_its_moment_and_its_sources(answer: Answer) -> None:
    assert plain.answer(answer) == (
        "Eleven passengers were hurt. [1] Earlier: nine. [2]\n"
        "As of 4 Mar 2025.\n"
        "\n"
        "[1] Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025\n"
        "    “Eleven passengers were hurt, the coast guard now says.”\n"
        "    https://harborwire.example/towed\n"
        "\n"
        "[2] Ferry runs aground — undated\n"
        "    “Nine passengers were hurt.”"
    )


def test_what_the_answer_quotes_is_not_quoted_again_below(answer: Answer) -> None:
    first, second = answer.citations
    answer = replace(answer, text=f"“{first.quote}” [1] As of 4 March.", citations=(first, second))
    assert plain.answer(answer).splitlines()[2:] == [
        "[1] Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025",
        "    https://harborwire.example/towed",
        "",
        "[2] Ferry runs aground — undated",
        "    “Nine passengers were hurt.”",
    ]


def test_passages_of_one_article_that_the_answer_quotes_are_one_source(answer: Answer) -> None:
    first, second = answer.citations
    third = replace(first, number=3, quote="Two tugs pulled the ferry Osprey free on Tuesday.")
    answer = replace(answer, text=f"“{first.quote}” [1] “{third.quote}” [3] As of 4 March.", citations=(first, second, third))
    assert plain.answer(answer).splitlines()[2:] == [
        "[1, 3] Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025",
        "    https://harborwire.example/towed",
        "",
        "[2] Ferry runs aground — undated",
        "    “Nine passengers were hurt.”",
    ]


def test_an_answer_that_names_its_moment_is_not_dated_twice(answer: Answer) -> None:
    answer = replace(answer, text="As of 4 March, eleven.", citations=())
    assert plain.answer(answer) == "As of 4 March, eleven."


def test_not_knowing_is_said_plainly(unknown: Answer) -> None:
    assert plain.answer(unknown) == "The articles don't say. 3 were searched."


def test_not_knowing_tells_how_many_articles_were_searched(unknown: Answer) -> None:
    shown = [plain.answer(replace(unknown, text="The articles don't say.", searched=count)) for count in (0, 1, 1_380)]
    assert shown == [
        "The articles don't say.",
        "The articles don't say.\nSearched 1 article.",
        "The articles don't say.\nSearched 1,380 articles.",
    ]


def test_a_text_that_tells_how_many_articles_were_searched_is_enough(unknown: Answer) -> None:
    answer = replace(unknown, text="The articles don't say (38 articles searched).", searched=38)
    assert plain.answer(answer) == "The articles don't say (38 articles searched)."


def test_knowing_does_not_tell_how_many_articles_were_searched(answer: Answer) -> None:
    assert plain.answer(replace(answer, searched=38)) == plain.answer(answer)


def test_a_tally_is_dated_once_and_its_sources_quote_the_figures(counted: Answer) -> None:
    assert plain.answer(counted) == (
        "At least 11 passengers hurt, as of 4 Mar 2025. [1] Earlier: 9 on 3 Mar [2]. Vale Gazette: 12 [3].\n"
        "\n"
        "[1] Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025\n"
        "    “Eleven passengers were hurt, the coast guard now says.”\n"
        "    https://harborwire.example/towed\n"
        "\n"
        "[2] Ferry runs aground — undated\n"
        "    “Nine passengers were hurt.”\n"
        "\n"
        "[3] Twelve hurt on the Osprey — Vale Gazette, 4 Mar 2025\n"
        "    “Twelve people were hurt.”"
    )


def test_how_a_follow_up_was_understood_and_why_no_model_wrote_it_are_a_line_each(answer: Answer, hostile: Answer) -> None:
    told = replace(answer, citations=(), rewritten="how many were hurt in March?", notice="The endpoint\nis down.")
    assert plain.answer(told) == (
        "Eleven passengers were hurt. [1] Earlier: nine. [2]\n"
        "As of 4 Mar 2025.\n"
        "Understood as: how many were hurt in March?\n"
        "The endpoint is down."
    )
    evil = replace(hostile, citations=(), rewritten=hostile.text, notice=hostile.text)
    assert plain.answer(evil) == f"{EVIL_SHOWN}\nUnderstood as: {EVIL_SHOWN}\n{EVIL_SHOWN}"


def test_hits_are_numbered_and_each_passage_is_one_line(hit: Hit) -> None:
    assert plain.hits([hit, hit]) == (
        "1. Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025\n"
        "    Two tugs pulled the ferry free. It was towed in.\n"
        "    https://harborwire.example/towed\n"
        "\n"
        "2. Osprey towed to Port Ellery — Harbor Wire, 4 Mar 2025\n"
        "    Two tugs pulled the ferry free. It was towed in.\n"
        "    https://harborwire.example/towed"
    )


def test_an_overview_is_a_line_for_each_fact(overview: Overview) -> None:
    assert plain.overview(overview) == (
        "articles   1,200\n"
        "passages   3,400\n"
        "published  3 Mar 2025 to 5 Mar 2025\n"
        "undated    2\n"
        "newest     Night market\n"
        "sources    Harbor Wire (1,198), Vale Gazette (2)\n"
        "encoder    minilm"
    )


def test_an_empty_overview_invents_nothing() -> None:
    assert plain.overview(Overview(articles=0, passages=0, undated=0, embedder="minilm")) == (
        "articles   0\npassages   0\npublished  no dates known\nundated    0\nnewest     none\nsources    none\nencoder    minilm"
    )


def test_a_hostile_article_gives_no_command_to_the_terminal(hostile: Answer) -> None:
    assert plain.answer(hostile) == (
        f"{EVIL_SHOWN}\n\n[1] {EVIL_SHOWN} — {EVIL_SHOWN}, undated\n    “{EVIL_SHOWN}.”\n    javascript:alert(1)"
    )
