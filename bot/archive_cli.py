"""What can be typed about single articles and about the index as a whole, and which function follows it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.failures import explained
from bot.options import Home

Name = Annotated[str, typer.Argument(metavar="ID", help="Its id, the beginning of it, or its URL.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (articles, show, remove, export, restore, doctor):
        app.command("import" if command is restore else None)(explained(command))


def articles(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help="Only titles with these words.", show_default=False)
    ] = None,
    *,
    as_list: Annotated[bool, typer.Option("--list", help="List the articles, newest first.")] = False,
    since: Annotated[str | None, typer.Option(help="Only those published from then on.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Only those published by then.", metavar="DATE")] = None,
    source: Annotated[str | None, typer.Option(help="Only this outlet.", metavar="OUTLET")] = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only those without a date.")] = False,
    limit: Annotated[int | None, typer.Option(help="At most so many.", metavar="N")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON out: one object, or one a line for a list.")] = False,
    home: Home = None,
) -> int:
    """Show what is indexed: how much, from when, from whom; or list the articles."""
    if not (as_list or words or since or until or source or undated or limit is not None):
        from bot import showing

        return showing.articles(as_json=as_json, home=home)
    from bot import housekeeping

    wanted = housekeeping.Filter(
        words=" ".join(words or ()), since=since, until=until, source=source, is_undated=undated, limit=limit
    )
    return housekeeping.listing(wanted, as_json=as_json, home=home)


def show(
    name: Name,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON out, one object.")] = False,
    home: Home = None,
) -> int:
    """Print one article with its passages."""
    from bot import housekeeping

    return housekeeping.show(name, as_json=as_json, home=home)


def remove(
    names: Annotated[list[str], typer.Argument(metavar="ID", help="Ids, beginnings of them, or URLs.", show_default=False)],
    *,
    home: Home = None,
) -> int:
    """Forget articles; a file that still holds one brings it back when it is indexed again."""
    from bot import housekeeping

    return housekeeping.remove(names, home=home)


def export(
    target: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Replaced if it exists; else standard output.", show_default=False)
    ] = None,
    *,
    home: Home = None,
) -> int:
    """Write all articles as JSON lines, from which import makes the same index again."""
    from bot import housekeeping

    return housekeeping.export(target, home=home)


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote.", show_default=False)],
    *,
    home: Home = None,
) -> int:
    """Read the articles of an exported file, to the letter."""
    from bot import housekeeping

    return housekeeping.restore(source, home=home)


def doctor(
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what is broken.")] = False,
    home: Home = None,
) -> int:
    """Look whether the parts of the index are whole and hold the same."""
    from bot import housekeeping

    return housekeeping.doctor(repair=repair, home=home)
