"""The command `articles`."""

from pathlib import Path

from bot import display, lines, opening, records


def articles(*, as_json: bool, home: Path | None) -> int:
    """Show what is indexed. Returns the exit code."""
    with opening.newsroom(home) as news:
        held = news.articles()
    if as_json:
        lines.write(records.overview(held))
    elif held.articles:
        display.chosen().overview(held)
    else:
        display.chosen().say("nothing is indexed yet; run: dateline index PATH")
    return 0
