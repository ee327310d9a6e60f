"""The prompts, as prose: Markdown files with `$names`, and the one function that fills them in."""

from functools import lru_cache
from importlib.resources import files
from string import Template

__all__ = ["fill"]


def fill(name: str, /, **values: str) -> str:
    """The prompt `name`, each `$name` in it replaced by its value, each value to the letter: a `$` in it means nothing.

    ValueError for a prompt that does not exist, for a name of the prompt that has no value, and for a value that the prompt
    has no name for.
    """
    prompt = _read(name)
    wanted = set(prompt.get_identifiers())
    if missing := sorted(wanted - set(values)):
        raise ValueError(f"the prompt {name!r} lacks values for: {', '.join(missing)}")
    if unused := sorted(set(values) - wanted):
        raise ValueError(f"the prompt {name!r} has no place for: {', '.join(unused)}")
    return prompt.substitute(values).strip()


@lru_cache(maxsize=16)
def _read(name: str) -> Template:
    known = {path.name.removesuffix(".md"): path for path in files(__name__).iterdir() if path.name.endswith(".md")}
    if name not in known:
        raise ValueError(f"there is no prompt {name!r}, only: {', '.join(sorted(known))}")
    return Template(known[name].read_text(encoding="utf-8"))
