"""What a visitor of the page does, and what may be answered."""

from tests.api.page.browser import Tab
from tests.api.page.wire import Record

QUOTED: Record = {
    "question": "How many boats?",
    "text": "“Nine boats lay in the harbor.” [1]",
    "found": True,
    "as_of": "2025-11-03T13:20:00-08:00",
    "mode": "quotes",
    "citations": [
        {
            "number": 1,
            "article_id": "e780c56a0bfec8c4",
            "title": "Nine boats",
            "source": "Harbor Wire",
            "url": "https://harborwire.example/nine",
            "published": "2025-11-03T13:20:00-08:00",
            "quote": "Nine boats lay in the harbor.",
            "updated": "2025-11-05T08:00:00-08:00",
            "correction": "An earlier version said eight.",
            "outlets": ["Isthmus Daily", "Pacific Desk"],
        }
    ],
    "tally": None,
    "rewritten": "How many boats lay in the harbor?",
    "language": None,
    "notice": "The model's answer was not good enough, so the articles are quoted.",
    "usage": {"prompt": 1234, "output": 56, "cost": None},
}


def ask(tab: Tab, question: str) -> None:
    """Type a question and send it off."""
    tab.run("document.getElementById('question').focus()")
    tab.type(question)
    tab.press("Enter")
