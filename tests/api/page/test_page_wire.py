"""What the page shows while an answer comes, and when none does."""

import json
from itertools import product

from bot import amounts
from tests.api.page.browser import Tab
from tests.api.page.visiting import QUOTED, ask
from tests.api.page.wire import Wire


def test_an_answer_shows_while_it_is_written_and_is_withdrawn_when_the_articles_are_quoted_instead(
    tab: Tab, address: str, wire: Wire
) -> None:
    tab.open(address)
    ask(tab, "How many boats?")
    assert wire.asked() == {"question": "How many boats?", "history": []}
    wire.say("progress", {"text": "searching 56 articles"})
    tab.until("document.querySelector('.doing').innerText === 'searching 56 articles'")
    assert tab.text("#status") == "searching 56 articles"
    wire.say("sentence", {"text": "Ten boats lay there. [1]"})
    wire.say("sentence", {"text": "They were <b>blue</b>. [1]"})
    tab.until("document.querySelectorAll('p.text span').length === 2")
    assert tab.text("p.text") == "Ten boats lay there. [1] They were <b>blue</b>. [1]"
    assert tab.run("document.querySelector('article').getAttribute('aria-busy')") == "true"
    wire.say("answer", QUOTED)
    tab.until("document.querySelector('.sources')")
    assert tab.text("article") == (
        "How many boats? “Nine boats lay in the harbor.” [1] As of 3 Nov 2025. "
        "Understood as: How many boats lay in the harbor? "
        "The model's answer was not good enough, so the articles are quoted. "
        "The language model read 1,234 tokens and wrote 56 tokens. "
        "Sources [1] Nine boats (opens in a new tab) "
        "Harbor Wire, 3 Nov 2025, updated 5 Nov 2025, also in Isthmus Daily, Pacific Desk "
        "Nine boats lay in the harbor. Note: An earlier version said eight. Back to the answer"
    )
    assert tab.text("#status") == (
        "“Nine boats lay in the harbor.” As of 3 Nov 2025. Understood as: How many boats lay in the harbor? "
        "The model's answer was not good enough, so the articles are quoted. "
        "The language model read 1,234 tokens and wrote 56 tokens. 1 source."
    )
    assert tab.complaints() == []


def test_a_question_that_is_stopped_is_given_up_on_the_other_side_and_can_be_asked_again(
    tab: Tab, address: str, wire: Wire
) -> None:
    tab.open(address)
    ask(tab, "How many boats?")
    wire.asked()
    tab.until("!document.getElementById('stop').hidden")
    tab.run("document.getElementById('stop').click()")
    assert wire.is_left()
    tab.until("document.querySelector('article .problem')")
    assert tab.text("article") == "How many boats? Stopped. Ask again"
    assert tab.run("document.getElementById('question').value") == "How many boats?"
    assert tab.focus() == "question"
    tab.run("document.querySelector('article button').click()")
    assert wire.asked() == {"question": "How many boats?", "history": []}
    assert tab.run("document.getElementById('question').value") == ""
    wire.say("answer", QUOTED)
    tab.until("document.querySelector('.sources')")
    assert tab.texts("h3") == ["How many boats?"]


def test_what_keeps_a_question_from_being_answered_is_told_in_plain_words(tab: Tab, address: str, wire: Wire) -> None:
    tab.open(address)

    def told(count: int) -> str:
        tab.until(f"document.querySelectorAll('article .problem').length === {count}")
        return tab.texts("article .problem")[-1]

    wire.refuse(503, "Too many questions at once.", headers={"Retry-After": "7"})
    ask(tab, "one")
    assert told(1) == "Too many questions at once. Try again in 7 seconds."
    tab.run("document.getElementById('question').value = ''")
    wire.refuse(500, "Something went wrong on our side.", reference="a1b2c3")
    ask(tab, "two")
    assert told(2) == "Something went wrong on our side. (reference a1b2c3)"
    tab.run("document.getElementById('question').value = ''")
    ask(tab, "three")
    assert [wire.asked()["question"] for _ in range(3)] == ["one", "two", "three"]
    wire.say("error", {"error": {"message": "The index cannot be read.", "reference": None}})
    assert told(3) == "The index cannot be read."
    tab.run("document.getElementById('question').value = ''")
    wire.hang_up()
    ask(tab, "four")
    assert told(4) == "The connection broke before the answer was there."
    assert wire.asked()["history"] == []


def test_a_newsroom_that_is_gone_is_told(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.send("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    ask(tab, "How many boats?")
    tab.until("document.querySelector('article .problem')")
    assert tab.text("article .problem") == "The newsroom cannot be reached. Is the connection there?"


def test_figures_are_worded_as_everywhere(tab: Tab, address: str) -> None:
    tab.open(address)
    values = [0, 21, 3.5, 45.25, 999_999, 1_000_000, 1_234_567, 1_250_000_000, 2.5e12, -4, 0.1 + 0.2, 12_345.678]
    units = ["strikes", "%", "$", "US$", "<i>boats</i>", " lead  poisoning cases "]
    cases = list(product(values, units, [None, "at least", "nearly", "constructor"]))
    worded = tab.run(
        f"import('./page/words.js').then((words) => {json.dumps(cases)}"
        ".map((figure) => [words.worded(...figure), words.signed(...figure), words.noun(figure[1])]))"
    )
    assert worded == [[amounts.worded(*figure), amounts.signed(*figure), amounts.noun(figure[1])] for figure in cases]
