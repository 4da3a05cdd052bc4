"""Who may do what: every route with no key, with a write key, and with every scope but its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from footpath.api import SCOPES, ApiKeys
from footpath.api.assembling import framework
from footpath.api.guarding import OPEN, SCOPE
from footpath.api.serving import together
from footpath.collector import Collector, KeyFile
from footpath.events import Lake
from tests.privacy.stores import ANN, full_store, users

ANYBODY = {"/api/v1/health", "/api/schema", "/api/schema/openapi.json", "/api/schema/{path:str}"}
TELLS_NOTHING = {"/health", "/ready", "/metrics"}


def routes(app: Litestar) -> Iterator[tuple[str, str, str]]:
    """Yield method, path and scope of every route there is, described or not."""
    for route in app.routes:
        for handler in route.route_handlers:  # type: ignore[union-attr]
            # The framework answers OPTIONS by itself where it is let; a route without a scope lets nobody.
            for method in sorted(set(getattr(handler, "http_methods", ())) - {"OPTIONS"}):
                yield method, route.path, handler.opt.get(SCOPE, "")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return full_store(tmp_path_factory.mktemp("scopes"))


def test_every_route_has_a_scope_that_exists(lake: Lake) -> None:
    found = list(routes(framework(lake.folder)))
    assert len(found) > 25
    assert {scope for _, _, scope in found} == {*SCOPES, OPEN}
    assert {path for _, path, scope in found if scope == OPEN} <= ANYBODY


def answered(client: TestClient[Any], method: str, path: str, key: str | None, *, scheme: str = "Bearer") -> Any:
    headers = {"authorization": f"{scheme} {key}"} if key else {}
    return client.request(method, path.replace("{path:str}", "x"), headers=headers, json=None)


def test_without_a_key_and_with_a_write_key_nothing_is_read_or_changed(lake: Lake) -> None:
    write_key = KeyFile(lake.folder).add("shop")
    with TestClient(framework(lake.folder)) as client:
        for method, path, scope in routes(framework(lake.folder)):
            for key, scheme in ((None, ""), (write_key, "Bearer"), (write_key, "Basic"), ("fpa_" + "0" * 40, "Bearer")):
                answer = answered(client, method, path, key, scheme=scheme)
                if scope == OPEN:
                    assert ANN not in answer.text
                else:
                    assert answer.status_code == 401, (method, path)


def test_a_key_with_every_scope_but_the_route_s_own_is_refused(lake: Lake) -> None:
    keys = ApiKeys(lake.folder)
    without = {scope: keys.add(f"no {scope}", tuple(one for one in SCOPES if one != scope)) for scope in SCOPES}
    with TestClient(framework(lake.folder)) as client:
        for method, path, scope in routes(framework(lake.folder)):
            if scope != OPEN:
                assert answered(client, method, path, without[scope]).status_code == 403, (method, path)


def test_beside_the_collector_a_write_key_still_reads_nothing(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    key = KeyFile(lake.folder).add("shop")
    collector = Collector(lake.folder, limit=10**9)
    with TestClient(together(lake.folder, collector)) as client:
        sent = {"events": [{"name": "Cart", "user_id": "u"}], "key": key}
        assert client.post("/v1/batch", json=sent).status_code == 200
        assert client.get("/api/v1/people", headers={"authorization": f"Bearer {key}"}).status_code == 401
        for path in sorted(TELLS_NOTHING):
            assert ANN not in client.get(path).text
    assert "u" in users(lake)
