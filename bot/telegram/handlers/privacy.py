"""What is kept of a person: told, handed over, and deleted."""

import json

from bot.telegram.handlers import presenting
from bot.telegram.handlers.commands import quoted
from bot.telegram.handlers.hearing import Heard
from bot.telegram.handlers.keyboards import Keys
from bot.telegram.handlers.office import Office
from bot.telegram.messages import lists
from bot.telegram.types import Button, Message


async def privacy(office: Office, heard: Heard) -> None:
    """Tell what is kept, and for how long."""
    blocks = lists.privacy(office.words(heard.language), days=office.retention_days, has_model=office.desk.writes)
    await office.outbox.show(heard.place, presenting.messages(blocks), reply_to=quoted(heard))


async def export(office: Office, heard: Heard) -> None:
    """Hand over everything that is kept of the person, as a file."""
    if await _is_public(office, heard):
        return
    kept = await office.kept(office.state.people.export, heard.user)
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    caption = office.words(heard.language).html("export_caption")
    await office.outbox.document(heard.place, "dateline.json", content, caption=caption)


async def forget(office: Office, heard: Heard) -> None:
    """Ask whether everything shall be deleted; the button does it."""
    if await _is_public(office, heard):
        return
    words = office.words(heard.language)
    keys = Keys(office.state, heard.place, heard.user, office.now())
    row = [(words.plain("button_forget"), "forget", ""), (words.plain("button_keep"), "keep", "")]
    keyboard = await office.kept(keys.rows, row)
    await office.show(heard.place, words.html("forget_sure"), keyboard=keyboard)


async def _is_public(office: Office, heard: Heard) -> bool:
    """True in a group, where others would see it: the person is shown the way to the private chat."""
    if not heard.place.is_group:
        return False
    words = office.words(heard.language)
    button = Button(words.plain("button_private"), url=f"https://t.me/{office.username}?start=privacy")
    await office.outbox.show(heard.place, (Message(words.html("private_only"), ((button,),)),), reply_to=heard.message)
    return True
