"""What Telegram demands of texts, buttons, replies and pictures before it sends them."""

import io
import re
from collections.abc import Mapping
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.telegram.emulator.accounts import Chat
from tests.telegram.emulator.parsing import Entity, Parsed, checked_link, cleaned, length, parse, trimmed
from tests.telegram.emulator.posts import Attachment, Button, Keyboard, Post
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.schema import Upload
from tests.telegram.emulator.world import World

TEXT, CAPTION = 4096, 1024
MOST_ENTITIES = 100
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8
PHOTO_BYTES, FILE_BYTES = 10 * 1024 * 1024, 50 * 1024 * 1024
_TARGETS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)


def text(given: Mapping[str, Any], *, name: str = "text", entities: str = "entities", limit: int = TEXT) -> Parsed:
    """The text of a request as it will be shown. Raises Refusal when it is too long or cannot be read."""
    raw, mode = str(given.get(name) or ""), str(given.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        refuse("unsupported parse_mode" if mode not in ("markdown", "markdownv2") else "EMULATOR: only HTML is modelled")
    if any("\ud800" <= character <= "\udfff" for character in raw):
        refuse("strings must be encoded in UTF-8")
    parsed = parse(raw) if mode else trimmed(Parsed(cleaned(raw), _entities(given.get(entities) or [])))
    if length(parsed.text) > limit:
        refuse("message caption is too long" if name == "caption" else "message is too long")
    if len(parsed.entities) > MOST_ENTITIES:
        refuse("ENTITIES_TOO_LONG")
    return parsed


def caption(given: Mapping[str, Any]) -> Parsed:
    """The same for what is written below a file."""
    return text(given, name="caption", entities="caption_entities", limit=CAPTION)


def keyboard(given: Mapping[str, Any]) -> Keyboard:
    """The buttons of a request. Raises Refusal when one of them could not work; other kinds of markup have no buttons."""
    markup = given.get("reply_markup")
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return ()
    rows = tuple(tuple(_button(button) for button in row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        refuse("BUTTONS_TOO_MUCH" if sum(map(len, rows)) > MOST_BUTTONS else "reply markup is too long")
    return rows


def replied(world: World, chat: Chat, given: Mapping[str, Any]) -> Post | None:
    """The message that is replied to; None for none, or for a lost one that may be done without. Raises Refusal."""
    wanted = given.get("reply_parameters")
    if not wanted:
        return None
    post = world.posts.get(chat.id, int(wanted["message_id"]))
    if post is None and not wanted.get("allow_sending_without_reply"):
        refuse("message to be replied not found")
    if post and wanted.get("quote") and wanted["quote"] not in post.text:
        refuse("QUOTE_TEXT_INVALID")
    return post


def attachment(world: World, kind: str, given: object) -> Attachment:
    """The file of a request: uploaded, or one that was sent before. Raises Refusal for one that cannot be shown."""
    if not isinstance(given, Upload):
        return world.files.get(str(given)) or refuse("wrong file identifier/HTTP URL specified")
    if not given.content:
        refuse("file must be non-empty")
    if len(given.content) > (PHOTO_BYTES if kind == "photo" else FILE_BYTES):
        refuse(f"file is too big for a {kind}")
    width, height = _size(given.content) if kind == "photo" else (0, 0)
    file_id = f"file-{len(world.files) + 1}"
    world.files[file_id] = Attachment(kind, file_id, given.name, given.content, width, height)
    return world.files[file_id]


def _button(raw: Mapping[str, Any]) -> Button:
    targets = [name for name in _TARGETS if raw.get(name) is not None]
    if len(targets) != 1:
        refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not str(raw["text"]).strip():
        refuse("can't parse inline keyboard button: button text must be non-empty")
    data, url = raw.get("callback_data"), raw.get("url")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        refuse("BUTTON_DATA_INVALID")
    if url is not None and not checked_link(url):
        refuse(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    inline = raw.get("switch_inline_query", raw.get("switch_inline_query_current_chat"))
    return Button(str(raw["text"]), data, url, inline, tuple(raw.items()))


def _entities(raw: list[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Entities that came beside the text."""
    known = ("type", "offset", "length", "url")
    return tuple(
        Entity(
            str(entity["type"]),
            int(entity["offset"]),
            int(entity["length"]),
            entity.get("url"),
            tuple((name, value) for name, value in entity.items() if name not in known),
        )
        for entity in raw
    )


def _size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture that can be shown as a photo."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError):
        refuse("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        refuse("PHOTO_INVALID_DIMENSIONS")
    return width, height


def command(raw: Mapping[str, str]) -> None:
    """Raises Refusal for a command that could not be listed."""
    if not re.fullmatch(r"[a-z0-9_]{1,32}", raw["command"]):
        refuse("BOT_COMMAND_INVALID")
    if not 1 <= len(raw["description"]) <= 256:
        refuse("BOT_COMMAND_DESCRIPTION_INVALID")
