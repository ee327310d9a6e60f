"""A person and the shipped command, in a private chat."""

from pathlib import Path

import pytest

from tests.telegram.emulator import Person, Post
from tests.telegram.emulator.parsing import length
from tests.telegram.talking import STRIKES, Newsdesk, answer_to, ask, said


@pytest.fixture
def ann(newsdesk: Newsdesk) -> Person:
    return newsdesk.telegram.person("Ann")


def _settled(person: Person, post: Post, label: str) -> str:
    """Tap a button, and wait until the tap is answered; what the person reads then."""
    return person.toast(person.tap(post, label)).text


def test_the_figure_stands_first_and_every_statement_is_linked(ann: Person) -> None:
    answer = ask(ann, STRIKES)
    lines = answer.text.splitlines()
    assert lines[0] == "At least 21 strikes, as of 16 Nov 2025. [1]"
    assert answer.styled("bold")[0] == "At least 21 strikes"
    assert "As of 16 Nov 2025 · 13 sources of 56 articles" in answer.styled("italic")
    assert [kind for kind in ("blockquote", "expandable_blockquote") if answer.styled(kind)] == ["expandable_blockquote"]
    assert answer.links[0] == "https://harborwire.example/2025/11/16/twenty-first-strike"
    assert not answer.preview
    assert length(answer.text) <= 1200


def test_while_it_works_the_bot_types(newsdesk: Newsdesk, ann: Person) -> None:
    ask(ann, STRIKES)
    assert [call.parameters["action"] for call in newsdesk.telegram.called("sendChatAction") if call.chat == ann.id][:1] == [
        "typing"
    ]


def test_start_tells_what_the_bot_knows_and_every_example_is_answered(newsdesk: Newsdesk, ann: Person) -> None:
    ann.start()
    welcome = said(ann, "56 articles")
    assert len(welcome.labels) == 3
    for label in welcome.labels:
        assert _settled(ann, welcome, label) == ""
        answer = ann.wait_for(
            lambda post: "👎" in post.labels and "[1]" in post.text, seconds=60, hoped=f"an answer to {label!r}"
        )
        assert answer.styled("bold")


def test_every_button_below_an_answer_works(newsdesk: Newsdesk, ann: Person) -> None:
    answer = ask(ann, STRIKES)
    assert set(answer.labels) > {"Sources", "Timeline", "👍", "👎"}
    assert len(answer.labels) <= 7
    assert _settled(ann, answer, "Sources") == ""
    sources = said(ann, "It was at least the 21st strike since the campaign began on Sept. 2.")
    assert [f"[{number}]" in sources.text for number in range(1, 15)] == [True] * 13 + [False]
    assert _settled(ann, answer, "Timeline") == ""
    chart = ann.wait_for(lambda post: post.attachment is not None, hoped="the picture")
    assert chart.attachment
    assert (chart.attachment.kind, 800 <= chart.attachment.width <= 1280) == ("photo", True)
    assert "21" in chart.text
    assert _settled(ann, chart, "As text") == ""
    assert said(ann, "16 Nov: at least 21 [1]").text.startswith("Strikes\n20 Sep: 3 [5]\n9 Oct: 4 [6]\n15 Oct: 5 [7]\n")
    assert (_settled(ann, answer, "👍"), _settled(ann, answer, "👎")) == ("Thank you!", "Thank you!")
    follow_ups = [label for label in answer.labels if label not in {"Sources", "Timeline", "👍", "👎"}]
    for label in follow_ups:
        assert _settled(ann, answer, label) == ""
        ann.wait_for(lambda post: "👎" in post.labels, seconds=60, hoped=f"an answer to {label!r}")
    assert newsdesk.telegram.world.queries.unanswered == 0


def test_a_message_soon_after_an_answer_follows_it_up_until_a_new_conversation_begins(ann: Person) -> None:
    ask(ann, STRIKES)
    followed = ask(ann, "And by 28 October?")
    assert "Understood as: How many strikes by 28 October?" in followed.text
    assert followed.styled("bold")[0] == "13 strikes"
    ann.send("/new")
    said(ann, "A new conversation")
    assert "Understood as: " not in ask(ann, "And by 28 October?").text


def test_a_reply_follows_up_the_answer_it_replies_to(ann: Person) -> None:
    strikes = ask(ann, STRIKES)
    ann.send("/new")
    said(ann, "A new conversation")
    ask(ann, "How many acres has the Harrow Ridge fire burned?")
    assert ask(ann, "And by 28 October?", reply_to=strikes).styled("bold")[0] == "13 strikes"


def test_not_knowing_is_said_with_what_is_closest(ann: Person) -> None:
    answer = ask(ann, "Who won the chess olympiad in Samarkand?")
    assert answer.text.startswith(
        "I found nothing on “Who won the chess olympiad in Samarkand?” in 56 articles up to 19 Nov 2025."
    )
    assert "Closest:" in answer.text
    assert len(answer.links) >= 1


def test_the_commands_that_inform_answer(ann: Person) -> None:
    ann.send("/help")
    assert "/subscribe" in said(ann, "/ask").text
    ann.send("/latest")
    assert len(said(ann, "Four quiet days at sea").links) == 10
    ann.send("/latest sprouts")
    assert said(ann, "prouts").links
    ann.send("/privacy")
    assert "/forget" in said(ann, "30 days").text
    ann.send("/timeline boat strikes")
    assert ann.wait_for(lambda post: post.attachment is not None, seconds=60).labels == ("As text", "Sources")
    ann.send("/sources")
    assert said(ann, "[8]").links
    ann.send("/nonsense")
    said(ann, "I don’t know that command.")


def test_a_deep_link_asks_its_question(newsdesk: Newsdesk, ann: Person) -> None:
    results = ann.results(ann.inline("How many strikes so far?"))
    assert results.start
    assert answer_to(ann, ann.start(results.start)).text.startswith("At least 21 strikes")


def test_inline_mode_offers_articles_and_the_way_to_the_bot(ann: Person) -> None:
    results = ann.results(ann.inline("boat strikes"))
    assert 1 <= len(results.cards) <= 10
    assert len({card.title for card in results.cards}) == len(results.cards)
    assert 60 <= results.cache_seconds <= 300
    assert results.button == "Ask me instead"
    assert all(card.title in card.text for card in results.cards)


def test_a_picture_a_recording_and_a_question_without_end_are_answered_kindly(newsdesk: Newsdesk, ann: Person) -> None:
    ann.send(attachment=newsdesk.telegram.file("photo"))
    said(ann, "I can’t look at pictures yet.")
    ann.send(attachment=newsdesk.telegram.file("voice"))
    said(ann, "I can’t listen to recordings yet.")
    ann.send("strikes? " * 400)
    said(ann, "I read questions of up to 2,000 characters.")


def test_markup_in_a_question_is_shown_and_does_nothing(ann: Person) -> None:
    answer = ask(ann, "Who is <b>Zebulon & 'Q'</b> <a href='https://evil.example'>x</a>?")
    assert "<b>Zebulon & 'Q'</b>" in answer.text
    assert "https://evil.example" not in answer.links


def test_a_person_who_reads_spanish_is_spoken_to_in_spanish(newsdesk: Newsdesk) -> None:
    eva = newsdesk.telegram.person("Eva", language="es-MX")
    eva.start()
    said(eva, "56 artículos")
    answer = ask(eva, STRIKES)
    assert {"Fuentes", "👍", "👎"} <= set(answer.labels)
    assert answer.text.splitlines()[0].endswith("[1]")
    assert "pregunta" in eva.offered_commands()["ask"]


def test_a_tapped_button_that_is_not_kept_says_so(ann: Person) -> None:
    answer = ask(ann, STRIKES)
    assert ann.toast(ann.send_tap(answer, "v1:sources:gone")).text == "This button has expired. Please ask again."
    assert ann.toast(ann.send_tap(answer, "nonsense")).text == "This button has expired. Please ask again."


def test_all_that_is_kept_can_be_had_and_forgotten(newsdesk: Newsdesk, ann: Person) -> None:
    answer = ask(ann, STRIKES)
    ann.toast(ann.tap(answer, "👍"))
    ann.send("/subscribe harvest festival")
    said(ann, "harvest festival")
    ann.send("/export")
    export = ann.wait_for(lambda post: post.attachment is not None, hoped="the export")
    assert export.attachment
    kept = export.attachment.content.decode()
    assert ("How many strikes so far?" in kept, "harvest festival" in kept) == (True, True)
    ann.send("/forget")
    sure = said(ann, "Shall I delete all that I keep of you")
    ann.toast(ann.tap(sure, "Yes, delete it"))
    assert said(ann, "Done. Deleted: ").text.startswith("Done. Deleted: 1 question with its answer, 1 thumb, 1 topic")
    assert ann.toast(ann.tap(answer, "Sources")).text == "This button has expired. Please ask again."
    ann.send("/subscriptions")
    assert "harvest festival" not in ann.wait_for().text
    state = b"".join(path.read_bytes() for path in newsdesk.home.glob("bot.sqlite*"))
    assert b"harvest festival" not in state


def test_forgetting_can_be_thought_better_of(ann: Person) -> None:
    ann.send("/forget")
    sure = said(ann, "Shall I delete all that I keep of you")
    assert ann.toast(ann.tap(sure, "No, keep it")).text == "Nothing was deleted."


def test_the_state_is_readable_by_its_owner_alone(newsdesk: Newsdesk, ann: Person) -> None:
    ask(ann, STRIKES)
    assert {oct(Path(path).stat().st_mode & 0o777) for path in newsdesk.home.glob("bot.sqlite*")} == {"0o600"}
