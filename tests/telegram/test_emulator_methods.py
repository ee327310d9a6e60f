import httpx
import pytest

from tests.telegram.conftest import Api
from tests.telegram.emulator import Emulator, Person, Post

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
NO_INTEGER = "message_thread_id: Input should be a valid integer, unable to parse string as an integer"
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def ann(telegram: Emulator) -> Person:
    return telegram.person("Ann")


def _sent(api: Api, person: Person, **given: object) -> Post:
    message = api("sendMessage", **{"chat_id": person.id, "text": "x"} | given)
    assert isinstance(message, dict), message
    return person.posts()[-1]


def _keyboard(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "Go", **button}]]}


def test_a_message_is_shown_as_it_was_sent(api: Api, ann: Person) -> None:
    question = ann.send("How many?")
    post = _sent(
        api,
        ann,
        text="<b>At least 21</b> strikes\n<blockquote expandable>Sources</blockquote>",
        parse_mode="HTML",
        reply_parameters={"message_id": question.id},
        reply_markup={
            "inline_keyboard": [[{"text": "Sources", "callback_data": "v1:s:1"}], [{"text": "Open", "url": "https://a.example"}]]
        },
        link_preview_options={"is_disabled": True},
    )
    assert (post.text, post.styled("bold"), post.labels) == (
        "At least 21 strikes\nSources",
        ("At least 21",),
        ("Sources", "Open"),
    )
    assert (post.reply_to, post.preview, post.button("Open").url) == (question.id, False, "https://a.example")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"chat_id": 5}, "chat not found"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
        ({"text": "a <b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"reply_parameters": {"message_id": 77}}, "message to be replied not found"),
        ({"message_thread_id": 3}, "message thread not found"),
        ({"reply_markup": _keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": _keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": _keyboard(url="nowhere")}, "inline keyboard button URL 'nowhere' is invalid: Unsupported URL protocol"),
        ({"reply_markup": _keyboard()}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"shade": 3}, "EMULATOR: sendMessage has no parameters ['shade']"),
        ({"reply_markup": "none"}, "can't parse reply_markup JSON object"),
        ({"message_thread_id": "x"}, f"EMULATOR: sendMessage does not take this: {NO_INTEGER}"),
    ],
)
def test_what_telegram_refuses_is_refused(api: Api, ann: Person, given: dict[str, object], refusal: str) -> None:
    assert api("sendMessage", **{"chat_id": ann.id, "text": "x"} | given) == f"400 Bad Request: {refusal}"
    assert ann.posts() == ()


def test_what_just_fits_is_sent(api: Api, ann: Person) -> None:
    assert _sent(api, ann, text="<b>x</b>" * 100 + "😀" * 1998, parse_mode="HTML").text == "x" * 100 + "😀" * 1998
    assert _sent(api, ann, reply_markup=_keyboard(callback_data="é" * 32)).button("Go").data == "é" * 32
    assert _sent(api, ann, reply_parameters={"message_id": 77, "allow_sending_without_reply": True}).reply_to is None


def test_an_unknown_method_a_wrong_token_and_an_unmodelled_method_are_told_apart(telegram: Emulator, api: Api) -> None:
    assert api("sendPigeon") == "404 Not Found"
    assert api("sendPoll", chat_id=1, question="?", options=[{"text": "a"}]) == (
        "501 EMULATOR: sendPoll is a method of the Bot API, but is not modelled"
    )
    told = httpx.get(f"{telegram.url}/bot1:wrong/getMe").json()
    assert told == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_an_edit_keeps_what_was_said_before(api: Api, ann: Person) -> None:
    post = _sent(api, ann, text="Searching …", reply_markup=_keyboard(callback_data="stop"))
    api("editMessageText", chat_id=ann.id, message_id=post.id, text="21 strikes")
    (edited,) = ann.posts()
    assert (edited.text, edited.earlier, edited.labels) == ("21 strikes", ("Searching …",), ())
    assert post.text == "Searching …"


def test_an_edit_has_to_change_something_of_the_bots_own(api: Api, ann: Person) -> None:
    post, own = _sent(api, ann), ann.send("mine")
    edit = {"chat_id": ann.id, "text": "x"}
    assert api("editMessageText", **edit, message_id=post.id) == NOT_MODIFIED
    assert api("editMessageReplyMarkup", chat_id=ann.id, message_id=post.id) == NOT_MODIFIED
    assert api("editMessageText", **edit, message_id=own.id) == "400 Bad Request: message can't be edited"
    assert api("editMessageText", **edit, message_id=99) == "400 Bad Request: message to edit not found"
    assert api("editMessageText", chat_id=ann.id, message_id=post.id, text="") == "400 Bad Request: message text is empty"


def test_buttons_change_alone(api: Api, ann: Person) -> None:
    post = _sent(api, ann)
    api("editMessageReplyMarkup", chat_id=ann.id, message_id=post.id, reply_markup=_keyboard(callback_data="x"))
    (edited,) = ann.posts()
    assert (edited.labels, edited.text, edited.edited, edited.earlier) == (("Go",), "x", None, ())


def test_a_deleted_message_is_gone(api: Api, ann: Person) -> None:
    first, second, third = _sent(api, ann), _sent(api, ann), _sent(api, ann)
    assert api("deleteMessage", chat_id=ann.id, message_id=first.id) is True
    assert api("deleteMessage", chat_id=ann.id, message_id=first.id) == "400 Bad Request: message to delete not found"
    assert api("deleteMessages", chat_id=ann.id, message_ids=[first.id, third.id]) is True
    assert [post.id for post in ann.posts()] == [second.id]


def test_a_picture_is_kept_with_its_caption(telegram: Emulator, ann: Person, picture: bytes) -> None:
    told = httpx.post(
        f"{telegram.url}/bot{telegram.token}/sendPhoto",
        data={"chat_id": ann.id, "caption": "<b>1</b> to 21", "parse_mode": "HTML", "reply_markup": '{"inline_keyboard": []}'},
        files={"photo": ("chart.png", picture)},
    ).json()
    (post,) = ann.posts()
    assert post.attachment
    assert (post.text, post.styled("bold"), post.attachment.width, post.attachment.height) == ("1 to 21", ("1",), 800, 450)
    fetched = httpx.get(f"{telegram.url}/file/bot{telegram.token}/files/{told['result']['photo'][0]['file_id']}")
    assert (fetched.content, fetched.headers["content-type"]) == (picture, "image/png")


@pytest.mark.parametrize(
    ("caption", "content", "refusal"),
    [
        ("x" * 1025, None, "message caption is too long"),
        ("", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("", b"", "file must be non-empty"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(
    telegram: Emulator, ann: Person, picture: bytes, caption: str, content: bytes | None, refusal: str
) -> None:
    told = httpx.post(
        f"{telegram.url}/bot{telegram.token}/sendPhoto",
        data={"chat_id": ann.id, "caption": caption},
        files={"photo": ("chart.png", picture if content is None else content)},
    ).json()
    assert told["description"] == f"Bad Request: {refusal}"


def test_pictures_of_an_album_come_together(telegram: Emulator, ann: Person, picture: bytes) -> None:
    media = '[{"type": "photo", "media": "attach://a", "caption": "one"}, {"type": "photo", "media": "attach://b"}]'
    httpx.post(
        f"{telegram.url}/bot{telegram.token}/sendMediaGroup",
        data={"chat_id": ann.id, "media": media},
        files={"a": ("a.png", picture), "b": ("b.png", picture)},
    ).raise_for_status()
    first, second = ann.posts()
    assert (first.album, first.text, second.text) == (second.album, "one", "")


def test_a_picture_takes_the_place_of_another(telegram: Emulator, api: Api, ann: Person, picture: bytes) -> None:
    url = f"{telegram.url}/bot{telegram.token}"
    httpx.post(f"{url}/sendPhoto", data={"chat_id": ann.id, "caption": "old"}, files={"photo": ("a.png", picture)})
    (post,) = ann.posts()
    media = {"type": "photo", "media": post.attachment.file_id if post.attachment else "", "caption": "new"}
    api("editMessageMedia", chat_id=ann.id, message_id=post.id, media=media)
    api("editMessageCaption", chat_id=ann.id, message_id=post.id, caption="newer")
    assert api("editMessageText", chat_id=ann.id, message_id=post.id, text="x") == (
        "400 Bad Request: there is no text in the message to edit"
    )
    (post,) = ann.posts()
    assert (post.text, post.earlier) == ("newer", ("old", "new"))


def test_a_copy_is_the_bots_own(api: Api, ann: Person) -> None:
    question = ann.send("How many?")
    assert api("copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=question.id) == {"message_id": question.id + 1}
    assert [post.text for post in ann.posts()] == ["How many?"]


def test_a_message_is_pinned_and_unpinned(telegram: Emulator, api: Api, ann: Person) -> None:
    post = _sent(api, ann)
    assert api("pinChatMessage", chat_id=ann.id, message_id=post.id) is True
    assert telegram.world.chats[ann.id].pinned == [post.id]
    assert api("unpinChatMessage", chat_id=ann.id) is True
    assert api("unpinChatMessage", chat_id=ann.id) == "400 Bad Request: message to unpin not found"


def test_a_tap_is_answered_once(telegram: Emulator, api: Api, ann: Person) -> None:
    tap = ann.tap(_sent(api, ann, reply_markup=_keyboard(callback_data="v1:s:1")), "Go")
    assert telegram.world.updates.pending[-1]["callback_query"]["data"] == "v1:s:1"
    assert api("answerCallbackQuery", callback_query_id=tap, text="x" * 201) == "400 Bad Request: MESSAGE_TOO_LONG"
    assert api("answerCallbackQuery", callback_query_id=tap, text="Noted", show_alert=True) is True
    assert (ann.toast(tap).text, ann.toast(tap).is_alert) == ("Noted", True)
    assert api("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


def test_a_tap_grows_too_old_to_be_answered(telegram: Emulator, api: Api, ann: Person) -> None:
    tap = ann.tap(_sent(api, ann, reply_markup=_keyboard(callback_data="x")), "Go")
    telegram.world.queries.expire()
    assert api("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


def test_a_button_that_is_not_there_cannot_be_tapped(api: Api, ann: Person) -> None:
    post = _sent(api, ann, reply_markup=_keyboard(callback_data="x"))
    with pytest.raises(LookupError, match=r"no button 'Stop' below 'x': there are \('Go',\)"):
        ann.tap(post, "Stop")
    api("editMessageText", chat_id=ann.id, message_id=post.id, text="y")
    with pytest.raises(LookupError, match="no button 'Go' below 'y'"):
        ann.tap(post, "Go")


def _article(key: str, **more: object) -> dict[str, object]:
    content = {"message_text": "<b>Boats</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": key, "title": f"Title {key}", "input_message_content": content, **more}


def test_an_inline_query_is_answered_with_cards(api: Api, ann: Person) -> None:
    query = ann.inline("boats")
    button = {"text": "Ask the bot", "start_parameter": "inline"}
    results = [_article("1", description="Wire A"), _article("2")]
    assert api("answerInlineQuery", inline_query_id=query, results=results, cache_time=60, button=button) is True
    shown = ann.results(query)
    assert [(card.title, card.description, card.text) for card in shown.cards] == [
        ("Title 1", "Wire A", "Boats"),
        ("Title 2", "", "Boats"),
    ]
    assert (shown.cache_seconds, shown.button, shown.start) == (60, "Ask the bot", "inline")


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([_article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([_article("1"), _article("1")], "RESULT_ID_DUPLICATE"),
        ([_article("é" * 33)], "RESULT_ID_INVALID"),
        ([_article("1", title=" ")], "RESULT_TITLE_EMPTY"),
        ([_article("1", input_message_content={"message_text": "x" * 4097})], "message is too long"),
    ],
)
def test_cards_that_telegram_refuses_are_refused(api: Api, ann: Person, results: list[object], refusal: str) -> None:
    assert api("answerInlineQuery", inline_query_id=ann.inline("x"), results=results) == f"400 Bad Request: {refusal}"


def test_commands_are_listed_by_scope_and_language(telegram: Emulator, api: Api, ann: Person) -> None:
    eva = telegram.person("Eva", language="es-MX")
    api("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])
    api("setMyCommands", commands=[{"command": "pregunta", "description": "Preguntar"}], language_code="es")
    api("setMyCommands", commands=[{"command": "stats", "description": "Figures"}], scope={"type": "all_group_chats"})
    assert (ann.offered_commands(), eva.offered_commands()) == ({"ask": "Ask"}, {"pregunta": "Preguntar"})
    assert eva.offered_commands(scope="all_group_chats") == {"stats": "Figures"}
    assert api("setMyCommands", commands=[{"command": "Ask me", "description": "x"}]) == "400 Bad Request: BOT_COMMAND_INVALID"


def test_the_bot_is_told_about_itself_its_chats_and_their_members(telegram: Emulator, api: Api, ann: Person) -> None:
    group = telegram.group("Desk", ann)
    assert api("getMe")["can_read_all_group_messages"] is False
    assert api("getChat", chat_id=group.id)["title"] == "Desk"
    assert api("getChatMember", chat_id=group.id, user_id=ann.id)["user"]["first_name"] == "Ann"
    assert api("getChatMember", chat_id=group.id, user_id=5) == "400 Bad Request: member not found"
    assert api("getChatMemberCount", chat_id=group.id) == 2
    assert api("setMyShortDescription", short_description="x" * 121) == "400 Bad Request: bot short description is too long"
    assert api("leaveChat", chat_id=group.id) is True
    assert api("sendMessage", chat_id=group.id, text="x") == "403 Forbidden: bot was kicked from the supergroup chat"


def test_every_modelled_method_is_one_of_the_bot_api() -> None:
    from tests.telegram.emulator import schema
    from tests.telegram.emulator.methods import METHODS

    assert [name for name in METHODS if schema.methods()[name.lower()].__api_method__ != name] == []
