"""What a language model writes beside its answer: thoughts between tags, code between fences, control tokens."""

import re

_THOUGHTS = re.compile(
    r"<\s*(?P<end>/?)\s*(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis)\s*>", re.IGNORECASE
)
_CONTROL = re.compile(r"<\|[^|<>]*\|>")
_LONGEST_TAG = 48
"""Characters; what goes on for longer behind a "<" is no tag."""
_FENCES = ("```", "~~~")


class Asides:
    """Takes the asides out of a text that comes in pieces; how it is cut makes no difference.

    An aside that is never closed ends with the text.
    """

    def __init__(self) -> None:
        self._tag = ""
        self._thinks = False
        self._head: str | None = ""
        """What the line holds so far while it may still become a fence; None when it cannot."""
        self._in_code = False
        self._skips_line = False

    def feed(self, piece: str) -> str:
        """What of the text up to here is no aside and was not given yet."""
        return "".join(self._read(character) for character in piece if character != "\r")

    def finish(self) -> str:
        """What was held back because an aside could have begun there."""
        tag, self._tag = self._tag, ""
        rest = "".join(map(self._put, tag))
        head, self._head = self._head or "", None
        return rest if self._thinks or self._in_code else rest + head

    def _read(self, character: str) -> str:
        if not self._tag:
            if character != "<":
                return self._put(character)
            self._tag = character
            return ""
        if character in "<\n" or len(self._tag) > _LONGEST_TAG:
            tag, self._tag = self._tag, ""
            return "".join(map(self._put, tag)) + self._read(character)
        self._tag += character
        return self._close_tag() if character == ">" else ""

    def _close_tag(self) -> str:
        tag, self._tag = self._tag, ""
        if thoughts := _THOUGHTS.fullmatch(tag):
            self._thinks = not thoughts["end"]
            return ""
        return "" if _CONTROL.fullmatch(tag) else "".join(map(self._put, tag))

    def _put(self, character: str) -> str:
        """A character that belongs to no tag."""
        if self._thinks:
            return ""
        if character == "\n":
            head, self._head = self._head or "", ""
            is_code, self._skips_line = self._in_code or self._skips_line, False
            return "\n" if is_code else head + "\n"
        if self._skips_line:
            return ""
        if self._head is not None:
            return self._open_line(character)
        return "" if self._in_code else character

    def _open_line(self, character: str) -> str:
        """A character at a line's beginning, which may become a fence."""
        head = (self._head or "") + character
        if head.lstrip() in _FENCES:
            self._in_code, self._skips_line, self._head = not self._in_code, True, None
            return ""
        if not head.strip() or any(fence.startswith(head.lstrip()) for fence in _FENCES):
            self._head = head
            return ""
        self._head = None
        return "" if self._in_code else head
