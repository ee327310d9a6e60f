"""Answers to taps on buttons and to inline queries."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.emulator import checks
from tests.telegram.emulator.queries import Card, Results, Toast
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.world import World

MOST_CARDS = 50


def answer_callback_query(world: World, given: Mapping[str, Any]) -> Any:
    text = str(given.get("text") or "")
    if len(text) > 200:
        refuse("MESSAGE_TOO_LONG")
    world.queries.answer_tap(str(given["callback_query_id"]), Toast(text, bool(given.get("show_alert")), given.get("url")))
    return True


def answer_inline_query(world: World, given: Mapping[str, Any]) -> Any:
    raw = given["results"]
    if len(raw) > MOST_CARDS:
        refuse("RESULTS_TOO_MUCH")
    if len({one["id"] for one in raw}) < len(raw):
        refuse("RESULT_ID_DUPLICATE")
    button = given.get("button") or {}
    start = button.get("start_parameter")
    if start is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        refuse("START_PARAM_INVALID")
    results = Results(
        cards=tuple(map(_card, raw)),
        cache_seconds=int(given.get("cache_time", 300)),
        is_personal=bool(given.get("is_personal")),
        next_offset=str(given.get("next_offset") or ""),
        button=button.get("text"),
        start=start,
    )
    world.queries.answer_inline(str(given["inline_query_id"]), results)
    return True


def _card(raw: Mapping[str, Any]) -> Card:
    """One result, with what it sends held against the limits of a message."""
    if raw["type"] != "article":
        refuse(f"EMULATOR: inline results of type {raw['type']!r} are not modelled")
    if not 1 <= len(str(raw["id"]).encode()) <= 64:
        refuse("RESULT_ID_INVALID")
    content = raw["input_message_content"]
    parsed = checks.text(content, name="message_text")
    if not parsed.text:
        refuse("message text is empty")
    if not str(raw["title"]).strip():
        refuse("RESULT_TITLE_EMPTY")
    checks.keyboard(raw)
    return Card(str(raw["id"]), str(raw["title"]), str(raw.get("description") or ""), parsed.text, tuple(raw.items()))


METHODS: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
