"""The page before a real newsroom: what a person reads, and what neither an article nor a stranger can do to them."""

import json
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from bot.api.application import Api
from index import Newsroom
from index.chat.endpoint import Message
from index.storage.embedding import Encoder
from index.types import Article, Usage
from tests.api.page.browser import Tab
from tests.api.page.visiting import ask
from tests.api.serving import serving
from tests.writing.scripted import AGED, ELECTED, MAYOR, Scripted

TOKEN = "an-open-secret-of-the-tests"
_HOSTILE = "<img src=https://evil.example/pixel onerror=document.title='owned'>"


@pytest.fixture(scope="module")
def corpus(samples: Newsroom) -> Iterator[str]:
    """Where the page is that answers from the sample articles."""
    with serving(Api(samples)) as address:
        yield address


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[str]:
    """Where the page is that answers those who have the token, from an article that means harm."""
    harmful = Article(
        id="0" * 16,
        title=f"Nine ferries </title><script>alert(1)</script> {_HOSTILE}",
        text=f"Nine ferries are tied up in Port Ellery, the harbour office said {_HOSTILE} on Monday.",
        origin="/harmful.md",
        retrieved=datetime(2025, 5, 2, tzinfo=UTC),
        url="javascript:document.title='owned'",
        source=f"River <b>Post</b> \u202e{_HOSTILE}",
        published=datetime(2025, 5, 1, tzinfo=UTC),
    )
    with Newsroom.open(tmp_path_factory.mktemp("harmful"), encoder=encoder) as news:
        news.ingest([harmful])
        with serving(Api(news, token=TOKEN)) as address:
            yield address


class Pausing(Scripted):
    """A model that rests between its two sentences until it is let go on."""

    def __init__(self) -> None:
        super().__init__(ELECTED)
        self.rested = Event()

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        yield f"{ELECTED} She "
        self.rested.wait(30)
        yield AGED.removeprefix("She ")
        return Usage(prompt=100, output=20)


def answered(tab: Tab, question: str) -> None:
    """Ask, and wait for what comes of it."""
    count = tab.run("document.querySelectorAll('article').length")
    ask(tab, question)
    tab.until(f"document.querySelectorAll('article:not([aria-busy])').length === {count + 1}")


def test_an_answer_comes_with_its_sources_their_quotes_and_its_timeline(tab: Tab, corpus: str) -> None:
    tab.open(corpus)
    tab.until("document.getElementById('holding').innerText")
    assert tab.text("#holding") == "56 articles, the newest of 20 Nov 2025"
    answered(tab, "how many strikes so far?")
    assert tab.text("#answer-1") == (
        "At least 21 strikes, as of 16 Nov 2025. [1] Earlier: 20 on 14 Nov 2025 [2], nineteen on 10 Nov 2025 [3], "
        "17 on 7 Nov 2025 [4]."
    )
    assert tab.texts(".sources li")[:2] == [
        (
            "[1] Three killed in twenty-first boat strike, in eastern Pacific (opens in a new tab) "
            "Harbor Wire, 16 Nov 2025, also in Brackwater Tribune "
            "It was at least the 21st strike since the campaign began on Sept. 2. Back to the answer"
        ),
        (
            "[2] Pentagon discloses 20th strike; toll at least 79 (opens in a new tab) Harbor Wire, 14 Nov 2025 "
            "It was the 20th attack of the campaign, in which at least 79 people have died. Back to the answer"
        ),
    ]
    assert tab.run("[...document.querySelectorAll('#source-1-1 a')].map(({href, target, rel}) => [href, target, rel])") == [
        ["https://harborwire.example/2025/11/16/twenty-first-strike", "_blank", "noopener noreferrer nofollow"],
        [f"{corpus}/#answer-1", "", ""],
    ]
    tab.until("document.querySelector('svg.chart')")
    assert tab.run("document.querySelector('svg.chart').getAttribute('aria-label')") == (
        "Line of steps, strikes: from 3 on 20 Sep 2025 to at least 21 on 16 Nov 2025, 13 figures."
    )
    assert tab.run("[...document.querySelectorAll('.point title')].map((one) => one.textContent)")[-2:] == [
        "20, 14 Nov 2025, Harbor Wire",
        "at least 21, 16 Nov 2025, Harbor Wire",
    ]
    tab.run("document.querySelector('summary').click()")
    assert tab.texts("tbody tr")[:3] == [
        "16 Nov 2025 at least 21 Harbor Wire [1]",
        "14 Nov 2025 20 Harbor Wire [2]",
        "10 Nov 2025 19 Harbor Wire [3]",
    ]
    assert tab.complaints() == []


def test_a_follow_up_leans_on_the_question_before_it_until_a_new_conversation_begins(tab: Tab, corpus: str) -> None:
    tab.open(corpus)
    answered(tab, "how many strikes so far?")
    answered(tab, "and how many people were killed?")
    assert tab.texts("#conversation > article:last-child .remarks li") == [
        "Understood as: and how many people were killed (strikes)?"
    ]
    tab.until("document.querySelectorAll('svg.chart').length === 2")
    assert tab.texts("#conversation > article:last-child .others li") == [
        "Disagrees: at least 75 on 10 Nov 2025: Harbor Wire [5]",
        "Disagrees: 83 on 16 Nov 2025: Pacific Desk [6]",
    ]
    tab.run("document.getElementById('anew').click()")
    assert tab.texts("article") == []
    answered(tab, "and how many people were killed?")
    assert tab.texts(".remarks li") == []
    assert tab.focus() == "question"


def test_with_a_day_only_what_was_known_by_its_end_counts(tab: Tab, corpus: str) -> None:
    tab.open(corpus)
    tab.run("document.getElementById('as-of').value = '2025-10-20'")
    answered(tab, "how many strikes so far?")
    assert tab.text("article > .quiet") == "With what was known by the end of 20 Oct 2025"
    assert tab.text("#answer-1 p").startswith("Seven American strikes, as of 19 Oct 2025. [1] Earlier: six on 18 Oct 2025 [2]")
    answered(tab, "When was Operation Southern Spear announced?")
    assert tab.text("#answer-2 p").startswith("The articles don't say (searched up to 20 Oct 2025). Closest:")
    assert tab.text("#sources-2") == "What comes closest"


def test_a_question_that_is_refused_is_told(tab: Tab, corpus: str) -> None:
    tab.open(corpus)
    tab.run("document.getElementById('question').removeAttribute('maxlength')")
    answered(tab, "why " * 600)
    assert tab.text("article .problem") == "The question has 2,399 characters; at most 2,000 are read, so shorten it."


def test_the_token_is_asked_for_once_and_kept_in_the_tab_alone(tab: Tab, guarded: str) -> None:
    tab.open(guarded)
    tab.type("How many ferries?")
    tab.press("Enter")
    tab.until("document.getElementById('door').open")
    assert tab.text("#door-reason") == "This newsroom wants a token before it answers."
    assert [heard.name for heard in tab.heard() if heard.role in {"dialog", "textbox", "button"}] == [
        "A token, please",
        "Token",
        "Go on",
        "Cancel",
    ]
    assert tab.focus() == "token"
    tab.type("no such token")
    tab.press("Enter")
    assert tab.run("document.getElementById('door').open") is True
    tab.run("document.getElementById('token').value = ''")
    tab.type("not-the-token")
    tab.press("Enter")
    tab.until("document.getElementById('door-reason').innerText === 'This newsroom does not know that token.'")
    tab.type(TOKEN)
    tab.press("Enter")
    tab.until("document.querySelector('.sources')")
    kept = "JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"
    assert json.loads(tab.run(kept)) == [{"dateline-token": TOKEN}, {}, ""]
    tab.open(guarded)
    answered(tab, "How many ferries?")
    tab.run("document.getElementById('forget').click()")
    assert json.loads(tab.run(kept)) == [{}, {}, ""]
    tab.type("How many ferries?")
    tab.press("Enter")
    tab.until("document.getElementById('door').open")
    tab.press("Escape")
    tab.until("document.querySelector('article .problem')")
    assert tab.text("article .problem") == "Without a token there is no answer here."
    assert tab.focus() == "question"


def test_text_of_articles_stays_text_and_nothing_is_fetched_from_elsewhere(tab: Tab, guarded: str) -> None:
    tab.open(guarded)
    tab.run(f"sessionStorage.setItem('dateline-token', {json.dumps(TOKEN)})")
    answered(tab, "How many ferries are tied up?")
    assert tab.text("#source-1-1 .title") == f"[1] Nine ferries </title><script>alert(1)</script> {_HOSTILE}"
    assert tab.text("#source-1-1 .quiet") == f"River <b>Post</b> {_HOSTILE}, 1 May 2025"
    assert tab.run("document.querySelectorAll('#conversation :is(img, script, b)').length") == 0
    assert tab.run("[...document.querySelectorAll('#conversation a')].filter((link) => link.protocol !== 'http:').length") == 0
    assert tab.run("document.title") == "Dateline"
    assert [request for request in tab.requested() if not request.startswith(f"{guarded}/")] == []
    assert tab.complaints() == []


def test_sentences_of_a_language_model_are_shown_while_it_writes(tab: Tab, home: Path, encoder: Encoder) -> None:
    model = Pausing()
    with Newsroom.open(home, encoder=encoder, model=model) as news, serving(Api(news)) as address:
        tab.open(address)
        ask(tab, MAYOR)
        tab.until("document.querySelectorAll('p.text span').length === 1")
        assert tab.text("p.text") == "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. [1]"
        model.rested.set()
        tab.until("document.querySelector('.sources')")
    assert tab.text("#answer-1") == (
        "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. [1] "
        "She is 41 years old and runs a boatyard. [1] As of 31 Mar 2025."
    )
    assert tab.texts(".remarks li") == [
        "Written by a language model, and each sentence checked against the articles.",
        "The language model read 100 tokens and wrote 20 tokens.",
    ]
