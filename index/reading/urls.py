"""One address for one page: what is left of a URL when everything that does not change the page is gone."""

import re
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit

_TRACKING = frozenset(
    "__twitter_impression _ga _gl amp at_campaign at_link_id at_medium cmp cmpid dclid fbclid gbraid gclid guccounter icid igsh "
    "igshid ito mc_cid mc_eid mkt_tok msclkid ncid ns_campaign ns_linkname ns_mchannel ns_source ocid smid smtyp sr_share "
    "taid twclid wbraid xtor yclid".split()
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOBILE = re.compile(r"^(?:amp|m|mobile)\.(?=[^.]+\.)")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"]")


def canonical(url: str, *, base: str = "") -> str | None:
    """The address that all copies of a page share; None for anything but an http or https address.

    Scheme and host are put in small letters; http becomes https (unless a port of its own says otherwise); the default port,
    a user name, the fragment, tracking parameters, trailing slashes, a trailing `/amp` and a host's `amp.`, `m.` or `mobile.`
    are dropped. Path and remaining parameters stay as they are, in their order. Canonical addresses are left unchanged.
    `base` is the address of the page that a relative `url` stands on.
    """
    url = url.strip()
    if _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(urljoin(base, url))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not (host := _host(parts)):
        return None
    port = None if port == _DEFAULT_PORTS[parts.scheme] or port == _DEFAULT_PORTS["https"] else port
    # A server on a port of its own answers in the scheme it was given, mostly plain http.
    scheme = "https" if port is None else parts.scheme
    query = _query(parts.query)
    return f"{scheme}://{host}{f':{port}' if port is not None else ''}{_path(parts.path)}{f'?{query}' if query else ''}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    if ":" in host:
        return f"[{host}]"
    while shorter := _MOBILE.sub("", host, count=1):
        if shorter == host:
            break
        host = shorter
    return host


def _path(path: str) -> str:
    path = path.rstrip("/")
    while path.endswith("/amp") and (shorter := path.removesuffix("/amp").rstrip("/")):
        path = shorter
    return path


def _query(query: str) -> str:
    return "&".join(piece for piece in query.split("&") if piece and not _tracks(piece))


def _tracks(piece: str) -> bool:
    name = unquote_plus(piece.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith("utm_")
