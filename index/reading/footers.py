"""The line that blog software puts below a syndicated article."""

import re
from dataclasses import dataclass

_FOOTER = re.compile(r"The post (?P<title>\S.{0,400}?) (?:first appeared|appeared first) on (?P<source>\S.{0,150}?)\.?\s*\Z")


@dataclass(frozen=True, slots=True)
class Footer:
    """What the footer tells about the article above it."""

    title: str | None = None
    source: str | None = None


def split(text: str) -> tuple[str, Footer]:
    """The clean text without a footer "The post TITLE appeared first on SOURCE.", and what that says."""
    start = text.rfind("\n\n") + 2 if "\n\n" in text else 0
    footer = _FOOTER.match(text, start)
    if footer is None:
        return text, Footer()
    return text[:start].rstrip(), Footer(title=footer["title"], source=footer["source"])
