"""What the bot says of itself and its articles."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.telegram.messages import lists
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import plain
from bot.telegram.messages.splitting import split
from index.newsroom import Newsroom
from index.types import Headline
from tests.telegram.emulator import parsing

HEADLINES = (
    Headline(2, "a2", "Boat < sunk", "Harbor Wire", "https://harborwire.example/a2", datetime(2025, 11, 16, tzinfo=UTC)),
    Headline(1, "a1", "A feature"),
)


def test_the_welcome_says_what_is_known(samples: Newsroom, english: Words, spanish: Words) -> None:
    assert lists.welcome(samples.articles(), english) == (
        (
            "<b>Hello! I answer questions about the news.</b>\nI have read <b>56 articles</b>, from 2 Sep to 19 Nov 2025. "
            "They come from Harbor Wire, Brackwater Tribune, Pacific Desk and 2 more outlets."
        ),
        (
            "Every answer comes from these articles alone, links to them, and says as of when it holds. "
            "When they don’t say, I tell you so."
        ),
        "Ask in your own words, or try one of these:",
    )
    assert plain(lists.welcome(samples.articles(), spanish)[0]) == (
        "¡Hola! Respondo preguntas sobre las noticias.\nHe leído 56 artículos, del 2 sept al 19 nov 2025. "
        "Son de Harbor Wire, Brackwater Tribune, Pacific Desk y 2 medios más."
    )


def test_the_welcome_of_a_small_or_undated_newsroom(samples: Newsroom, english: Words) -> None:
    held = replace(samples.articles(), articles=1, first_published=None, last_published=None, sources=(("Vale & Co", 1),))
    assert lists.welcome(held, english)[0] == (
        "<b>Hello! I answer questions about the news.</b>\nI have read <b>1 article</b>. They come from Vale &amp; Co."
    )
    assert lists.welcome(replace(held, sources=()), english)[0].endswith("<b>1 article</b>.")


def test_the_welcome_of_an_empty_newsroom_promises_nothing(samples: Newsroom, english: Words) -> None:
    assert lists.welcome(replace(samples.articles(), articles=0), english)[1:] == (
        "There are no articles to answer from yet. Please come back a little later.",
    )


def test_the_newest_articles_are_links_with_outlet_and_day(english: Words) -> None:
    assert lists.latest(HEADLINES, english, topic=None) == (
        "<b>Latest articles</b>",
        '<a href="https://harborwire.example/a2"><b>Boat &lt; sunk</b></a>\nHarbor Wire · 16 Nov 2025',
        "<b>A feature</b>\nundated",
    )


def test_the_newest_articles_of_a_topic(english: Words, spanish: Words) -> None:
    assert lists.latest(HEADLINES, spanish, topic="<barcos>")[0] == "<b>Lo último sobre «&lt;barcos&gt;»</b>"
    assert lists.latest((), english, topic="boats") == (
        "I found no article on “boats”. Try other words, or /latest alone for the newest of all.",
    )
    assert lists.latest((), english, topic=None) == ("There are no articles yet.",)


def test_topics_are_listed_with_the_way_to_end_them(english: Words) -> None:
    assert lists.subscriptions(("boat strikes", "a < b"), english) == (
        "<b>You will hear from me about:</b>",
        "• boat strikes\n• a &lt; b",
        "To stop one, tap it below, or write /unsubscribe and the topic.",
    )
    assert lists.subscriptions((), english) == (
        "You follow no topic yet. To hear of new articles, write /subscribe and a topic.",
    )


def test_privacy_tells_what_is_kept_and_for_how_long(english: Words, spanish: Words) -> None:
    assert "deleted after 30 days." in lists.privacy(english, days=30)[0]
    assert "se borran a los 30 días." in lists.privacy(spanish, days=30)[0]
    assert [len(lists.privacy(english, days=1, has_model=model)) for model in (False, True)] == [3, 4]


def test_what_was_forgotten_is_counted(english: Words) -> None:
    assert lists.forgotten(english, questions=3, feedback=1, subscriptions=0, buttons=7) == (
        "<b>Done.</b> Deleted: 3 questions with their answers, 1 thumb, 7 buttons.",
        "Only how many questions you asked today is kept until midnight (UTC), for the daily limit.",
    )
    assert lists.forgotten(english, questions=0, feedback=0, subscriptions=0, buttons=0) == (
        "There was nothing to delete: I keep nothing of you.",
    )


@pytest.mark.parametrize("code", ["english", "spanish"])
def test_help_has_a_line_for_each_command(code: str, request: pytest.FixtureRequest) -> None:
    words: Words = request.getfixturevalue(code)
    known = sorted(name.removeprefix("command_") for name in words.names if name.startswith("command_"))
    (text,) = split(lists.help(words, commands=known))
    assert [line.split(" ")[0] for line in parsing.parse(text).text.split("\n") if line.startswith("/")] == [
        f"/{name}" for name in known
    ]
