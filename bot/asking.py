"""The commands `ask` and `search`."""

from contextlib import closing
from pathlib import Path

from bot import display, opening, records, requests
from index.newsroom import Newsroom
from index.types import Answer, Hit


def ask(question: str, options: records.Record, *, as_json: bool, timeline: bool, home: Path | None) -> int:
    """Answer one question, and draw the tally of the answer if a timeline is wanted. Returns the exit code."""
    asked = requests.question(options | {"question": question})
    with opening.newsroom(home) as news:
        opening.stock(news)
        if as_json:
            records.write(records.answer(_ask(news, asked)))
            return 0
        shown = display.chosen()
        with closing(news.stream(asked.text, as_of=asked.as_of, now=asked.now)) as events:
            given = shown.follow(events)
    shown.answer(given)
    if timeline:
        shown.say("")
        shown.timeline(given.tally) if given.tally else shown.say("the answer is no tally")
    return 0


def ask_each(options: records.Record, *, home: Path | None) -> int:
    """Answer questions that come as JSON records. Returns the exit code."""
    with opening.newsroom(home) as news:
        opening.stock(news)

        def answer(record: records.Record) -> records.Record:
            return records.answer(_ask(news, requests.question(record)))

        return records.answer_each(records.arrive(), answer, defaults=options, home=home)


def search(query: str, options: records.Record, *, as_json: bool, home: Path | None) -> int:
    """Find passages. Returns the exit code."""
    wanted = requests.search(options | {"query": query})
    with opening.newsroom(home) as news:
        opening.stock(news)
        hits = found(news, wanted)
        if as_json:
            records.write(records.search(wanted.query, hits))
        elif hits:
            display.chosen().hits(hits)
        else:
            display.chosen().say("nothing found")
    return 0


def search_each(options: records.Record, *, home: Path | None) -> int:
    """Find passages for searches that come as JSON records. Returns the exit code."""
    with opening.newsroom(home) as news:
        opening.stock(news)

        def find(record: records.Record) -> records.Record:
            wanted = requests.search(record)
            return records.search(wanted.query, found(news, wanted))

        return records.answer_each(records.arrive(), find, defaults=options, home=home)


def _ask(news: Newsroom, asked: requests.Question) -> Answer:
    return news.ask(asked.text, as_of=asked.as_of, now=asked.now, history=asked.history)


def found(news: Newsroom, wanted: requests.Search) -> tuple[Hit, ...]:
    """The passages that a search finds, best first."""
    return news.search(
        wanted.query,
        limit=wanted.limit,
        as_of=wanted.as_of,
        since=wanted.since,
        until=wanted.until,
        source=wanted.source,
        now=wanted.now,
    )
