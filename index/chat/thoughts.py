"""What some models think aloud before they answer, left out of what they say."""

_OPENING, _CLOSING = "<think>", "</think>"


class Spoken:
    """Takes a model's text piece by piece, and gives it back from its first word on, without a `<think>…</think>` before that."""

    def __init__(self) -> None:
        self._held = ""
        self._is_speaking = False

    def feed(self, piece: str) -> str:
        """What can be shown by now; empty when nothing can."""
        if self._is_speaking:
            return piece
        self._held += piece
        begun = self._held.lstrip()
        if begun.startswith(_OPENING):
            begun = begun.partition(_CLOSING)[2].lstrip()
        elif _OPENING.startswith(begun):
            return ""
        self._is_speaking = begun != ""
        return begun

    def finish(self) -> str:
        """What was kept back although it was no thought."""
        begun = self._held.strip()
        return "" if self._is_speaking or begun.startswith(_OPENING) else begun
