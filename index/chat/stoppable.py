"""A model as one question uses it, which a stop ends."""

from collections.abc import Generator, Sequence

from index.chat.endpoint import Message
from index.chat.model import ChatModel, Model
from index.stopping import Stop, until
from index.types import Usage


class Stoppable:
    """The same model, whose requests are given up once a stop is set: a `ChatModel`'s at once, others at their next piece."""

    def __init__(self, model: Model, stop: Stop) -> None:
        self._model = model
        self._stop = stop

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._model.name

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may take together."""
        return self._model.context

    @property
    def output(self) -> int:
        """Tokens that an answer may take."""
        return self._model.output

    def count(self, text: str) -> int:
        """Tokens of a text: an estimate that errs upwards."""
        return self._model.count(text)

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        """Pieces of the answer as they come; the generator's return value is what it took. Raises ModelError, Stopped."""
        if isinstance(self._model, ChatModel):
            return self._model.stream(messages, stop=self._stop)
        return until(self._stop, self._model.stream(messages))
