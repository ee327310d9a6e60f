"""New messages: texts, pictures, files, copies."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.emulator import checks
from tests.telegram.emulator.accounts import Chat
from tests.telegram.emulator.posts import Attachment, Post
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.world import World

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location "
    "record_video_note upload_video_note".split()
)


def send_message(world: World, given: Mapping[str, Any]) -> Any:
    chat = _admitted(world, given)
    parsed = checks.text(given)
    if not parsed.text:
        refuse("message text is empty")
    preview = not (given.get("link_preview_options") or {}).get("is_disabled", False)
    return _sent(world, chat, given, text=parsed.text, entities=parsed.entities, preview=preview)


def send_photo(world: World, given: Mapping[str, Any]) -> Any:
    return _send_file(world, given, kind="photo")


def send_document(world: World, given: Mapping[str, Any]) -> Any:
    return _send_file(world, given, kind="document")


def send_media_group(world: World, given: Mapping[str, Any]) -> Any:
    chat, media = _admitted(world, given), given["media"]
    if not 2 <= len(media) <= 10:
        refuse("wrong number of messages in the album: there must be 2 to 10")
    album = f"album-{world.posts.revision}"
    ready = [(checks.caption(one), checks.attachment(world, one["type"], one["media"])) for one in media]
    return [
        _sent(world, chat, given, text=parsed.text, entities=parsed.entities, attachment=attached, album=album)
        for parsed, attached in ready
    ]


def copy_message(world: World, given: Mapping[str, Any]) -> Any:
    chat, source = _admitted(world, given), world.chat(given["from_chat_id"])
    original = world.posts.get(source.id, int(given["message_id"])) or refuse("message to copy not found")
    copied = {"text": original.text, "entities": original.entities, "attachment": original.attachment}
    return {"message_id": _sent(world, chat, given, **copied)["message_id"]}


def send_chat_action(world: World, given: Mapping[str, Any]) -> Any:
    _admitted(world, given)
    if given["action"] not in ACTIONS:
        refuse("wrong parameter action in request")
    return True


def _send_file(world: World, given: Mapping[str, Any], *, kind: str) -> Any:
    chat, parsed = _admitted(world, given), checks.caption(given)
    attached: Attachment = checks.attachment(world, kind, given[kind])
    return _sent(world, chat, given, text=parsed.text, entities=parsed.entities, attachment=attached)


def _admitted(world: World, given: Mapping[str, Any]) -> Chat:
    """The chat of a request, where the bot may write. Raises Refusal."""
    chat = world.chat(given["chat_id"])
    chat.admit()
    chat.topic(_thread(given))
    return chat


def _thread(given: Mapping[str, Any]) -> int | None:
    thread = given.get("message_thread_id")
    return int(thread) if thread is not None else None


def _sent(world: World, chat: Chat, given: Mapping[str, Any], **content: Any) -> Any:
    """Put the bot's message into the chat, once everything else is in order."""
    keyboard, replied = checks.keyboard(given), checks.replied(world, chat, given)
    world.limits.admit(chat.id, now=world.monotonic())
    thread, in_topic = threaded(chat, replied, _thread(given))
    reply = {"reply_to": replied.id if replied else None, "quote": (given.get("reply_parameters") or {}).get("quote")}
    known = {"keyboard": keyboard, "thread": thread, "in_topic": in_topic, "silent": bool(given.get("disable_notification"))}
    return world.told(world.post(chat, world.bot, **known, **reply, **content))


def threaded(chat: Chat, replied: Post | None, thread: int | None) -> tuple[int | None, bool]:
    """The thread of a new message, and whether it is a forum's topic.

    A reply joins the topic of what it replies to. In a supergroup that is no forum, replies have a thread as well: the message
    that began it. It is no topic, and nothing can be sent to it.
    """
    if chat.is_forum:
        joined = thread if thread is not None or not replied else replied.thread
        return joined, joined is not None
    return (replied.thread or replied.id, False) if replied and chat.kind == "supergroup" else (None, False)


METHODS: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
}
