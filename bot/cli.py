"""The command line: what can be typed, and which module follows it.

Each command imports its module when it runs: `dateline --help` must not wait for a vector store.
"""

import sys
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot import archive_cli, feeds_cli
from bot.failures import Misuse, explained
from bot.options import AsJson, AsOf, Home, Now

app = typer.Typer(
    name="dateline",
    help="Answers questions about the news from articles you give it: cited, dated, and honest when the articles don't say.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class LogFormat(Enum):
    """How log lines look."""

    text = "text"
    json = "json"


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app(prog_name="dateline")


@app.callback(invoke_without_command=True)
def _without_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of  # here because it is slow and seldom asked for

        print(f"dateline {version_of('dateline')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
@explained
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="What you want to know.", show_default=False)
    ] = None,
    *,
    as_of: AsOf = None,
    now: Now = None,
    as_json: AsJson = False,
    timeline: Annotated[bool, typer.Option("--timeline", help="Draw how the tally of the answer went.")] = False,
    home: Home = None,
) -> int:
    """Answer a question, with its sources."""
    from bot import asking

    if as_json and timeline:
        raise Misuse("--json already holds the tally: leave out --timeline, which draws it")
    options = _given(as_of=as_of, now=now)
    if question is not None:
        return asking.ask(" ".join(question), options, as_json=as_json, timeline=timeline, home=home)
    if as_json:
        return asking.ask_each(options, home=home)
    raise Misuse("ask what? For example: dateline ask 'how many strikes so far?'")


@app.command()
@explained
def timeline(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="What shall be counted.", show_default=False)
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(help="File to draw in: .png, .svg or .pdf; replaced if it exists.", metavar="FILE")
    ] = None,
    as_of: AsOf = None,
    now: Now = None,
    home: Home = None,
) -> int:
    """Answer a question for a count, and draw how it grew into a picture."""
    example = "dateline timeline 'how many strikes so far?' --output chart.png"
    if question is None:
        raise Misuse(f"draw what? For example: {example}")
    if output is None:
        raise Misuse(f"draw where? For example: {example}")
    from bot import timeline as drawing

    return drawing.timeline(" ".join(question), _given(as_of=as_of, now=now), output=output, home=home)


@app.command()
@explained
def search(
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="What the passages should be about.", show_default=False)
    ] = None,
    *,
    limit: Annotated[int, typer.Option(help="Most passages to show, 1 to 100.", metavar="N")] = 10,
    as_of: AsOf = None,
    since: Annotated[str | None, typer.Option(help="Only articles published from then on.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published by then.", metavar="DATE")] = None,
    source: Annotated[str | None, typer.Option(help="Only this outlet.", metavar="OUTLET")] = None,
    now: Now = None,
    as_json: AsJson = False,
    home: Home = None,
) -> int:
    """Find passages, best first."""
    from bot import asking

    options = _given(limit=limit, as_of=as_of, since=since, until=until, source=source, now=now)
    if query is not None:
        return asking.search(" ".join(query), options, as_json=as_json, home=home)
    if as_json:
        return asking.search_each(options, home=home)
    raise Misuse("search for what? For example: dateline search 'boat strikes'")


@app.command()
@explained
def index(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH_OR_URL", help="Files, folders, addresses of pages.", show_default=False)
    ] = None,
    *,
    prune: Annotated[bool, typer.Option("--prune", help="Remove articles whose file is gone from the folders given.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First embed again all that is indexed, with the encoder now set.")
    ] = False,
    home: Home = None,
) -> int:
    """Read articles into the index: .md, .txt, .html, .json and .jsonl files, folders of them, and pages of the web."""
    from bot import indexing

    return indexing.index(paths or [], prune=prune, rebuild=rebuild, home=home)


@app.command()
@explained
def repl(*, home: Home = None) -> int:
    """Converse: ask, follow up, look at sources."""
    from bot import repl as conversation

    return conversation.repl(home=home)


@app.command()
@explained
def check(*, home: Home = None) -> int:
    """Show the settings, secrets hidden, and whether the index can be used."""
    from bot import showing

    return showing.check(home=home)


@app.command()
@explained
def serve(
    *,
    webhook: Annotated[
        str | None,
        typer.Option(
            help="Where Telegram brings updates; they are fetched if not given. Needs DATELINE_WEBHOOK_SECRET.", metavar="URL"
        ),
    ] = None,
    listen: Annotated[
        str | None,
        typer.Option(help="Where to take what is brought to the webhook; 127.0.0.1:8080 if not given.", metavar="HOST:PORT"),
    ] = None,
    log_format: Annotated[LogFormat, typer.Option(help="Of the log on standard error.")] = LogFormat.text,
    home: Home = None,
) -> int:
    """Run the Telegram bot until it is told to end."""
    from bot import serving

    return serving.serve(webhook=webhook, listen=listen, log_format=log_format.value, home=home)


@app.command()
@explained
def mcp(
    *,
    http: Annotated[
        str | None,
        typer.Option(
            help="Where to serve over HTTP, at the path /mcp; standard input and output if not given. Needs DATELINE_API_TOKEN.",
            metavar="HOST:PORT",
        ),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="A site by whose name this server is reached, or whose pages may ask; may be repeated.", metavar="URL"),
    ] = None,
    home: Home = None,
) -> int:
    """Serve other assistants by the Model Context Protocol."""
    from bot.mcp import serving

    return serving.serve(http=http, origins=origin or (), home=home)


@app.command()
@explained
def api(
    *,
    listen: Annotated[str | None, typer.Option(help="Where to listen; 127.0.0.1:8000 if not given.", metavar="HOST:PORT")] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="A site whose pages may ask, or by whose name this server is reached; may be repeated.", metavar="URL"),
    ] = None,
    log_format: Annotated[LogFormat, typer.Option(help="Of the log on standard error.")] = LogFormat.text,
    home: Home = None,
) -> int:
    """Answer other programs over HTTP, and people on a page, until told to end."""
    from bot.api import command

    return command.api(listen=listen, origins=origin or (), log_format=log_format.value, home=home)


@app.command()
@explained
def health(*, home: Home = None) -> int:
    """Tell whether the Telegram bot is well: exit code 0 when Telegram answered it within the last minute, else 1."""
    from bot import serving

    return serving.health(home=home)


archive_cli.register(app)
feeds_cli.register(app)


def _given(**options: object) -> dict[str, object]:
    """The options that were given."""
    return {name: value for name, value in options.items() if value is not None}
