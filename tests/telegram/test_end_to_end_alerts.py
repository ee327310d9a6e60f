"""People who follow a topic hear of what is indexed while the bot runs."""

from pathlib import Path

from tests.telegram.conftest import Command, Serve
from tests.telegram.emulator import Emulator
from tests.telegram.talking import STRIKES, ask, said

STRIKE = """---
title: Boat sunk off Colombia, four dead
url: https://harborwire.example/2025/11/21/off-colombia
source: Harbor Wire
published: 2025-11-21T09:30:00-05:00
---
American forces destroyed another boat in the eastern Pacific on Thursday night, and four men died, the military said on Friday.

It was at least the 22nd strike since the campaign began on Sept. 2. At least 86 people have been killed.
"""
SPROUTS = """---
title: Pellwick sprouts are back in shops
url: https://brackwater-tribune.example/food/pellwick-back
source: Brackwater Tribune
published: 2025-11-22T08:00:00-06:00
---
Alfalfa sprouts from Pellwick Farms are sold again, ten weeks after the recall. The state found no salmonella in the rebuilt
sprouting rooms, and the company says that every batch of sprouts is now tested before it leaves the farm.
"""


def _index(command: Command, folder: Path, text: str) -> None:
    """What an editor does: `dateline index FILE`, as a process of its own."""
    article = folder / "article.md"
    article.write_text(text, encoding="utf-8")
    assert command("index", article).returncode == 0


def test_followers_hear_once_of_a_figure_that_grew_and_of_articles_on_their_topic(
    telegram: Emulator, serve: Serve, command: Command, tmp_path: Path
) -> None:
    ann, bob, eva = telegram.person("Ann"), telegram.person("Bob"), telegram.person("Eva", language="es")
    with serve():
        for person, topic in ((ann, STRIKES), (bob, "Pellwick sprouts"), (eva, STRIKES)):
            person.send(f"/subscribe {topic}")
            said(person, topic)
        _index(command, tmp_path, STRIKE)
        changed = said(ann, "At least 21 → at least 22 strikes, as of 21 Nov 2025.")
        assert "https://harborwire.example/2025/11/21/off-colombia" in changed.links
        assert "22" in said(eva, "Al menos 21 → al menos 22").text
        _index(command, tmp_path, SPROUTS)
        arrived = said(bob, "Pellwick sprouts are back in shops")
        assert arrived.links == ("https://brackwater-tribune.example/food/pellwick-back",)
        assert ask(ann, STRIKES).text.startswith("At least 22 strikes, as of 21 Nov 2025. [1]")
        told = [len([post for post in person.posts() if "🔔" in post.text]) for person in (ann, bob, eva)]
        assert told == [1, 1, 1]


def test_an_alert_ends_with_its_button_and_when_the_bot_is_blocked(
    telegram: Emulator, serve: Serve, command: Command, tmp_path: Path
) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve():
        for person in (ann, bob):
            person.send(f"/subscribe {STRIKES}")
            confirmed = said(person, STRIKES)
        assert ann.toast(ann.tap(said(ann, STRIKES), confirmed.labels[0])).text == "You won’t hear any more about it."
        bob.block()
        _index(command, tmp_path, STRIKE)
        carol = telegram.person("Carol")
        assert ask(carol, STRIKES).text.startswith("At least 22 strikes")
        bob.unblock()
        bob.send("/subscriptions")
        assert bob.wait_for().labels == ()
        assert [post.text for post in (*ann.posts(), *bob.posts()) if "🔔" in post.text] == []
