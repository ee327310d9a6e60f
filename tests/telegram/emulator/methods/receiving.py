"""How the bot gets its updates: polling, or a webhook."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.emulator.faults import CONFLICT
from tests.telegram.emulator.refusals import Refusal, refuse
from tests.telegram.emulator.updates import Webhook
from tests.telegram.emulator.world import World

LONGEST_POLL = 50.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WEBHOOK_IS_SET = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(world: World, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Wait for updates as long as the bot wants to. A later call ends an earlier one with a conflict. Raises Refusal."""
    updates = world.updates
    until = world.monotonic() + min(float(given.get("timeout") or 0), LONGEST_POLL)
    with updates.listening() as woken:
        with world.changed:
            updates.allow(given.get("allowed_updates"))
            updates.confirm(int(given.get("offset") or 0))
            updates.polls += 1
            updates.poll_times.append(world.monotonic())
            mine = updates.polls
            updates.wake()
            world.notify()
        while True:
            woken.clear()
            with world.changed:
                _still_polling(world, mine)
                left = until - world.monotonic()
                if updates.pending or left <= 0 or updates.is_closed:
                    return list(updates.pending)[: int(given.get("limit") or 100)]
            try:
                await asyncio.wait_for(woken.wait(), left)
            except TimeoutError:
                continue


def set_webhook(world: World, given: Mapping[str, Any]) -> Any:
    """An address on this machine may be HTTP; any other has to be HTTPS, as on Telegram."""
    url, secret = str(given.get("url") or ""), str(given.get("secret_token") or "")
    if not url:
        return delete_webhook(world, given)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        refuse("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        refuse("secret token contains unallowed characters")
    _drop(world, given)
    world.updates.allow(given.get("allowed_updates"))
    world.updates.webhook = Webhook(url, secret or None, int(given.get("max_connections") or 40))
    world.updates.wake()
    return True


def delete_webhook(world: World, given: Mapping[str, Any]) -> Any:
    _drop(world, given)
    world.updates.webhook = None
    world.updates.wake()
    return True


def get_webhook_info(world: World, given: Mapping[str, Any]) -> Any:
    updates = world.updates
    known = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    failed = updates.failure
    return known | ({"last_error_date": failed[0], "last_error_message": failed[1]} if failed else {})


def _drop(world: World, given: Mapping[str, Any]) -> None:
    if given.get("drop_pending_updates"):
        world.updates.pending.clear()


def _still_polling(world: World, mine: int) -> None:
    """Raises Refusal when somebody else polls now, or a webhook was set."""
    if world.updates.webhook:
        raise Refusal(409, WEBHOOK_IS_SET)
    if world.updates.polls != mine:
        raise Refusal(409, CONFLICT)


METHODS: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
