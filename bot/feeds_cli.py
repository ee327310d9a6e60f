"""What can be typed about feeds and about what keeps coming, and which function follows it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.failures import explained
from bot.options import Home

_GROUP = typer.Typer(name="feeds", help="The feeds that bring articles in.", rich_markup_mode=None, no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (add, show, remove, refresh):
        _GROUP.command("list" if command is show else None)(explained(command))
    app.add_typer(_GROUP)
    app.command()(explained(watch))


def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL_OR_OPML", help="Feeds, sitemaps, pages that name one, OPML files.", show_default=False),
    ],
    *,
    home: Home = None,
) -> int:
    """Keep feeds: RSS, Atom, JSON Feed and news sitemaps, or all those of an OPML list."""
    from bot import feeding

    return feeding.add(sources, home=home)


def show(
    *, as_json: Annotated[bool, typer.Option("--json", help="JSON out, one object a line.")] = False, home: Home = None
) -> int:
    """List the feeds, and how each one stands."""
    from bot import feeding

    return feeding.show(as_json=as_json, home=home)


def remove(
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="As the list shows them.", show_default=False)],
    *,
    home: Home = None,
) -> int:
    """Forget feeds; the articles that came from them stay."""
    from bot import feeding

    return feeding.remove(urls, home=home)


def refresh(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Only these feeds; else all.", show_default=False)
    ] = None,
    *,
    home: Home = None,
) -> int:
    """Read the feeds now, and fetch what is new."""
    from bot import feeding

    return feeding.refresh(urls or [], home=home)


def watch(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER", help="Folders and files to watch as well.", show_default=False)
    ] = None,
    *,
    home: Home = None,
) -> int:
    """Stay, read feeds when they are due, and index what changes in folders, until Ctrl-C."""
    from bot import watching

    return watching.watch(folders or [], home=home)
