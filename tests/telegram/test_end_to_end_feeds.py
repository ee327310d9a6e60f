"""What a feed brings while the bot runs is in the next answer."""

import subprocess
import sys
from pathlib import Path

from tests.fetching.feeding import put_feed
from tests.fetching.web import serving
from tests.telegram.conftest import Serve
from tests.telegram.emulator import Emulator
from tests.telegram.served import environment
from tests.telegram.talking import STRIKES, ask

STRIKE = (
    "/off-colombia",
    "Boat sunk off Colombia, four dead",
    "American forces sank a boat in the Pacific on Thursday night. It was at least the 22nd strike since the campaign began.",
)


def test_a_feed_is_read_while_the_bot_serves(telegram: Emulator, serve: Serve, home: Path) -> None:
    ann = telegram.person("Ann")
    with serving() as web:
        feed = put_feed(web, STRIKE)
        command = [sys.executable, "-m", "bot", "feeds", "add", feed]
        known = environment(home, DATELINE_ALLOW_HOSTS=web.host)
        subprocess.run(command, cwd=home.parent, env=known, check=True, capture_output=True, timeout=60)
        with serve(DATELINE_ALLOW_HOSTS=web.host) as bot:
            bot.until_logged("1 added")
            assert ask(ann, STRIKES).text.startswith("At least 22 strikes")
            assert bot.stop() == 0
