"""The OpenAPI document says what the API does, and whatever is asked by it, the API does not fail."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.api.application import Api
from index import Newsroom
from tests.api.conftest import TOKEN
from tests.api.serving import serving

CHAT = "/v1/chat/completions"
PATHS = [
    "/ask",
    "/timeline.png",
    "/search",
    "/articles",
    "/articles/{article_id}",
    "/latest",
    "/health",
    "/v1/models",
    "/v1/models/{name}",
    CHAT,
]


@pytest.fixture(scope="module")
def described(url: str) -> BaseSchema:
    """The API by its own description."""
    return schemathesis.openapi.from_url(f"{url}/openapi.json")


@pytest.mark.parametrize(
    ("path", "mode"),
    [(path, GenerationMode.POSITIVE) for path in PATHS]
    + [(path, GenerationMode.NEGATIVE) for path in ("/ask", "/timeline.png", "/search", "/articles", "/latest", CHAT)],
)
def test_nothing_that_is_asked_makes_it_fail(described: BaseSchema, path: str, mode: GenerationMode) -> None:
    for operation in described[path].values():

        @settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def asking(case: schemathesis.Case[Any]) -> None:
            # A date, or the end of a conversation, has rules that a schema can't tell.
            told = case.call_and_validate(timeout=30, excluded_checks=[positive_data_acceptance])
            assert told.status_code < 500

        asking()


def test_every_path_is_described(client: httpx.Client) -> None:
    assert set(client.get("/openapi.json").json()["paths"]) == set(PATHS)


def test_nothing_but_health_and_the_page_is_told_without_the_token(news: Newsroom) -> None:
    with serving(Api(news, token=TOKEN)) as url, httpx.Client(base_url=url) as client:
        told = {
            path: client.request(method, path).status_code for path in [*PATHS, "/openapi.json"] for method in ("GET", "POST")
        }
        described = client.get("/openapi.json", headers={"Authorization": f"Bearer {TOKEN}"}).json()
        opened = [client.get(path).status_code for path in ("/", "/page/page.js", "/health")]
    assert {path for path, status in told.items() if status != 401} == {"/health"}
    assert opened == [200, 200, 200]
    needed = {path: operation["security"] for path, asked in described["paths"].items() for operation in asked.values()}
    assert needed == {path: [] if path == "/health" else [{"token": []}] for path in PATHS}
