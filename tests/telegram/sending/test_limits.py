import asyncio

import pytest
from telegram.ext import ExtBot

from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Pacing, Ticket
from bot.telegram.types import Message, Place
from tests.telegram.emulator import TOKEN, Person, Rates, World, serving

PEOPLE, ANSWERS = 40, 3


@pytest.mark.anyio
async def test_forty_people_get_their_answers_without_telegram_ever_having_to_refuse_one() -> None:
    with serving(World(rates=Rates())) as telegram:
        people = [telegram.person(f"Person {number}") for number in range(PEOPLE)]
        async with ExtBot[Ticket](TOKEN, base_url=f"{telegram.url}/bot", rate_limiter=Pacing()) as bot:
            await asyncio.gather(*(_answer(Outbox(bot), person) for person in people))
        statuses = [call.status for call in telegram.called("sendMessage")]
        texts = [[post.text for post in person.posts()] for person in people]
    assert statuses == [200] * (PEOPLE * ANSWERS)
    assert texts == [[f"answer {number}" for number in range(ANSWERS)]] * PEOPLE


async def _answer(outbox: Outbox, person: Person) -> None:
    for number in range(ANSWERS):
        await outbox.show(Place(person.id), (Message(f"answer {number}"),))
