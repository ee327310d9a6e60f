"""The fields above a text, between two lines of three dashes."""

import re

from index.errors import ArticleError

_OPENING = re.compile(r"\s*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)", re.MULTILINE)


def split(text: str) -> tuple[dict[str, object], str]:
    """The fields of the front matter and the text below it; no fields when the text has no front matter.

    Every value is kept as it is written: a title `No` stays a word, an id `007` keeps its zeros. Raises ArticleError, with the
    line, when the front matter is no YAML or has no end.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        if _FIELD.match(text, opening.end()):
            raise ArticleError("the front matter has no end; put a line of three dashes below it")
        return {}, text
    fields = _load(text[opening.end() : closing.start()], line=text.count("\n", 0, opening.end()) + 1)
    if not isinstance(fields, dict):
        # Three dashes are a ruled line in Markdown too.
        return {}, text
    return {str(key): value for key, value in fields.items()}, text[closing.end() :]


def _load(matter: str, *, line: int) -> object:
    """What the YAML says, with strings for all values. `line` is where it begins in its file."""
    # Most files have no front matter, and it takes 10 ms to import.
    import yaml

    try:
        # BaseLoader builds nothing but strings, lists and dicts: as safe as SafeLoader, and it changes no value.
        return yaml.load(matter, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line += error.problem_mark.line if error.problem_mark else 0
        raise ArticleError(f"broken front matter at line {line}: {error.problem}; values with a colon need quotes") from error
    except yaml.YAMLError as error:
        raise ArticleError(f"broken front matter after line {line - 1}: it holds characters that YAML does not allow") from error
    except RecursionError as error:
        raise ArticleError(f"broken front matter after line {line - 1}: nested too deeply") from error
