"""A running tally as a picture that can be posted."""

import logging
from collections.abc import Sequence
from typing import Literal, get_args

from index.types import Citation, Tally

Form = Literal["png", "svg", "pdf"]
FORMS: tuple[Form, ...] = get_args(Form)


WIDTH = 1584
"""Pixels from side to side of a PNG, unless another width is asked for."""


def draw(tally: Tally, citations: Sequence[Citation], title: str, *, form: Form = "png", width: int = WIDTH) -> bytes:
    """The picture of a tally with at least two dated figures, as the bytes of a file. Safe for many threads.

    The figures stand as a line of steps under the title, with what they count, who disagrees, until when it holds, and the
    sources. Without a title, what is counted is the title. The same arguments give the same bytes. A PNG is `width` pixels wide
    and five eighths of that high; the other forms have no pixels. Raises ValueError when fewer than two figures are dated.
    """
    # Where it cannot write to the person's home, matplotlib uses a temporary folder, and warns of it while it is imported.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from bot import drawing  # here because of the line above, and because matplotlib is slow to import

    return drawing.draw(tally, citations, title, form=form, width=width)
