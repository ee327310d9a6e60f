"""The page at `/`, on which a person asks: its files, and what a browser may do with them."""

from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request, Response

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",  # text of articles cannot become markup, not even by our mistake
        "trusted-types 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def router() -> APIRouter:
    """The page at `/` and its files under `/page/`: open to everybody, since they hold nothing but the page."""
    folder = files("bot.api") / "front"
    contents = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in _KINDS}
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/", methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        return _sent("page.html", contents["page.html"], request)

    @routes.api_route("/page/{name}", methods=["GET", "HEAD"])
    def part(name: str, request: Request) -> Response:
        if name not in contents:
            raise HTTPException(404)
        return _sent(name, contents[name], request)

    return routes


def _sent(name: str, content: bytes, request: Request) -> Response:
    """The file, or word that the browser has it already."""
    headers = _HEADERS | {"ETag": f'"{sha256(content).hexdigest()[:32]}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{_KINDS[name.rpartition('.')[2]]}; charset=utf-8", headers=headers)
