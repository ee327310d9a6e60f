"""A Chroma server over HTTP: no request waits for ever, what fails in passing is tried again, every failure is one sentence."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from index.errors import StorageError
from index.storage.server.address import ChromaServer

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

PAGE = 300
"""Records that a request reads or writes at most: Chroma Cloud allows no more."""
_SHORT = 5.0
"""Seconds for which a question waits for a server that is away."""
_PAUSE = 0.05
_LONGEST_PAUSE = 2.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of a server or a proxy that may be others a moment later."""
_TOLD = 300
"""Characters of a server's own words that are repeated."""

_is_patient: ContextVar[bool] = ContextVar("is_patient", default=False)
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Gone(StorageError):
    """A collection is not there (any more)."""


class Refused(StorageError):
    """The server does not do what was asked."""


class Connection:
    """One database of a Chroma server. Safe for many threads. Opened when it is first used.

    Whatever is done through it must bear being done twice: a request whose answer is lost is made again.
    """

    def __init__(self, server: ChromaServer, *, pause: Callable[[float], object] = time.sleep) -> None:
        """`pause` waits for so many seconds."""
        self.server = server
        self._pause = pause
        self._opening = Lock()
        self._system: Any = None
        self._api: Any = None
        self._place: dict[str, str] = {}
        self.trouble: str | None = None
        """Why the server did not do what it was asked last, when that may pass; None when it did."""

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Wait longer, inside, for a server that is away: what is done is worth it."""
        token = _is_patient.set(True)
        try:
            yield
        finally:
            _is_patient.reset(token)

    @property
    def is_patient(self) -> bool:
        """True inside `patiently`."""
        return _is_patient.get()

    @property
    def patience(self) -> float:
        """Seconds for which a server that is away is waited for: more inside `patiently`."""
        return self.server.patience if _is_patient.get() else min(_SHORT, self.server.patience)

    def tried(self, deed: str, call: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """What the call returns, made again as long as the server is away for no longer than we are patient.

        Gone when a collection is not there, Refused when the server cannot or will not do it, else StorageError.
        """
        deadline = time.monotonic() + self.patience
        pause = _PAUSE
        while True:
            try:
                done = call(*given, **named)
            # Chroma's client raises its own errors, httpx's, plain Exception and what decoding raises.
            except Exception as error:
                if not _is_passing(error) or time.monotonic() + pause > deadline:
                    raise self._told(deed, error) from error
                self.trouble = str(self._told(deed, error))
                logger.info("the Chroma server at %s does not answer, trying again: %s", self.server.url, type(error).__name__)
            else:
                self.trouble = None
                return done
            self._pause(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def collections(self) -> list[str]:
        """Names of all collections."""
        api = self._opened()
        names: list[str] = []
        while len(page := self.tried("list collections", api.list_collections, PAGE, len(names), **self._place)) == PAGE:
            names += [each.name for each in page]
        return names + [each.name for each in page]

    def collection(self, name: str) -> "Collection":
        """A collection; Gone when there is none."""
        return self._of(self.tried("read", self._opened().get_collection, name, **self._place))

    def create(self, name: str, **options: Any) -> "Collection":
        """A collection of that name, made when there is none. Refused when the server cannot make one like it."""
        create = self._opened().create_collection
        return self._of(self.tried("create a collection", create, name, get_or_create=True, **options, **self._place))

    def drop(self, name: str) -> None:
        """Delete a collection with all that is in it, if it is there."""
        try:
            self.tried("delete a collection", self._opened().delete_collection, name, **self._place)
        except Gone:
            logger.debug("the collection %s is gone already", name)

    def close(self) -> None:
        """Let go of the connections; it opens again when it is next used."""
        with self._opening:
            system, api, self._system, self._api = self._system, self._api, None, None
        if system is not None:
            system.stop()
            # Chroma's client leaves its connections open.
            api._session.close()  # noqa: SLF001

    def _of(self, model: Any) -> "Collection":
        from chromadb.api.models.Collection import Collection

        return Collection(client=self._opened(), model=model, embedding_function=None)

    def _opened(self) -> Any:
        with self._opening:
            if self._api is None:
                system, api = _client(self.server)
                try:
                    self._check_version(api)
                    self._place = self._found_place(api)
                except StorageError:
                    system.stop()
                    api._session.close()  # noqa: SLF001
                    raise
                self._system, self._api = system, api
            return self._api

    def _check_version(self, api: Any) -> None:
        try:
            version = str(self.tried("tell its version", api.get_version))
        except (Gone, Refused) as error:
            if _status(error.__cause__) in (401, 403):
                raise
            raise StorageError(f"{error}; is it a Chroma server of version 1 or later?") from error
        major = version.partition(".")[0]
        if not major.isdecimal() or int(major) < 1:
            raise StorageError(f"the Chroma server at {self.server.url} is of version {version}; Dateline needs 1.0 or later")

    def _found_place(self, api: Any) -> dict[str, str]:
        tenant, database = self.server.tenant, self.server.database
        if self.server.api_key and not (tenant and database):
            identity = self.tried("tell whose key this is", api.get_user_identity)
            tenant = tenant or identity.tenant
            database = database or _only(identity.databases)
            if not (tenant and database):
                raise StorageError(
                    f"the key for {self.server.url} belongs to several databases; name one of them in CHROMA_DATABASE"
                )
        place = {"tenant": tenant or "default_tenant", "database": database or "default_database"}
        try:
            self.tried("find the database", api.get_database, place["database"], place["tenant"])
        except Gone as error:
            raise StorageError(
                f"the Chroma server at {self.server.url} has no database {place['database']!r} of the tenant "
                f"{place['tenant']!r}; make it there, or name another one in CHROMA_DATABASE and CHROMA_TENANT"
            ) from error
        return place

    def _told(self, deed: str, error: Exception) -> StorageError:
        """What failed and what to do, in one sentence without the key."""
        import httpx

        at = f"the Chroma server at {self.server.url}"
        status = _status(error)
        if isinstance(error, httpx.TimeoutException):
            return StorageError(f"{at} is too slow: it took more than {self.server.timeout:g} s to {deed}; try again later")
        if isinstance(error, httpx.TransportError):
            reason = _first_line(error) or type(error).__name__
            return StorageError(f"{at} does not answer ({reason}); start it, or mend DATELINE_CHROMA_URL")
        if status in (401, 403):
            what = "does not accept the key in CHROMA_API_KEY" if self.server.api_key else "asks for a key; set CHROMA_API_KEY"
            return Refused(f"{at} {what}")
        words = _first_line(error)
        if self.server.api_key:
            words = words.replace(self.server.api_key, "…")
        told = f"{at} cannot {deed}: {words or type(error).__name__}"
        if status == 404:
            return Gone(told)
        return Refused(told) if status is None or status < 500 else StorageError(f"{told}; try again later")


def pages(ids: Sequence[str]) -> Iterator[list[str]]:
    """The ids, as many at a time as one request may name."""
    for first in range(0, len(ids), PAGE):
        yield list(ids[first : first + PAGE])


def _client(server: ChromaServer) -> tuple[Any, Any]:
    # Chroma takes a second to import, which no command but one that uses the server should wait for.
    import httpx
    from chromadb.api import ServerAPI
    from chromadb.config import Settings, System

    is_secure = server.url.startswith("https")
    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.url,
        chroma_server_http_port=443 if is_secure else 80,
        # Reading certificates takes a twentieth of a second, and without TLS there are none to check.
        chroma_server_ssl_verify=None if is_secure else False,
        chroma_server_headers={"x-chroma-token": server.api_key} if server.api_key else {},
        anonymized_telemetry=False,
    )
    system = System(settings)
    api = system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma finds the class that implements it
    system.start()
    # Chroma's client would wait for ever, and has no setting for it.
    api._session.timeout = httpx.Timeout(server.timeout)  # type: ignore[attr-defined]  # noqa: SLF001
    return system, api


def _is_passing(error: Exception) -> bool:
    import httpx

    return isinstance(error, httpx.TransportError) or _status(error) in _PASSING


def _status(error: BaseException | None) -> int | None:
    """The HTTP status that Chroma's client made this error of."""
    import httpx
    from chromadb.errors import ChromaError

    # It raises a plain Exception while it handles httpx's for what it knows no class of its own for.
    if error is not None and isinstance(error.__context__, httpx.HTTPStatusError):
        return error.__context__.response.status_code
    return error.code() if isinstance(error, ChromaError) else None


def _first_line(error: BaseException) -> str:
    said = str(error).strip()
    try:
        known = json.loads(said)
    except ValueError:
        known = None
    if isinstance(known, dict) and "message" in known:
        said = str(known["message"])
    return said.partition("\n")[0][:_TOLD]


def _only(databases: Any) -> str | None:
    return databases[0] if databases and len(databases) == 1 else None
