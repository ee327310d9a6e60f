"""The page for those who use it by keyboard or by ear, on a small screen, in the dark, or without wanting things to move."""

import pytest

from tests.api.page.browser import Heard, Tab
from tests.api.page.visiting import QUOTED, ask
from tests.api.page.wire import Wire

_TALLY = {
    "value": 9,
    "qualifier": "at least",
    "unit": "boats",
    "as_of": "2025-11-03T13:20:00-08:00",
    "history": [
        {"value": 4, "as_of": "2025-10-01T00:00:00+00:00", "citation": 1, "qualifier": None, "source": "Harbor Wire"},
        {"value": 9, "as_of": "2025-11-03T13:20:00-08:00", "citation": 1, "qualifier": "at least", "source": "Harbor Wire"},
    ],
    "conflicts": [
        {"value": 8, "as_of": "2025-11-03T10:00:00-08:00", "citation": 1, "qualifier": None, "source": "Port Ellery Gazette"}
    ],
}
_UNTOLD = {"StaticText", "InlineTextBox", "LineBreak", "ListMarker", "LabelText", "paragraph", "generic", "none", "spinbutton"}
"""Words, and what the browser makes of them by itself."""
_FAINT = """(() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (node) => {
    const color = getComputedStyle(node).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" && node.parentElement ? ground(node.parentElement) : color;
  };
  const contrast = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  const seen = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility() && !node.closest(".unseen"));
  const texts = seen.filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  const lines = seen.filter((node) => node.matches("input, textarea, .steps, .conflict"));
  const told = (node, wanted, color) => [node.localName, node.textContent, wanted, contrast(color, ground(node.parentElement))];
  return [
    ...texts.map((node) => [node, getComputedStyle(node)[node.namespaceURI.endsWith("svg") ? "fill" : "color"]])
      .map(([node, color]) => [node.localName, node.textContent, 4.5, contrast(color, ground(node))]),
    ...lines.map((node) => [node, getComputedStyle(node)])
      .map(([node, style]) => told(node, 3, node.matches("input, textarea") ? style.borderColor : style.stroke)),
  ].filter(([, , wanted, found]) => found < wanted);
})()"""


def answered(tab: Tab, wire: Wire) -> None:
    ask(tab, "How many boats?")
    wire.asked()
    wire.say("answer", QUOTED | {"tally": _TALLY})
    tab.until("document.querySelector('svg.chart')")


def test_all_of_it_can_be_done_with_the_keyboard(tab: Tab, address: str, wire: Wire) -> None:
    tab.open(address)
    assert tab.focus() == "question"
    answered(tab, wire)
    assert tab.focus() == "question"
    tab.press("Tab", shift=True)
    assert tab.focus() == "newest"
    tab.press("Enter")
    tab.until("document.activeElement.id === 'answer-1'")
    tab.press("Tab")
    assert tab.focus() == "[1]"
    tab.press("Enter")
    tab.until("document.activeElement.id === 'source-1-1'")
    tab.press("Tab")
    assert tab.focus() == "Nine boats (opens in a new tab)"
    tab.press("Tab")
    assert tab.focus() == "Back to the answer"
    tab.press("Enter")
    tab.until("document.activeElement.id === 'answer-1'")
    for _ in range(3):
        tab.press("Tab")
    assert tab.focus() == "The figures as a table"
    tab.press("Enter")
    assert tab.run("document.querySelector('details').open") is True
    tab.run("document.getElementById('question').focus()")
    tab.type("And of those")
    stops = []
    while (here := tab.focus()) != "send":
        stops.append(here)
        tab.press("Tab")
    assert list(dict.fromkeys(stops)) == ["question", "as-of"]
    tab.press(" ")
    assert wire.asked() == {"question": "And of those", "history": ["How many boats?"]}
    while tab.focus() != "stop":
        tab.press("Tab")
    tab.press("Enter")
    assert wire.is_left()
    tab.until("document.querySelector('article .problem')")
    assert tab.focus() == "question"


def test_the_place_of_the_question_never_covers_what_has_the_focus(tab: Tab, address: str, wire: Wire) -> None:
    tab.open(address)
    citations = [QUOTED["citations"][0] | {"number": number} for number in range(1, 10)]
    ask(tab, "How many boats?")
    wire.asked()
    wire.say("answer", QUOTED | {"citations": citations})
    tab.until("document.querySelector('.sources')")
    uncovered = """(() => {
      const { left, top, width, height } = document.activeElement.getBoundingClientRect();
      const there = document.elementFromPoint(left + Math.min(width / 2, 40), top + height / 2);
      return document.activeElement.contains(there);
    })()"""
    tab.run("document.getElementById('answer-1').focus()")
    stops = []
    for _ in range(19):
        tab.press("Tab")
        stops.append((tab.focus(), tab.run(uncovered)))
    assert stops == [("[1]", True), *[("Nine boats (opens in a new tab)", True), ("Back to the answer", True)] * 9]


def test_a_screen_reader_is_told_what_everything_is(tab: Tab, address: str, wire: Wire) -> None:
    tab.open(address)
    tab.until("document.getElementById('holding').innerText")
    answered(tab, wire)
    told = [heard for heard in tab.heard() if heard.role not in _UNTOLD and not heard.name.startswith("Show date picker")]
    assert told == [
        Heard("RootWebArea", "Dateline"),
        Heard("link", "Skip to your question"),
        Heard("banner", ""),
        Heard("heading", "Dateline"),
        Heard("button", "New conversation"),
        Heard("main", ""),
        Heard("region", "Conversation"),
        Heard("heading", "Conversation"),
        Heard("article", "How many boats?"),
        Heard("heading", "How many boats?"),
        Heard("link", "Source 1"),
        Heard("list", ""),
        *[Heard("listitem", "")] * 4,
        Heard("figure", "Timeline"),
        Heard("Figcaption", ""),
        Heard(
            "image",
            (
                "Line of steps, boats: from 4 on 1 Oct 2025 to at least 9 on 3 Nov 2025, 2 figures. "
                "Others disagree: 8 on 3 Nov 2025."
            ),
        ),
        Heard("list", ""),
        Heard("listitem", ""),
        Heard("link", "Source 1"),
        Heard("group", ""),
        Heard("DisclosureTriangle", "The figures as a table"),
        Heard("region", "Sources"),
        Heard("heading", "Sources"),
        Heard("list", ""),
        Heard("listitem", ""),
        Heard("link", "Nine boats (opens in a new tab)"),
        Heard("blockquote", ""),
        Heard("link", "Back to the answer from source 1"),
        Heard("form", "Ask"),
        Heard("link", "Go to the newest answer"),
        Heard("textbox", "Your question"),
        Heard("Date", "As of the end of (optional)"),
        Heard("button", "Ask"),
        Heard("status", ""),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_stands_out_from_its_ground(tab: Tab, address: str, wire: Wire, scheme: str) -> None:
    tab.looks(width=1280, height=900, scheme=scheme, motion="reduce")
    tab.open(address)
    tab.until("document.getElementById('holding').innerText")
    answered(tab, wire)
    tab.run("document.querySelector('summary').click()")
    wire.refuse(401, "A token is needed.")
    ask(tab, "And now?")
    tab.until("document.getElementById('door').open")
    assert tab.run(_FAINT) == []
    tab.press("Escape")
    tab.until("document.querySelector('article .problem')")
    assert tab.run(_FAINT) == []


def test_it_fits_the_narrowest_screen(tab: Tab, address: str, wire: Wire) -> None:
    tab.looks(width=320, height=256, motion="reduce")
    tab.open(address)
    answered(tab, wire)
    tab.run("document.querySelector('summary').click()")
    assert tab.run("[document.documentElement.scrollWidth, document.querySelector('svg.chart').clientWidth]") == [320, 288]
    assert tab.run("getComputedStyle(document.getElementById('ask')).position") == "relative"


def test_nothing_moves_for_those_who_want_it_still(tab: Tab, address: str, wire: Wire) -> None:
    tab.open(address)
    ask(tab, "How many boats?")
    wire.asked()
    moving = """[
      getComputedStyle(document.querySelector(".doing"), "::after").animationName,
      getComputedStyle(document.documentElement).scrollBehavior,
    ]"""
    assert tab.run(moving) == ["none", "auto"]
    tab.looks(width=390, height=800, motion="no-preference")
    assert tab.run(moving) == ["waiting", "smooth"]
