"""People who are not let in: told so, and told what whoever runs the bot has to write down to let them in."""

import time
from collections.abc import Callable

from bot.telegram.handlers.hearing import Heard
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html
from bot.telegram.types import Place

_AGAIN_SECONDS = 3600.0
_MOST = 1_000
"""Chats that are remembered; when there are more, all are told again."""


class Strangers:
    """Who was turned away lately; nothing of it is kept."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: dict[int, float] = {}

    def words_for(self, heard: Heard, words: Words) -> Html | None:
        """What to tell who wrote this; None when the chat was told within the hour."""
        now, chat = self._monotonic(), heard.place.chat
        if now - self._told.get(chat, -_AGAIN_SECONDS) < _AGAIN_SECONDS:
            return None
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[chat] = now
        return _closed(heard.place, words)


def _closed(place: Place, words: Words) -> Html:
    return words.html("closed_group" if place.is_group else "closed_private", id=f"{place.chat}")
