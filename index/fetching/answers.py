"""What a site's answer means."""

import re
from datetime import datetime, timedelta
from email.message import Message

import httpx

from index import waits
from index.errors import FetchError
from index.fetching import addresses
from index.fetching.bodies import unpacked
from index.fetching.fetched import Fetched, Unchanged

_UNCHANGED = 304
_BUSY = frozenset({429, 502, 503, 504})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_AGE = 31 * 86_400.0
_REASONS = {
    401: "the site wants a login for it",
    402: "the site wants money for it",
    403: "the site refuses to show it",
    404: "there is no such page; check the address",
    410: "the site has taken it down",
    429: "the site wants to be asked less often; try again later",
    451: "the site may not show it, for legal reasons",
}


def read(
    response: httpx.Response,
    address: httpx.URL,
    *,
    moment: datetime,
    kinds: frozenset[str] | None,
    largest: int,
    cut: bool,
) -> Fetched | Unchanged:
    """The page that a site answers with; with `cut` no more than its first `largest` bytes. Raises FetchError for all else."""
    headers, place = response.headers, str(address)
    if response.status_code == _UNCHANGED:
        return Unchanged(place, place, moment, _mark(headers, "etag"), _mark(headers, "last-modified"))
    if not response.is_success:
        raise _refused(response, moment)
    kind, charset = _media_type(headers.get("content-type", ""))
    if kinds is not None and kind and kind not in kinds:
        raise FetchError(f"it is no web page but {kind[:60]!r}", status=response.status_code)
    if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > largest and not cut:
        raise FetchError(f"it is too large for an article: {int(headers['content-length']):,} bytes, at most {largest:,}")
    body = unpacked(response.iter_raw(), encoding=headers.get("content-encoding", ""), largest=largest, cut=cut)
    return Fetched(
        url=place,
        asked=place,
        status=response.status_code,
        kind=kind,
        body=body,
        moment=moment,
        charset=charset,
        etag=_mark(headers, "etag"),
        modified=_mark(headers, "last-modified"),
        age=_seconds(headers.get("age", "")),
    )


def target(response: httpx.Response, address: httpx.URL) -> httpx.URL:
    """Where a redirect leads. Raises FetchError when that is nowhere."""
    location = response.headers["location"]
    try:
        return addresses.parsed(str(address.join(location)))
    except httpx.InvalidURL as error:
        raise FetchError(f"it redirects to {location[:200]!r}, which is no address") from error
    except FetchError as error:
        raise FetchError(f"it redirects to {location[:200]!r}: {error}") from error


def after_redirect(error: FetchError, address: httpx.URL) -> FetchError:
    """The same error, which says that the page itself stands elsewhere."""
    reason = f"it redirects to {str(address)[:200]!r}: {error}"
    return FetchError(reason, status=error.status, is_passing=error.is_passing, again=error.again)


def is_worth_repeating(error: FetchError) -> bool:
    """True when the site answered that it is busy: a dead one would only be waited for again."""
    return error.is_passing and error.status in _BUSY


def _refused(response: httpx.Response, moment: datetime) -> FetchError:
    status = response.status_code
    reason = _REASONS.get(status) or ("the site has a fault; try again later" if status >= 500 else "the site doesn't give it")
    wait = waits.asked(response.headers.get("retry-after"), now=moment)
    again = moment + timedelta(seconds=wait) if wait else None
    return FetchError(f"{reason} ({status})", status=status, is_passing=status in _PASSING, again=again)


def _media_type(stated: str) -> tuple[str, str | None]:
    """The media type in small letters and the charset of a Content-Type."""
    message = Message()
    message["content-type"] = stated
    charset = message.get_param("charset")
    kind = stated.partition(";")[0].strip().lower()
    return kind, charset if isinstance(charset, str) and charset else None


def _mark(headers: httpx.Headers, name: str) -> str | None:
    """A header that is to be sent back; None for one that cannot be."""
    value = headers.get(name, "")
    return value if re.fullmatch(r"[!-~](?:[ -~]{0,500}[!-~])?", value) else None


def _seconds(stated: str) -> float:
    return min(float(stated), _LONGEST_AGE) if re.fullmatch(r"\d{1,9}", stated.strip()) else 0.0
