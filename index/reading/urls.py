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
_CACHED = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]/|(?:www\.)?google\.[a-z.]{2,6}/amp/)(?P<secure>s/)?"
    r"(?P<address>[^/?#]+\.[^/?#]+(?:/.*)?)",
    re.IGNORECASE,
)
_AMP = frozenset({"outputtype", "output", "view"})
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"]")


def canonical(url: str, *, base: str = "") -> str | None:
    """The address that all copies of a page share; None for anything but an http or https address.

    Scheme and host are put in small letters; http becomes https (unless a port of its own says otherwise); the default port,
    a user name, the fragment, tracking parameters, trailing slashes, a trailing `/amp` and a host's `amp.`, `m.` or `mobile.`
    are dropped; of a copy in an AMP cache it is the address of the original. Path and remaining parameters stay as they are, in
    their order. Canonical addresses are left unchanged.
    `base` is the address of the page that a relative `url` stands on.
    """
    url = _uncached(url.strip())
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


def same_site(one: str, other: str) -> bool:
    """True when two canonical addresses are of one site: of one host, but for a `www.`, or one host is part of the other's."""
    hosts = sorted((site(one), site(other)), key=len)
    return bool(hosts[0]) and (hosts[0] == hosts[1] or ("." in hosts[0] and hosts[1].endswith("." + hosts[0])))


def site(url: str) -> str:
    """The host of a canonical address without its `www.`, with its port if it has one of its own."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    # A port of its own is a server of its own, and numbers have no parts.
    return f"{host}:{parts.port}" if parts.port or ":" in host else host


def _uncached(url: str) -> str:
    """The address of an AMP page itself, where it is that of a copy in a cache, which writes it into its path."""
    copy = _CACHED.match(url)
    return f"{'https' if copy['secure'] else 'http'}://{copy['address']}" if copy else url


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
    name, _, value = unquote_plus(piece).lower().partition("=")
    return name in _TRACKING or name.startswith("utm_") or (name in _AMP and value == "amp")
