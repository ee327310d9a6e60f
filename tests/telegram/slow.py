"""A language model that leaves a question unanswered, so that a test can see what happens meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any

from tests.chat import endpoint
from tests.chat.endpoint import Reply, ScriptedEndpoint
from tests.telegram.emulator import Person, Post

SLOW = "Why did Pellwick call its sprouts back?"


@dataclass(frozen=True, slots=True)
class Model:
    """A language model that never answers the first request about Pellwick."""

    endpoint: ScriptedEndpoint
    asked: Event
    """Set once that came."""

    @property
    def settings(self) -> dict[str, str]:
        """What makes the bot ask it."""
        known = {"OPENAI_BASE_URL": self.endpoint.url, "DATELINE_MODEL": endpoint.MODEL}
        return known | {"DATELINE_MODEL_TIMEOUT": "300"}

    def holds(self, person: Person) -> Post:
        """Have the person ask what is never answered, and wait until they can stop it."""
        question = person.send(SLOW)
        assert self.asked.wait(60)
        person.wait_for(lambda post: "Stop" in post.labels, seconds=60, hoped="a status with Stop")
        return question


@contextmanager
def serving() -> Iterator[Model]:
    """Serve it until the end of the block."""
    asked, never = Event(), Event()

    def script(body: dict[str, Any]) -> Reply:
        if asked.is_set() or "Pellwick" not in "\n".join(message["content"] for message in body["messages"]):
            return Reply("I do not know.")
        asked.set()
        return Reply(hold=never)

    with endpoint.serving(script) as served:
        yield Model(served, asked)
