"""What a feed brings while the bot runs is in the next answer."""

from tests.fetching.feeding import put_feed
from tests.fetching.web import Web
from tests.telegram.conftest import Command, Serve
from tests.telegram.emulator import Emulator
from tests.telegram.talking import STRIKES, ask

STRIKE = (
    "/off-colombia",
    "Boat sunk off Colombia, four dead",
    "American forces sank a boat in the Pacific on Thursday night. It was at least the 22nd strike since the campaign began.",
)


def test_a_feed_is_read_while_the_bot_serves(telegram: Emulator, serve: Serve, command: Command, web: Web) -> None:
    ann = telegram.person("Ann")
    feed = put_feed(web, STRIKE)
    assert command("feeds", "add", feed, DATELINE_ALLOW_HOSTS=web.host).returncode == 0
    with serve(DATELINE_ALLOW_HOSTS=web.host) as bot:
        bot.until_logged("1 added")
        assert ask(ann, STRIKES).text.startswith("At least 22 strikes")
        assert bot.stop() == 0
