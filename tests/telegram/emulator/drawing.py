"""One message as HTML for a browser: how a phone would show it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from tests.telegram.emulator.parsing import Entity, length
from tests.telegram.emulator.posts import Attachment, Button, Post

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_BLOCKS = frozenset({"blockquote", "expandable_blockquote", "pre"})


def rich(text: str, entities: Sequence[Entity]) -> str:
    """The text with its entities as HTML elements."""
    return _rich(text, 0, length(text), sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def bubble(post: Post, *, name: str, mine: bool, replied: tuple[str, str] | None, token: str) -> str:
    """The message in its bubble, with its buttons below; `name` stands above it unless it is empty.

    `replied` is who wrote what it replies to, and what. Pictures are fetched as the bot with this token would fetch them.
    """
    parts = [
        f'<div class="name">{escape(name)}</div>' if name else "",
        f'<div class="reply"><b>{escape(replied[0])}</b><span>{escape(replied[1])}</span></div>' if replied else "",
        _attached(post.attachment, token) if post.attachment else "",
        f'<div class="text">{rich(post.text, post.entities)}<span class="time">{_time(post)}</span></div>',
    ]
    side = "mine" if mine else "theirs"
    return f'<div class="post {side}"><div class="bubble">{"".join(parts)}</div>{_buttons(post)}</div>'


def notice(text: str) -> str:
    """What happened in the chat, in the middle of it."""
    return f'<div class="notice"><span>{escape(text)}</span></div>'


def _rich(text: str, start: int, end: int, entities: Sequence[Entity]) -> str:
    """The text from `start` to `end`, in UTF-16 units, with the entities that lie there."""
    parts, at, left = [], start, [entity for entity in entities if start <= entity.offset < end]
    while left:
        outer, *left = left
        within = [entity for entity in left if entity.offset < outer.end]
        left = left[len(within) :]
        is_block = outer.kind in _BLOCKS
        parts.append(_plain(text, at, outer.offset, before_block=is_block))
        parts.append(_element(outer, _rich(text, outer.offset, outer.end, within)))
        at = outer.end
        # A block ends its own line: the line break behind it is not shown a second time.
        at += is_block and _slice(text, at, at + 1) == "\n"
    return "".join([*parts, _plain(text, at, end, before_block=False)])


def _element(entity: Entity, inner: str) -> str:
    if entity.kind == "text_link":
        return f'<a href="{escape(entity.url or "")}">{inner}</a>'
    if entity.kind == "expandable_blockquote":
        return f'<label class="folded"><input type="checkbox"><blockquote>{inner}</blockquote><i>⌄</i></label>'
    tag = _TAGS.get(entity.kind)
    return f"<{tag}>{inner}</{tag}>" if tag else f'<span class="{escape(entity.kind)}">{inner}</span>'


def _plain(text: str, start: int, end: int, *, before_block: bool) -> str:
    shown = _slice(text, start, end)
    return escape(shown.removesuffix("\n") if before_block else shown)


def _slice(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def _attached(attachment: Attachment, token: str) -> str:
    if attachment.kind == "photo":
        return f'<img src="/file/bot{escape(token)}/files/{escape(attachment.file_id)}" alt="">'
    return f'<div class="file">{escape(attachment.kind)}: {escape(attachment.name)}</div>'


def _time(post: Post) -> str:
    clock = datetime.fromtimestamp(post.date, UTC).strftime("%H:%M")
    return f"edited {clock}" if post.edited else clock


def _buttons(post: Post) -> str:
    rows = ("".join(_button(button, post) for button in row) for row in post.keyboard)
    shown = "".join(f'<div class="row">{row}</div>' for row in rows)
    return f'<div class="buttons">{shown}</div>' if shown else ""


def _button(button: Button, post: Post) -> str:
    label = escape(button.label)
    if button.url:
        return f'<a class="button" href="{escape(button.url)}">{label}<sup>↗</sup></a>'
    if button.data is None:
        return f'<span class="button">{label}</span>'
    hidden = f'<input type="hidden" name="message" value="{post.id}">'
    shown = f'<button name="label" value="{label}">{label}</button>'
    return f'<form class="button" method="post" action="/chat/{post.chat}/tap">{hidden}{shown}</form>'
