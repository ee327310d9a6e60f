"""The delivery of updates to the bot's webhook: several at a time, again and again until each was taken."""

import asyncio
from typing import Any

import httpx

from tests.telegram.emulator.updates import Webhook
from tests.telegram.emulator.world import World

PAUSE = 0.1
"""Seconds between two tries. Telegram waits longer every time; here nobody has to."""
SECRET = "X-Telegram-Bot-Api-Secret-Token"


async def deliver(world: World) -> None:
    """Deliver for as long as the world lasts, whenever a webhook is set."""
    under_way: set[asyncio.Task[None]] = set()
    # A webhook on this machine shows a certificate that nobody vouches for.
    async with httpx.AsyncClient(verify=False, timeout=10) as client:
        with world.updates.listening() as woken:
            try:
                while True:
                    woken.clear()
                    for webhook, update in _due(world, len(under_way)):
                        task = asyncio.create_task(_hand_over(world, client, webhook, update))
                        under_way.add(task)
                        task.add_done_callback(under_way.discard)
                    await woken.wait()
            finally:
                for task in under_way:
                    task.cancel()


def _due(world: World, under_way: int) -> list[tuple[Webhook, dict[str, Any]]]:
    """The updates that may be delivered now, oldest first."""
    with world.changed:
        webhook, pending = world.updates.webhook, world.updates.pending
        if webhook is None:
            return []
        return [(webhook, pending.popleft()) for _ in range(min(len(pending), webhook.most_connections - under_way))]


async def _hand_over(world: World, client: httpx.AsyncClient, webhook: Webhook, update: dict[str, Any]) -> None:
    headers = {SECRET: webhook.secret} if webhook.secret else {}
    try:
        answer = await client.post(webhook.url, json=update, headers=headers)
        failure = "" if answer.is_success else f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
    except httpx.HTTPError as error:
        failure = f"Connection failed: {type(error).__name__}"
    with world.changed:
        world.updates.taken += not failure
        if failure:
            world.updates.failure = (world.now, failure)
        world.notify()
    if failure:
        await asyncio.sleep(PAUSE)
        with world.changed:
            world.updates.repeat(update)
    world.updates.wake()
