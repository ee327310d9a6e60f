"""Answers, hits and overviews as rich draws them in a terminal: wrapped, with colours and links."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot import chart
from bot.cleaning import address, clean, one_line
from bot.display import Events, last
from bot.moments import day
from bot.plain import facts, gathered, origin, particulars, passage_mark, provenance, remarks
from index.types import Answer, Article, Citation, Hit, Overview, Passage, Progress, Tally

_STYLES: dict[chart.Role, str] = {
    "words": "dim",
    "date": "dim",
    "figure": "bold",
    "citation": "cyan",
    "line": "yellow",
    "point": "bold yellow",
    "conflict": "bold blue",
}
_MARKER = r"\[\d+(?:, ?\d+)*\]"


def console(*, stderr: bool = False) -> Console:
    """A console that takes no text for markup, so that an article cannot colour or link anything."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def answer(given: Answer) -> RenderableType:
    """An answer, what there is to say about it, and its sources with what they say, as far as the answer does not quote it."""
    text = Text(clean(given.text).strip(), style="bold" if given.found else "")
    text.highlight_regex(_MARKER, Style(color="cyan", bold=False))
    parts: list[RenderableType] = [text]
    parts += [Text(remark, style="dim") for remark in remarks(given)]
    if given.citations:
        parts += [Text(), sources(given.citations, answer=given.text)]
    return Group(*parts)


def sources(citations: Sequence[Citation], *, answer: str = "") -> RenderableType:
    """The sources of an answer, numbered as in its text; what stands in `answer` is not quoted again."""
    grid = _grid()
    for marker, citation, quote in gathered(citations, answer=answer):
        _space(grid)
        body = [_heading(citation.title, origin(citation), citation.url)]
        if quote is not None:
            body.append(Text(f"“{one_line(quote)}”"))
        if citation.correction:
            body.append(Text(f"Note: {one_line(citation.correction)}", style="dim"))
        grid.add_row(Text(marker, style="cyan"), Group(*body, *_link(citation.url)))
    return grid


def timeline(tally: Tally, *, width: int) -> RenderableType:
    """The series of a tally as a chart of that many columns."""
    return Text("\n").join(
        Text.assemble(*((part, _STYLES[role]) for part, role in row)) for row in chart.rows(tally, width=width)
    )


def hits(found: Sequence[Hit]) -> RenderableType:
    """Passages that were found, best first."""
    grid = _grid()
    for number, hit in enumerate(found, start=1):
        _space(grid)
        passage = hit.passage
        heading = _heading(passage.title, provenance(passage.source, passage.published), passage.url)
        grid.add_row(Text(f"{number}.", style="cyan"), Group(heading, Text(one_line(passage.text)), *_link(passage.url)))
    return grid


def overview(held: Overview) -> RenderableType:
    """What the newsroom holds, a line each."""
    return _named(facts(held))


def listing(found: Sequence[Article]) -> RenderableType:
    """Articles, a line each: id, day, outlet, title."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for is_folded in (False, False, True, True):
        table.add_column(no_wrap=not is_folded, overflow="fold")
    for article in found:
        link = address(article.url or "")
        table.add_row(
            Text(article.id, style="dim"),
            Text(day(article.published) if article.published else "undated", justify="right"),
            Text(one_line(article.source or ""), style="dim"),
            Text(one_line(article.title), style=Style(link=link) if link else ""),
        )
    return table


def article(given: Article, passages: Sequence[Passage]) -> RenderableType:
    """One article: what is known of it, then its passages."""
    parts: list[RenderableType] = [_named(particulars(given))]
    for passage in passages:
        parts += [Text(), Text(passage_mark(passage), style="cyan"), Text(clean(passage.text))]
    return Group(*parts)


def _named(values: Sequence[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, value in values:
        grid.add_row(Text(name, style="dim"), Text(value, overflow="fold"))
    return grid


def _grid() -> Table:
    """Two columns, the first for numbers."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _space(grid: Table) -> None:
    """An empty line below what is there already."""
    if grid.row_count:
        grid.add_row()


def _heading(title: str, origin: str, url: str | None) -> Text:
    linked = Style(link=address(url)) if address(url) else Style()
    return Text.assemble((one_line(title), linked), (f" — {origin}", "dim"))


def _link(url: str | None) -> list[Text]:
    if not url:
        return []
    style = Style(dim=True, link=address(url)) if address(url) else Style(dim=True)
    return [Text(one_line(url), style=style, overflow="fold")]


def follow(events: Events, *, console: Console) -> Answer:
    """Show each step and each sentence as it comes, wipe them at the end, and return the answer."""
    spinner = Spinner("dots", Text("searching …", style="dim"))
    sentences = Text()
    with Live(Group(spinner, sentences), console=console, transient=True, refresh_per_second=12):
        return last(_shown(events, sentences, spinner))


def _shown(events: Events, sentences: Text, spinner: Spinner) -> Events:
    for event in events:
        if isinstance(event, Progress):
            spinner.update(text=Text(one_line(event.text), style="dim"))
        elif isinstance(event, str):
            sentences.append(f"{clean(event).strip()} ")
        yield event
