import json
import re
import signal
import subprocess
import sys

import httpx

from tests.articles import CHECKOUT
from tests.telegram.conftest import Api
from tests.telegram.emulator import Emulator
from tests.telegram.emulator.drawing import rich
from tests.telegram.emulator.parsing import parse


def _page(telegram: Emulator, path: str) -> str:
    return httpx.get(telegram.url + path).raise_for_status().text


def _drawn(html: str) -> str:
    parsed = parse(html)
    return rich(parsed.text, parsed.entities)


def test_a_text_is_drawn_as_it_was_meant() -> None:
    html = '😀 <b>21 <i>strikes</i></b> &lt;b&gt; <a href="https://wire.example/?a=1&amp;b=2">[1]</a>'
    assert _drawn(html) == html


def test_a_blockquote_ends_the_lines_around_it() -> None:
    assert _drawn("a\n<blockquote>b\nc</blockquote>\nd") == "a<blockquote>b\nc</blockquote>d"


def test_an_expandable_blockquote_is_folded_until_it_is_touched() -> None:
    assert _drawn("<blockquote expandable>a</blockquote>") == (
        '<label class="folded"><input type="checkbox"><blockquote>a</blockquote><i>⌄</i></label>'
    )


def test_a_chat_shows_who_said_what_to_whom(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    question = ann.send("How <many>?")
    keyboard = {"inline_keyboard": [[{"text": "Sources", "callback_data": "x"}, {"text": "Open", "url": "https://a.example"}]]}
    api("sendMessage", chat_id=ann.id, text="21", reply_parameters={"message_id": question.id}, reply_markup=keyboard)
    page = re.sub(r"\d\d:\d\d", "12:00", _page(telegram, f"/chat/{ann.id}"))
    shown = page[page.index("<main>") : page.index("</main>")]
    assert shown == (
        '<main><div><div class="post mine"><div class="bubble">'
        '<div class="text">How &lt;many&gt;?<span class="time">12:00</span></div></div></div>'
        '<div class="post theirs"><div class="bubble"><div class="reply"><b>Ann</b><span>How &lt;many&gt;?</span></div>'
        '<div class="text">21<span class="time">12:00</span></div></div><div class="buttons"><div class="row">'
        f'<form class="button" method="post" action="/chat/{ann.id}/tap"><input type="hidden" name="message" value="2">'
        '<button name="label" value="Sources">Sources</button></form>'
        '<a class="button" href="https://a.example">Open<sup>↗</sup></a></div></div></div></div>'
    )


def test_a_group_names_its_people_and_a_forum_its_topics(telegram: Emulator) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    forum = telegram.group("Desk", ann, bob, is_forum=True)
    boats, fires = forum.topic("Boats", ann), forum.topic("Fires", ann)
    bob.send("in boats", group=forum, topic=boats)
    bob.send("in fires", group=forum, topic=fires)
    page = _page(telegram, f"/chat/{forum.id}?topic={boats}&theme=dark")
    assert '<div class="name">Bob</div>' in page
    assert "<small>3 members</small>" in page
    assert 'data-theme="dark"' in page
    assert ("in boats" in page, "in fires" in page) == (True, False)
    assert "Ann opened the topic “Boats”" in page


def test_the_page_says_that_the_bot_types(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    assert "<small>bot</small>" in _page(telegram, f"/chat/{ann.id}")
    api("sendChatAction", chat_id=ann.id, action="typing")
    assert "<small>typing…</small>" in _page(telegram, f"/chat/{ann.id}")


def test_what_is_written_and_tapped_on_the_page_reaches_the_bot(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    httpx.post(f"{telegram.url}/chat/{ann.id}/send", data={"text": "How many?"})
    keyboard = {"inline_keyboard": [[{"text": "Sources", "callback_data": "v1:s:1"}]]}
    post = api("sendMessage", chat_id=ann.id, text="21", reply_markup=keyboard)
    httpx.post(f"{telegram.url}/chat/{ann.id}/tap", data={"message": post["message_id"], "label": "Sources"})
    message, tap = telegram.world.updates.pending
    assert (message["message"]["text"], tap["callback_query"]["data"]) == ("How many?", "v1:s:1")


def test_an_unknown_chat_has_no_page(telegram: Emulator) -> None:
    assert httpx.get(f"{telegram.url}/chat/7").status_code == 404


def test_the_emulator_runs_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.telegram.emulator", "--token", "7:x", "--person", "Ann", "--group", "Desk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        try:
            assert httpx.get(f"{told['url']}/bot7:x/getMe").json()["result"]["id"] == 7
            assert 'href="/chat/' in httpx.get(told["url"]).text
            assert sorted(told["chats"]) == ["Ann", "Desk"]
            assert httpx.get(f"{told['url']}/calls").json() == {
                "polls": 0,
                "calls": [{"method": "getMe", "status": 200, "description": ""}],
            }
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
