"""Questions and their answers: recorded before work begins, so that none is lost and none is answered twice."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from bot.telegram.state.database import Database, put, take_turns
from bot.telegram.state.packing import answers, packed, unpacked
from bot.telegram.state.tables import at, columns_of, messages, place_of, questions, replicas
from bot.telegram.types import Place, Question
from index.types import Answer

WAITING = "waiting"
RUNNING = "running"
ORPHANED = "orphaned"
"""The replica that had it fell silent, and another one apologises for it."""
ANSWERED = "answered"
STOPPED = "stopped"
FAILED = "failed"
UNFINISHED = (WAITING, RUNNING, ORPHANED)

_LONGEST = 10
"""Earlier questions of a conversation that are remembered."""


def record(connection: Connection, question: Question, *, replica: str) -> None:
    """Keep a question that waits for that replica, inside a transaction."""
    connection.execute(
        insert(questions).values(
            id=question.id,
            **columns_of(question.place),
            person=question.user,
            text=question.text,
            language=question.language,
            asked_at=question.asked_at,
            message=question.message,
            parent=question.parent,
            state=WAITING,
            replica=replica,
            open=True,
        )
    )


class Questions:
    """Every question goes from waiting over running to answered, stopped or failed."""

    def __init__(self, database: Database, *, replica: str) -> None:
        self._database = database
        self._replica = replica

    @staticmethod
    def new_id() -> str:
        """An id for a question: 12 letters, digits, `-` and `_`, not to be guessed."""
        return secrets.token_urlsafe(9)

    def add(self, question: Question) -> None:
        """Record a question that no update brought. It waits for this replica."""
        with self._database.writing() as connection:
            record(connection, question, replica=self._replica)

    def get(self, question_id: str) -> Question | None:
        """The question with that id; None when it was deleted, or never was."""
        return self._first(select(questions).where(questions.c.id == question_id))

    def begin(self, question_id: str, *, now: datetime) -> bool:
        """Take a waiting question for this replica: True when it is to be worked on here, False when it no longer waits."""
        return self._move(question_id, (WAITING,), state=RUNNING, replica=self._replica, begun_at=now)

    def holds(self, question_id: str) -> bool:
        """Whether this replica is still to answer: not after the question was stopped, deleted or handed to another replica."""
        mine = self._is(question_id, (WAITING, RUNNING)) & (questions.c.replica == self._replica)
        return self._first(select(questions).where(mine)) is not None

    def answered(self, question_id: str, answer: Answer, sent: Sequence[int], *, now: datetime) -> None:
        """Keep the answer that was given, and the ids of the messages that hold it. Nothing is kept of a deleted question."""
        kept = update(questions).where(questions.c.id == question_id).returning(questions.c.chat)
        values = {"state": ANSWERED, "answered_at": now, "found": answer.found, "answer": packed(answers(), answer)}
        with self._database.writing() as connection:
            chat = connection.execute(kept.values(values)).scalar_one_or_none()
            for message in sent if chat is not None else ():
                put(connection, messages, {"chat": chat, "message": message}, question=question_id)

    def stopped(self, question_id: str) -> bool:
        """The person wants no answer any more; True when the question was not finished yet."""
        return self._move(question_id, UNFINISHED, state=STOPPED)

    def failed(self, question_id: str) -> bool:
        """No answer can be given, and the person was told so; True when the question was not finished yet."""
        return self._move(question_id, UNFINISHED, state=FAILED)

    def answer(self, question_id: str) -> Answer | None:
        """The answer that was given; None when there is none, or no longer."""
        with self._database.reading() as connection:
            kept = connection.execute(select(questions.c.answer).where(questions.c.id == question_id))
            return unpacked(answers(), kept.scalar_one_or_none())

    def of_message(self, place: Place, message: int) -> Question | None:
        """The question whose answer that message is, or is a part of."""
        # A message's id is its own in the whole chat, whatever the topic.
        found = (messages.c.chat == place.chat) & (messages.c.message == message)
        return self._first(select(questions).join(messages, messages.c.question == questions.c.id).where(found))

    def history(self, question: Question) -> tuple[str, ...]:
        """The texts of the questions that this one follows up, oldest first; at most ten, the newest."""
        texts: list[str] = []
        wanted = question.parent
        with self._database.reading() as connection:
            while wanted is not None and len(texts) < _LONGEST:
                row = connection.execute(select(questions).where(questions.c.id == wanted)).one_or_none()
                if row is None:
                    break
                texts.append(row.text)
                wanted = row.parent
        return tuple(reversed(texts))

    def latest(self, place: Place, user: int, *, since: datetime) -> Question | None:
        """The person's newest question in that place, asked at `since` or later: what a message now follows up.

        None when there is none, or when the conversation was closed.
        """
        theirs = at(questions, place) & (questions.c.person == user) & questions.c.open & (questions.c.asked_at >= since)
        # Telegram tells the time in whole seconds.
        newest = select(questions).where(theirs).order_by(questions.c.asked_at.desc(), questions.c.number.desc())
        return self._first(newest.limit(1))

    def close(self, place: Place, user: int) -> None:
        """End the person's conversation in that place: the next question follows up nothing."""
        theirs = at(questions, place) & (questions.c.person == user)
        with self._database.writing() as connection:
            connection.execute(update(questions).where(theirs).values(open=False))

    def orphans(self, *, now: datetime, silence: timedelta) -> tuple[Question, ...]:
        """Take over the unfinished questions of replicas that were not heard of for that long, oldest first.

        Each is handed out once. It counts as unfinished until `failed` is called, so that it is handed out again should this
        replica fall silent too. A replica that was never heard of fell silent when the question was asked.
        """
        heard = func.coalesce(replicas.c.heard_at, questions.c.asked_at)
        left = select(questions.c.number).outerjoin(replicas, replicas.c.name == questions.c.replica).where(heard < now - silence)
        # Said twice, because a question may be finished between the two statements.
        unfinished = questions.c.state.in_(UNFINISHED) & (questions.c.replica != self._replica)
        taken = update(questions).where(unfinished, questions.c.number.in_(left.where(unfinished)))
        with self._database.writing() as connection:
            take_turns(connection)
            rows = connection.execute(taken.values(state=ORPHANED, replica=self._replica).returning(questions)).all()
            if rows:
                put(connection, replicas, {"name": self._replica}, heard_at=now)
        return tuple(_question(row) for row in sorted(rows, key=lambda row: int(row.number)))

    def _first(self, wanted: Select[tuple[object, ...]]) -> Question | None:
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        return _question(row) if row else None

    def _move(self, question_id: str, before: Sequence[str], **values: object) -> bool:
        """Bring a question that is in one of some states into another; False when it is in none of them."""
        moved = update(questions).where(self._is(question_id, before)).values(values).returning(questions.c.id)
        with self._database.writing() as connection:
            return connection.execute(moved).first() is not None

    @staticmethod
    def _is(question_id: str, states: Sequence[str]) -> ColumnElement[bool]:
        return (questions.c.id == question_id) & questions.c.state.in_(states)


def _question(row: Row[tuple[object, ...]]) -> Question:
    return Question(
        row.id, place_of(row), row.person, row.text, row.language, row.asked_at, message=row.message, parent=row.parent
    )
