"""What the bot asks and says about itself, its chats and their members."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.emulator import checks
from tests.telegram.emulator.accounts import Account
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.world import World

_GIFTS = dict.fromkeys(
    ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"],
    False,
)
_RIGHTS = dict.fromkeys(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories".split(),
    True,
)


def get_me(world: World, given: Mapping[str, Any]) -> Any:
    return world.me()


def get_chat(world: World, given: Mapping[str, Any]) -> Any:
    chat = world.chat(given["chat_id"])
    chat.admit()
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


def get_chat_member(world: World, given: Mapping[str, Any]) -> Any:
    chat, user = world.chat(given["chat_id"]), int(given["user_id"])
    if user not in chat.members | {world.bot.id}:
        refuse("member not found")
    return _member(world.accounts[user], is_admin=user == world.bot.id and chat.bot_is_admin)


def get_chat_administrators(world: World, given: Mapping[str, Any]) -> Any:
    chat = world.chat(given["chat_id"])
    if chat.kind == "private":
        refuse("there are no administrators in the private chat")
    return [_member(world.bot, is_admin=True)] if chat.bot_is_admin else []


def get_chat_member_count(world: World, given: Mapping[str, Any]) -> Any:
    return len(world.chat(given["chat_id"]).members) + 1


def leave_chat(world: World, given: Mapping[str, Any]) -> Any:
    world.chat(given["chat_id"]).absence = "kicked"
    return True


def set_my_commands(world: World, given: Mapping[str, Any]) -> Any:
    if len(given["commands"]) > 100:
        refuse("BOT_COMMANDS_TOO_MUCH")
    for command in given["commands"]:
        checks.command(command)
    world.commands[_scope(given)] = given["commands"]
    return True


def get_my_commands(world: World, given: Mapping[str, Any]) -> Any:
    return world.commands.get(_scope(given), [])


def delete_my_commands(world: World, given: Mapping[str, Any]) -> Any:
    world.commands.pop(_scope(given), None)
    return True


def set_my_name(world: World, given: Mapping[str, Any]) -> Any:
    return _describe(world, "name", str(given.get("name") or ""), given, limit=64)


def set_my_description(world: World, given: Mapping[str, Any]) -> Any:
    return _describe(world, "description", str(given.get("description") or ""), given, limit=512)


def set_my_short_description(world: World, given: Mapping[str, Any]) -> Any:
    return _describe(world, "short description", str(given.get("short_description") or ""), given, limit=120)


def set_chat_menu_button(world: World, given: Mapping[str, Any]) -> Any:
    return True


def get_file(world: World, given: Mapping[str, Any]) -> Any:
    file = world.files.get(str(given["file_id"])) or refuse("invalid file_id")
    known = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_size": len(file.content)}
    return known | {"file_path": f"files/{file.file_id}"}


def _scope(given: Mapping[str, Any]) -> tuple[str, str]:
    return json.dumps(given.get("scope") or {"type": "default"}, sort_keys=True), str(given.get("language_code") or "")


def _describe(world: World, name: str, text: str, given: Mapping[str, Any], *, limit: int) -> bool:
    if len(text) > limit:
        refuse(f"bot {name} is too long")
    world.profile[name, str(given.get("language_code") or "")] = text
    return True


def _member(account: Account, *, is_admin: bool) -> dict[str, Any]:
    if not is_admin:
        return {"status": "member", "user": account.json()}
    return {"status": "administrator", "user": account.json(), **_RIGHTS}


METHODS: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getFile": get_file,
}
