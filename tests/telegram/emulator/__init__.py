"""A Telegram to test the bot against: the Bot API over HTTP, and the people at the other end.

::

    with serving() as telegram:                       # python-telegram-bot: base_url=telegram.url + "/bot"
        ann = telegram.person("Ann")
        ann.send("How many strikes so far?")
        answer = ann.wait_for(lambda post: "strikes" in post.text)
        tap = ann.tap(answer, "Sources")
        assert ann.toast(tap).text == ""

It refuses what Telegram refuses, in Telegram's words where they are known and with `EMULATOR:` where they are not. Schema of
requests and results: aiogram's models. `python -m tests.telegram.emulator` serves it as a process of its own.
"""

from tests.telegram.emulator.people import Group, Person
from tests.telegram.emulator.posts import Button, Post
from tests.telegram.emulator.rates import Rates
from tests.telegram.emulator.running import Emulator, serving
from tests.telegram.emulator.world import TOKEN, Call, World

__all__ = ["TOKEN", "Button", "Call", "Emulator", "Group", "Person", "Post", "Rates", "World", "serving"]
