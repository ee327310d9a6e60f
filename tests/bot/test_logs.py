import json
import logging
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from bot.logs import Records, Redacting
from bot.telegram.types import Place, Question
from index.types import Answer, Citation, Usage

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
QUESTION = Question(
    "2fa", Place(-1002), 7_000_000_000_012, "where is my brother?", "es", datetime(2026, 3, 4, tzinfo=UTC), parent="2f9"
)
ANSWER = Answer(
    question="where is my brother?",
    text="At the harbour. [1]",
    found=True,
    mode="model",
    citations=(Citation(1, "0011223344556677", "Title", "at the harbour"),),
    usage=Usage(1200, 80),
)


def _lines(program: str, *, form: str, **settings: str) -> list[str]:
    """What a program writes to standard error after `set_up`."""
    head = f"import logging\nfrom bot import logs, settings\nlogs.set_up(settings.load(), form={form!r})\nlogs.catch_uncaught()\n"
    known = {"TELEGRAM_BOT_TOKEN": TOKEN, "OPENAI_API_KEY": "sk-secret", "DATELINE_WEBHOOK_SECRET": "hook-secret"}
    ended = subprocess.run(  # noqa: PLW1510 - some of these programs fail on purpose
        [sys.executable, "-c", head + program], capture_output=True, encoding="utf-8", env=known | settings, timeout=60
    )
    return ended.stderr.splitlines()


def test_a_command_says_the_level_and_who_speaks() -> None:
    program = "logging.getLogger('bot.here').warning('%s articles', 3); logging.getLogger('bot.here').info('not this')"
    assert _lines(program, form="bare") == ["WARNING bot.here: 3 articles"]


def test_the_level_is_that_of_the_settings() -> None:
    assert _lines("logging.getLogger('index.x').debug('seen')", form="bare", DATELINE_LOG="debug") == ["DEBUG index.x: seen"]


def test_a_program_that_stays_says_when() -> None:
    [line] = _lines("logging.getLogger('bot.here').warning('slow')", form="text")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00 WARNING bot\.here: slow", line)


def test_json_is_one_object_a_line() -> None:
    [line] = _lines("logging.getLogger('bot.here').warning('two\\nlines “quoted”')", form="json")
    told = json.loads(line)
    told.pop("time")
    assert told == {"level": "warning", "logger": "bot.here", "message": "two\nlines “quoted”"}


SHOUT = """
address = "https://api.telegram.org/bot%s/getMe" % settings.load().token
for name in ("bot", "httpx", "httpcore", "telegram", "telegram.Bot", "telegram.request.BaseRequest", "openai"):
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        logging.getLogger(name).log(level, "asked %s with %s and %s", address, "sk-secret", {"secret": "hook-secret"})
try:
    raise ValueError(address)
except ValueError as error:
    logging.getLogger("bot").exception("failed: %r", error, stack_info=True)
logging.getLogger("bot").error("%s and %s", address)
logging.getLogger("bot").error("fields", extra={"fields": {"address": address}})
import threading
def fail(address):
    raise ValueError(address)
thread = threading.Thread(target=fail, args=(address,)); thread.start(); thread.join()
import asyncio
async def forget():
    asyncio.get_running_loop().call_soon(fail, address)
    await asyncio.sleep(0)
asyncio.run(forget())
import warnings
warnings.warn(address)
class Broken:
    def __del__(self):
        raise ValueError(address)
Broken()
raise ValueError(address)
"""


@pytest.mark.parametrize("form", ["bare", "text", "json"])
@pytest.mark.parametrize("level", ["debug", "error"])
def test_no_secret_is_written_whoever_speaks_or_fails(form: str, level: str) -> None:
    written = "\n".join(_lines(SHOUT, form=form, DATELINE_LOG=level))
    assert [secret for secret in (TOKEN, TOKEN.partition(":")[2], "sk-secret", "hook-secret") if secret in written] == []
    assert written.count("https://api.telegram.org/bot***/getMe") > 10
    assert {"a thread failed", "cleaning up failed", "the program failed"} <= set(
        re.findall(r"[a-z ]+ failed", written.replace(": ", ":"))
    )


def test_what_the_clients_say_of_addresses_and_messages_is_not_written() -> None:
    program = """
for name in ("httpx", "httpcore", "telegram", "telegram.ext.Application"):
    logging.getLogger(name).info("not this")
logging.getLogger("telegram.Bot").critical("where is my brother?")
logging.getLogger("telegram.request.BaseRequest").error("where is my brother?")
logging.getLogger("httpx").warning("this")
"""
    assert _lines(program, form="bare", DATELINE_LOG="debug") == ["WARNING httpx: this"]


def test_setting_up_twice_writes_every_line_once() -> None:
    program = "logs.set_up(settings.load(), form='bare'); logging.getLogger('bot').warning('once')"
    assert _lines(program, form="json") == ["WARNING bot: once"]


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> Records:
    caplog.set_level(logging.INFO, "bot.logs")
    return Records(salt=TOKEN)


def test_a_question_is_one_line_without_its_text_and_without_ids(records: Records, caplog: pytest.LogCaptureFixture) -> None:
    records.question(QUESTION, ANSWER, seconds={"search": 0.12345, "total": 1.5}, outcome="answered")
    [line] = caplog.messages
    user, chat = records.hashed(QUESTION.user), records.hashed(-1002)
    assert line == (
        f"question question=2fa outcome=answered user={user} chat={chat} group=yes language=es follows=yes mode=model found=yes "
        "citations=1 prompt_tokens=1200 output_tokens=80 search_seconds=0.123 total_seconds=1.5"
    )
    assert (len(user), user == chat) == (8, False)


def test_a_question_without_an_answer_has_its_line_too(records: Records, caplog: pytest.LogCaptureFixture) -> None:
    records.question(QUESTION, None, seconds={}, outcome="stopped")
    assert [line.partition(" user=")[0] for line in caplog.messages] == ["question question=2fa outcome=stopped"]


def test_people_can_not_be_told_from_their_hash_without_the_salt(records: Records) -> None:
    assert records.hashed(7) == Records(salt=TOKEN).hashed(7)
    assert records.hashed(7) != Records(salt="another").hashed(7)


def test_a_question_in_json_has_its_fields_apart() -> None:
    program = f"""
from datetime import UTC, datetime
from bot.telegram.types import Place, Question
asked = Question("2fa", Place(5), 6, "where?", "en", datetime(2026, 3, 4, tzinfo=UTC))
logging.getLogger("bot").setLevel("INFO")
logs.Records(salt={TOKEN!r}).question(asked, None, seconds={{"total": 0.5}}, outcome="failed")
"""
    told = json.loads(_lines(program, form="json")[0])
    told.pop("time")
    known = Records(salt=TOKEN)
    assert told == {
        "level": "info",
        "logger": "bot.logs",
        "event": "question",
        "question": "2fa",
        "outcome": "failed",
        "user": known.hashed(6),
        "chat": known.hashed(5),
        "group": False,
        "language": "en",
        "follows": False,
        "total_seconds": 0.5,
    }


def test_a_record_is_redacted_for_every_handler_behind() -> None:
    record = logging.LogRecord("bot", logging.INFO, "", 0, "asked %s", ("secret",), None)
    assert Redacting(lambda text: text.replace("secret", "***")).filter(record) is True
    assert (record.getMessage(), record.args) == ("asked ***", ())
