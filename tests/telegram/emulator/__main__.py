"""Serve the emulator as a process of its own: `python -m tests.telegram.emulator --port 8081`.

It prints one line of JSON with its URL, the bot's token and the chats, and serves until it is interrupted. Chats are pages:
what is written there reaches the bot.
"""

import argparse
import json
import signal
from threading import Event

from tests.telegram.emulator.rates import UNLIMITED, Rates
from tests.telegram.emulator.running import serving
from tests.telegram.emulator.world import TOKEN, World


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.emulator", description="Telegram's Bot API, emulated.")
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1 (default: a free port)")
    parser.add_argument("--token", default=TOKEN, help="the bot's token")
    parser.add_argument("--person", action="append", default=[], help="somebody to chat with the bot as; may be given again")
    parser.add_argument("--group", help="a group of all these people and the bot")
    parser.add_argument("--rates", action="store_true", help="refuse what is sent faster than Telegram lets through")
    chosen = parser.parse_args()
    over = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    world = World(chosen.token, rates=Rates() if chosen.rates else UNLIMITED)
    with serving(world, port=chosen.port) as telegram:
        people = [telegram.person(name) for name in chosen.person or ["Ann"]]
        chats = {person.account.name: person.id for person in people}
        if chosen.group:
            chats[chosen.group] = telegram.group(chosen.group, *people).id
        print(json.dumps({"url": telegram.url, "token": telegram.token, "chats": chats}), flush=True)
        over.wait()


if __name__ == "__main__":
    main()
