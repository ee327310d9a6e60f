"""What the bot may call, by the Bot API's names. A method that is not here exists, but is not modelled."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.emulator.methods import answering, chats, editing, receiving, sending
from tests.telegram.emulator.world import World

Method = Callable[[World, Mapping[str, Any]], Any]
"""From the checked parameters of a request to its result as JSON. Raises Refusal."""

METHODS: dict[str, Method] = sending.METHODS | editing.METHODS | answering.METHODS | chats.METHODS | receiving.METHODS
