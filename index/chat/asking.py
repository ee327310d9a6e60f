"""One request to a chat endpoint, by way of LlamaIndex: the only file that knows its client, and what that raises."""

import logging
import ssl
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

import httpx
import openai
from llama_index.core.base.llms.types import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from index.chat import wire
from index.chat.endpoint import Endpoint, Message
from index.chat.failures import Failure, Refusal, Teller
from index.chat.pauses import wished
from index.chat.thoughts import Spoken
from index.chat.usage import Taken
from index.stopping import Stop

logger = logging.getLogger(__name__)

_WHOLE = 10
"""A response may take so many times what may pass without a byte."""
_BYTES, _BYTES_A_TOKEN = 1 << 18, 1 << 12
_CONNECTING = 10.0
_LOUD = ("openai", "httpx", "httpcore")


class _Unnamed(Exception):
    """The endpoint doesn't serve exactly one model."""

    def __init__(self, models: Sequence[str]) -> None:
        super().__init__()
        self.models = tuple(models)


_MALFORMED = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What the clients raise over a response that is JSON of another shape, or none."""
_FAILURES = (
    openai.OpenAIError,
    httpx.HTTPError,
    httpx.StreamError,
    httpx.InvalidURL,
    wire.TooMuch,
    _Unnamed,
    OSError,
    *_MALFORMED,
)


class Asking:
    """Sends requests to one endpoint. Safe for many threads."""

    def __init__(self, endpoint: Endpoint, *, clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._now = now
        self._url, self._login = wire.parted(endpoint.url)
        self._certificates = wire.certificates()
        self._naming = Lock()
        self.model = endpoint.model
        """Empty until the endpoint was asked for its only model."""

    def once(
        self, messages: Sequence[Message], taken: Taken, *, without: frozenset[str], stop: Stop
    ) -> Generator[str, None, Failure | None]:
        """Send the request, without some of its optional parameters: pieces of the answer, and last why it failed, if it did.

        It fails at once when `stop` is set. A failure is returned, not raised: what the client raises may hold the key, and would
        stay tied to what is raised by then.
        """
        most = _BYTES + _BYTES_A_TOKEN * self._endpoint.output
        watch = wire.Watch(clock=self._clock, deadline=self._clock() + _WHOLE * self._endpoint.timeout, most=most, stop=stop)
        taken.begin()
        try:
            return (yield from self._pieces(messages, watch, taken, without))
        except _FAILURES as error:
            if not (watch.accepted or stop.is_set or isinstance(error, openai.APITimeoutError)):
                taken.refused()
            return self._told(error, watch)

    def _pieces(
        self, messages: Sequence[Message], watch: wire.Watch, taken: Taken, without: frozenset[str]
    ) -> Generator[str, None, Failure | None]:
        """What the model says, without its thoughts; last what is wrong with it."""
        spoken, finish = Spoken(), None
        with self._language_model(watch) as llm:
            conversation = [ChatMessage(role=message.role, content=message.text) for message in messages]
            with closing(llm.stream_chat(conversation, **self._options(without))) as chunks:
                for chunk in chunks:
                    taken.hear(chunk.delta or "", chunk.additional_kwargs)
                    finish = _finish(chunk.raw) or finish
                    if piece := spoken.feed(chunk.delta or ""):
                        taken.spoke = True
                        yield piece
        if not (finish or watch.ended):
            return self._teller.cut() if taken.heard else self._teller.garbage()
        if rest := spoken.finish():
            taken.spoke = True
            yield rest
        return None if taken.spoke else self._teller.empty(finish)

    @contextmanager
    def _language_model(self, watch: wire.Watch) -> Iterator[OpenAILike]:
        # At their "debug" the clients log whole prompts, and what an endpoint says, which may repeat the key.
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.WARNING)
        timeout = httpx.Timeout(self._endpoint.timeout, connect=min(_CONNECTING, self._endpoint.timeout))
        with wire.connection(watch, login=self._login, certificates=self._certificates, timeout=timeout) as client:
            yield OpenAILike(  # type: ignore[call-arg]  # its parent takes an http_client
                model=self._named(client, watch),
                api_base=self._url,
                api_key=self._key,
                http_client=client,
                is_chat_model=True,
                context_window=self._endpoint.context,
                max_retries=0,
                timeout=self._endpoint.timeout,
                temperature=0.0,
            )

    def _named(self, client: httpx.Client, watch: wire.Watch) -> str:
        """The model to ask for; the endpoint is asked what it serves when none was set."""
        with self._naming:
            if not self.model:
                asked = openai.OpenAI(base_url=self._url, api_key=self._key, http_client=client, max_retries=0)
                models = [model.id for model in asked.models.list(timeout=client.timeout).data]
                watch.response = None
                if len(models) != 1:
                    raise _Unnamed(models)
                self.model = models[0]
            return self.model

    def _options(self, without: frozenset[str]) -> dict[str, Any]:
        """The optional parameters; a cap on the output is always sent, under its other name if need be."""
        options: dict[str, Any] = {"temperature": openai.omit if "temperature" in without else 0.0}
        options["max_completion_tokens" if "max_tokens" in without else "max_tokens"] = self._endpoint.output
        if "stream_options" not in without:
            options["stream_options"] = {"include_usage": True}
        return options

    def _told(self, error: Exception, watch: wire.Watch) -> Failure:
        """In words what the client raised."""
        chain = list(_chain(error))
        if isinstance(error, _Unnamed):
            return self._teller.unnamed(error.models)
        if _holds(chain, wire.TooMuch):
            return self._teller.endless()
        if isinstance(error, openai.APIStatusError):
            headers = error.response.headers
            return self._refused(Refusal(error.status_code, f"{error.message} {error.body}", wished(headers, now=self._now())))
        if watch.response is None:
            return self._not_connected(error, chain)
        if _holds(chain, httpx.TimeoutException):
            return self._teller.silent()
        if _holds(chain, httpx.TransportError, OSError):
            return self._teller.cut()
        if isinstance(error, openai.APIError) and isinstance(error.body, dict):
            code = error.body.get("code")
            status = code if isinstance(code, int) and 400 <= code < 600 else 0
            return self._refused(Refusal(status, f"{error.message} {error.body}"))
        return self._teller.garbage()

    def _not_connected(self, error: Exception, chain: Sequence[BaseException]) -> Failure:
        """Why nothing came back."""
        if _holds(chain, ssl.SSLCertVerificationError):
            return self._teller.untrusted()
        if _holds(chain, ssl.SSLError):
            return self._teller.no_tls()
        if _holds(chain, httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError):
            return self._teller.unreachable()
        if _holds(chain, httpx.TimeoutException):
            return self._teller.silent()
        if _holds(chain, UnicodeError, httpx.InvalidURL, httpx.LocalProtocolError, httpx.UnsupportedProtocol):
            return self._teller.unsendable()
        # LlamaIndex knows the models that OpenAI serves at another endpoint alone.
        return self._teller.unsupported() if isinstance(error, ValueError) else self._teller.cut()

    def _refused(self, refusal: Refusal) -> Failure:
        # Its own words may repeat the question, or the key.
        logger.debug("%s answered with HTTP %d", self._endpoint.host, refusal.status)
        return self._teller.refusal(refusal)

    @property
    def _key(self) -> str:
        # The client insists on a key, and would look for one in the environment; servers that want none ignore it.
        return self._endpoint.api_key or "none"

    @property
    def _teller(self) -> Teller:
        endpoint = self._endpoint
        return Teller(endpoint.host, self.model, bool(endpoint.api_key), endpoint.timeout, endpoint.output)


def _finish(chunk: Any) -> str | None:
    """Why the answer ends with this chunk; None when it doesn't."""
    return next((str(choice.finish_reason) for choice in chunk.choices if choice.finish_reason), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what led to it."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _holds(chain: Sequence[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(error, kinds) for error in chain)
