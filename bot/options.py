"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None, typer.Option(help="Folder of the index; else DATELINE_HOME, else your user data folder.", metavar="DIR")
]
AsOf = Annotated[
    str | None, typer.Option(help="Only what was known then; a date means the end of that day, UTC.", metavar="DATE")
]
Now = Annotated[str | None, typer.Option(help="What 'today' means; the clock's time if not given.", metavar="TIME")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON out, one object a line; without words, JSON lines in as well.")]
