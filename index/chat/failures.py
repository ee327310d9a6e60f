"""What goes wrong between us and a language model's endpoint, in plain words with the next step."""

import re
from dataclasses import dataclass

from index.chat.pauses import LONGEST
from index.errors import ModelError


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt to have an answer written failed."""

    error: ModelError
    again: bool = False
    """Whether another attempt, seconds later, may succeed."""
    wished: float | None = None
    """Seconds that the endpoint asked to wait before."""
    refused: frozenset[str] = frozenset()
    """Parameters of the request that the endpoint named when it refused it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that the endpoint told, as a response or in the midst of one."""

    status: int
    """Of HTTP; 0 when it came within a stream."""
    text: str
    """In its own words, which may repeat the key or the articles: never shown."""
    wished: float | None = None


_OPTIONAL = ("stream_options", "temperature", "max_tokens")
_TOO_LONG = re.compile(
    r"context[ _-]?(length|window|size)|context the overflows|max(imum|_)(model |context |model_)?len(gth)?|reduce the length"
    r"|(prompt|input|request|messages)\b.{0,40}\btoo (long|large|many tokens)|input token count|maximum number of tokens"
    r"|longer than the max|too many (input |prompt )?tokens",
    re.IGNORECASE,
)
_TOO_MUCH_OUTPUT = re.compile(r"max_(completion_)?tokens\b.{0,60}(too large|at most|less than|exceed)", re.IGNORECASE | re.DOTALL)
_NO_SUCH_MODEL = re.compile(
    r"model_not_found|\bmodels?\b.{0,200}\b(not (be )?found|(does|do) not exist|not a valid|not available|unknown|access)"
    r"|(invalid|unknown|no such|not a valid) model|no access to model",
    re.IGNORECASE | re.DOTALL,
)
_NO_CREDIT = re.compile(r"insufficient[_ ](quota|credit|balance|funds)|exceeded your current quota|out of credit", re.IGNORECASE)
_BUSY = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts failures into words for one endpoint and one model."""

    host: str
    model: str
    """Empty while it is not known."""
    has_key: bool
    timeout: float
    """Seconds without a byte."""
    output: int
    """Tokens."""

    def refusal(self, refusal: Refusal) -> Failure:
        """The endpoint said no."""
        status, text = refusal.status, refusal.text
        if status == 401:
            return self._key()
        if status == 402 or _NO_CREDIT.search(text):
            return _final(f"{self.host} says that the account has no credit left; top it up, or set another OPENAI_API_KEY")
        if status == 429 or status in _BUSY or status >= 500:
            return self._busy(refusal)
        if _TOO_LONG.search(text):
            return _final(
                f"the question with its articles is too long for {self._name()}; "
                "set DATELINE_MODEL_CONTEXT to the number of tokens that it reads"
            )
        if status != 403 and _TOO_MUCH_OUTPUT.search(text):
            return self._refused(f"{self._name()} writes less than {self.output} tokens; lower DATELINE_MODEL_OUTPUT", text)
        if _NO_SUCH_MODEL.search(text):
            return _final(f"{self.host} has no model {self.model!r} for you; check DATELINE_MODEL")
        return self._other(refusal)

    def unreachable(self) -> Failure:
        """Nobody listens there, or the name is unknown."""
        return _passing(f"cannot reach {self.host}; check OPENAI_BASE_URL, and that the server is running")

    def untrusted(self) -> Failure:
        """Its certificate could not be verified."""
        return _final(
            f"the certificate of {self.host} is not one that this machine trusts; "
            "check OPENAI_BASE_URL, or name the file with its authority in SSL_CERT_FILE"
        )

    def no_tls(self) -> Failure:
        """What it speaks is not TLS, or no TLS of ours."""
        return _final(f"no secure connection to {self.host} could be made; OPENAI_BASE_URL may have to begin with http://")

    def silent(self) -> Failure:
        """Not a byte came in time."""
        return _given_up(f"{self.host} sent nothing for {self.timeout:g} seconds; try again, or raise DATELINE_MODEL_TIMEOUT")

    def endless(self) -> Failure:
        """It goes on for too long, or sends too much."""
        return _given_up(
            f"{self.host} did not come to an end of its answer; lower DATELINE_MODEL_OUTPUT, or choose another model"
        )

    def cut(self) -> Failure:
        """The connection broke before the answer was complete."""
        return _passing(f"{self.host} broke off before its answer was complete; try again")

    def garbage(self) -> Failure:
        """What came is nothing that a chat endpoint says."""
        return _final(
            f"{self.host} did not answer as a language model does; "
            "check that OPENAI_BASE_URL is an OpenAI-compatible endpoint (it often ends in /v1)"
        )

    def unsendable(self) -> Failure:
        """The request cannot be put into HTTP."""
        return _final("the request cannot be sent; check OPENAI_BASE_URL, and OPENAI_API_KEY for signs that don't belong there")

    def unsupported(self) -> Failure:
        """The client knows that this model has no chat endpoint."""
        return _final(f"{self._name()} cannot be used by way of chat completions; choose another DATELINE_MODEL")

    def empty(self, finish: str | None) -> Failure:
        """The answer is complete and says nothing; `finish` is the reason it gave for its end."""
        if finish == "length":
            return _final(f"{self._name()} used up its {self.output} tokens before it said anything; raise DATELINE_MODEL_OUTPUT")
        if finish == "content_filter":
            return _final(f"{self.host} withheld the answer because of its content filter")
        return _final(f"{self._name()} answered with nothing; try another DATELINE_MODEL")

    def unnamed(self, models: tuple[str, ...]) -> Failure:
        """It serves several models, or none, and none was chosen."""
        if not models:
            return _final(f"{self.host} serves no model; start one there, or name one in DATELINE_MODEL")
        listed = ", ".join(model[:60] for model in models[:5]) + (", …" if len(models) > 5 else "")
        return _final(f"{self.host} serves {len(models)} models; name one in DATELINE_MODEL: {listed}")

    def _key(self) -> Failure:
        if self.has_key:
            return _final(f"{self.host} refused the key; check OPENAI_API_KEY")
        return _final(f"{self.host} wants a key; set OPENAI_API_KEY")

    def _busy(self, refusal: Refusal) -> Failure:
        reason = "gets too many requests" if refusal.status == 429 else "failed"
        later = f"in {refusal.wished:,.0f} seconds" if refusal.wished and refusal.wished > LONGEST else "later"
        error = ModelError(f"{self.host} {reason} (HTTP {refusal.status}); try again {later}", retryable=True)
        return Failure(error, again=True, wished=refusal.wished)

    def _other(self, refusal: Refusal) -> Failure:
        if refusal.status == 403:
            return _final(f"{self.host} does not let this key use {self._name()}; check OPENAI_API_KEY and DATELINE_MODEL")
        if refusal.status == 404:
            return _final(f"{self.host} has no chat endpoint there; check OPENAI_BASE_URL (it often ends in /v1)")
        if refusal.status == 0:
            return _passing(f"{self.host} failed in the midst of its answer; try again later")
        return self._refused(
            f"{self.host} did not accept the request (HTTP {refusal.status}); check DATELINE_MODEL and OPENAI_BASE_URL "
            "(DATELINE_LOG=debug shows its reason)",
            refusal.text,
        )

    def _refused(self, message: str, text: str) -> Failure:
        return Failure(ModelError(message), refused=frozenset(name for name in _OPTIONAL if name in text))

    def _name(self) -> str:
        return f"the model {self.model!r}" if self.model else f"the model of {self.host}"


def _final(message: str) -> Failure:
    return Failure(ModelError(message))


def _passing(message: str) -> Failure:
    return Failure(ModelError(message, retryable=True), again=True)


def _given_up(message: str) -> Failure:
    """What took so long already that nobody waits for it once more."""
    return Failure(ModelError(message, retryable=True))
