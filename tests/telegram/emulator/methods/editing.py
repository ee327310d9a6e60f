"""Messages that are there already: changed, taken away, pinned, reacted to."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.emulator import checks
from tests.telegram.emulator.posts import Post
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.world import World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, given: Mapping[str, Any]) -> Any:
    post, parsed = _own(world, given), checks.text(given)
    if post.attachment:
        refuse("there is no text in the message to edit")
    if not parsed.text:
        refuse("message text is empty")
    preview = not (given.get("link_preview_options") or {}).get("is_disabled", False)
    return _edited(world, post, given, text=parsed.text, entities=parsed.entities, preview=preview)


def edit_message_caption(world: World, given: Mapping[str, Any]) -> Any:
    post, parsed = _own(world, given), checks.caption(given)
    if not post.attachment:
        refuse("there is no caption in the message to edit")
    return _edited(world, post, given, text=parsed.text, entities=parsed.entities)


def edit_message_media(world: World, given: Mapping[str, Any]) -> Any:
    post, media = _own(world, given), given["media"]
    parsed, attached = checks.caption(media), checks.attachment(world, media["type"], media["media"])
    return _edited(world, post, given, text=parsed.text, entities=parsed.entities, attachment=attached)


def edit_message_reply_markup(world: World, given: Mapping[str, Any]) -> Any:
    return _edited(world, _own(world, given), given)


def delete_message(world: World, given: Mapping[str, Any]) -> Any:
    world.posts.delete(_deletable(world, given, int(given["message_id"])) or refuse("message to delete not found"))
    return True


def delete_messages(world: World, given: Mapping[str, Any]) -> Any:
    if not 1 <= len(given["message_ids"]) <= 100:
        refuse("wrong number of messages to delete: there must be 1 to 100")
    for message in given["message_ids"]:
        if post := _deletable(world, given, int(message)):
            world.posts.delete(post)
    return True


def pin_chat_message(world: World, given: Mapping[str, Any]) -> Any:
    post = _found(world, given, "message to pin not found")
    chat = world.chats[post.chat]
    if chat.kind != "private" and not chat.bot_is_admin:
        refuse("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(post.id)
    return True


def unpin_chat_message(world: World, given: Mapping[str, Any]) -> Any:
    pinned = world.chat(given["chat_id"]).pinned
    wanted = int(given["message_id"]) if given.get("message_id") is not None else pinned[-1] if pinned else 0
    if wanted not in pinned:
        refuse("message to unpin not found")
    pinned.remove(wanted)
    return True


def set_message_reaction(world: World, given: Mapping[str, Any]) -> Any:
    _found(world, given, "message to react not found")
    if len(given.get("reaction") or []) > 1:
        refuse("REACTIONS_TOO_MANY")
    return True


def _found(world: World, given: Mapping[str, Any], missing: str) -> Post:
    """The message that a request is about. Raises Refusal when it is gone, or the bot is."""
    if given.get("inline_message_id"):
        refuse("EMULATOR: messages sent through inline mode cannot be edited here")
    chat = world.chat(given["chat_id"])
    chat.admit()
    return world.posts.get(chat.id, int(given["message_id"])) or refuse(missing)


def _own(world: World, given: Mapping[str, Any]) -> Post:
    post = _found(world, given, "message to edit not found")
    if post.sender != world.bot.id:
        refuse("message can't be edited")
    return post


def _deletable(world: World, given: Mapping[str, Any], message: int) -> Post | None:
    """The message, if it is there. Raises Refusal when it is not the bot's to take away."""
    chat = world.chat(given["chat_id"])
    chat.admit()
    post = world.posts.get(chat.id, message)
    if post and post.sender != world.bot.id and chat.kind != "private" and not chat.bot_is_admin:
        refuse("message can't be deleted")
    return post


def _edited(world: World, post: Post, given: Mapping[str, Any], **content: Any) -> Any:
    """Change the message, unless nothing would be another. Buttons that are not given again are gone."""
    changes = content | {"keyboard": checks.keyboard(given)}
    if all(getattr(post, name) == value for name, value in changes.items()):
        refuse(SAME)
    world.limits.admit(post.chat, now=world.monotonic())
    earlier = (*post.earlier, post.text) if "text" in changes else post.earlier
    edited = world.now if content else post.edited
    return world.told(world.posts.change(post, **changes, edited=edited, earlier=earlier))


METHODS: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "setMessageReaction": set_message_reaction,
}
