import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from footpath.api import SCOPES, ApiKeys, application
from footpath.collector import KeyFile
from footpath.core.audit import AuditLog
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import Lake
from tests.privacy.stores import ADDRESS, ANN, BOB, full_store, users

HERE = "/api/v1"


class Api:
    """A client of one store's API with a key for everything."""

    def __init__(self, lake: Lake, client: TestClient[Any]) -> None:
        self.lake = lake
        self.client = client
        self.headers = {"authorization": f"Bearer {ApiKeys(lake.folder).add('tests', tuple(SCOPES))}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{HERE}{path}", params=query, headers=self.headers)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"{HERE}{path}", json=body, headers=self.headers)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A store that tests only read, or add keys to."""
    lake = full_store(tmp_path_factory.mktemp("api"))
    with TestClient(application(lake.folder)) as client:
        yield Api(lake, client)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    lake = full_store(tmp_path)
    with TestClient(application(lake.folder)) as client:
        yield Api(lake, client)


def test_persons_are_found_in_pieces_and_shown_with_all_there_is(shared: Api) -> None:
    first = shared.get("/people", limit=1).json()
    second = shared.get("/people", limit=1, after=first["next"]).json()
    assert [one["items"][0]["person"] for one in (first, second)] == [f"user:{ANN}", f"user:{BOB}"]
    assert second["next"] is None
    shown = shared.get("/person", id=ADDRESS).json()
    assert {one["id"] for one in shown["page"]["ids"]} >= {f"user:{ANN}", "anonymous:anon-ann-7f3a"}
    assert len(shown["page"]["timeline"]) == shown["page"]["total"] == 5
    assert [(one["purpose"], one["state"]) for one in shown["consents"]] == [("analytics", "given")]
    joined = shared.get("/person/why", one=f"user:{ANN}", other="anonymous:anon-ann-7f3a").json()
    assert joined[0]["cause"]["kind"] == "event"


def test_an_export_is_an_archive(shared: Api) -> None:
    answer = shared.get("/person/export", id=ANN)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "README.txt" in archive.namelist()


def test_persons_are_merged_and_taken_apart_again(api: Api) -> None:
    made = api.post("/people/merge", one=ANN, other=BOB)
    assert (made.status_code, made.json()["by"]) == (201, "api:tests")
    assert len(api.get("/people").json()["items"]) == 1
    assert api.post("/people/undo", number=made.json()["number"]).status_code == 200
    assert len(api.get("/people").json()["items"]) == 2
    done = [entry.action for entry in AuditLog(api.lake.folder).entries()]
    assert done == ["person.merge", "person.undo-merge"]


def test_erasing_over_http_proves_it_and_is_in_the_audit_log(api: Api) -> None:
    report = api.post("/person/erase", person=ANN).json()
    assert (report["clean"], report["erased"]["events"]) == (True, 4)
    assert users(api.lake) == [BOB] * 4
    assert api.get("/person", id=ANN).status_code == 404
    entries = api.get("/audit", limit=1, after=1).json()
    assert (entries["items"][0]["actor"], entries["items"][0]["action"]) == ("api:tests", "person.erase")
    assert ANN not in json.dumps(entries)


def test_consent_is_written_down_and_listed(api: Api) -> None:
    decision = {"purpose": "marketing", "state": "refused", "how": "call"}
    assert api.post("/person/consents", person=BOB, decision=decision).json() == {"added": True}
    assert [one["purpose"] for one in api.get("/person/consents", id=BOB).json()] == ["analytics", "marketing"]


def test_sources_and_keys_are_made_replaced_and_revoked_and_shown_without_the_key(api: Api) -> None:
    made = api.post("/sources", source="web", origins=["https://shop.example"], rate=5)
    assert made.status_code == 201
    assert KeyFile(api.lake.folder).all()[0].rate == 5
    assert api.post("/sources", source="web").status_code == 409
    again = api.post("/sources/rotate", name="web").json()["key"]
    listed = api.get("/sources").text
    assert made.json()["key"] not in listed
    assert again not in listed
    assert api.post("/sources/revoke", name="web").json() == {"done": True}
    key = api.post("/keys", name="reader", scopes=["read:analytics"]).json()["key"]
    reader = {"authorization": f"Bearer {key}"}
    assert api.client.get(f"{HERE}/info", headers=reader).json()["persons"] == 2
    assert api.post("/keys/revoke", name="reader").status_code == 200
    assert api.client.get(f"{HERE}/info", headers=reader).status_code == 401


def test_dead_letters_are_listed_and_tried_again(shared: Api) -> None:
    listed = shared.get("/deadletters", limit=2).json()
    assert (len(listed["items"]), listed["next"]) == (2, 2)
    assert shared.post("/deadletters/replay", ids=[f"l-{ANN}"]).json() == {"taken": 0, "left": 3}


def test_rules_and_periods_are_shown(shared: Api) -> None:
    assert shared.get("/privacy").json()["default"]["ip"] == "truncate"
    assert [one["source"] for one in shared.get("/retention").json()] == ["shop"]
    assert shared.post("/retention/apply").json() == {"rows": {}, "letters": {}, "rejects": {}, "left": 0}


def decided(purpose: str, state: str) -> Any:
    return {"person": BOB, "decision": {"purpose": purpose, "state": state}}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("GET", "/people?limit=0", None, 400, "limit"),
        ("GET", "/people?limit=x", None, 400, "limit"),
        ("GET", "/person", None, 400, "id"),
        ("GET", "/person?id=nobody-there", None, 404, ""),
        (
            "POST",
            "/person/consents",
            {"person": BOB, "decision": {"purpose": "a", "state": "maybe"}},
            400,
            "decision.state",
        ),
        ("POST", "/person/consents", {"person": BOB, "decision": {"purpose": "\n", "state": "given"}}, 400, "purpose"),
        ("POST", "/person/erase", {"person": BOB, "why": "x"}, 400, "why"),
        ("POST", "/keys", {"name": "x", "scopes": ["everything"]}, 400, "scopes"),
        ("GET", "/nowhere", None, 404, ""),
        ("DELETE", "/people", None, 405, ""),
    ],
)
def test_errors_are_problem_documents_that_name_the_field(
    shared: Api, method: str, path: str, body: Any, status: int, field: str
) -> None:
    answer = shared.client.request(method, f"{HERE}{path}", json=body, headers=shared.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem.get("field", "")) == (status, field)
    assert problem["request_id"] == answer.headers["x-request-id"]


def test_answers_are_neither_cached_nor_guessed_at(shared: Api) -> None:
    headers = shared.get("/info").headers
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_api_keys_refuse_what_they_cannot_be(tmp_path: Path) -> None:
    keys = ApiKeys(Lake.open(tmp_path / "s", create=True).folder)
    for name, scopes in (("", ("admin",)), ("x", ()), ("x", ("all",))):
        with pytest.raises(Invalid):
            keys.add(name, scopes)
    made = keys.add("x", ("admin",))
    with pytest.raises(Conflict):
        keys.add("x", ("admin",))
    assert keys.find(made) is not None
    assert made not in (tmp_path / "s" / "api-keys.json").read_text()
    keys.revoke("x")
    assert keys.find(made) is None
    with pytest.raises(NotFound):
        keys.revoke("x")


def test_a_plan_is_agreed_on_and_told_what_breaks_it(api: Api) -> None:
    seen = {one["name"]: one for one in api.get("/plan/seen").json()["items"]}
    name, one = next(iter(seen.items()))
    assert one["count"] >= 1
    assert api.get("/plan/seen", event=name).json()["items"] == [one]
    assert api.get("/plan/drift", days=1).status_code == 200
    assert api.get("/plan/violations").status_code == 404
    strict = f"others: deny\nexpect: all\nevents:\n  {json.dumps(name)}: {{}}\n  Never Sent: {{}}\n"
    wrong = api.post("/plan", plan="events: {a: {propertie: {}}}")
    assert (wrong.status_code, "events.a" in wrong.text) == (400, True)
    assert api.post("/plan", plan=strict).json() == api.get("/plan").json() == {"plan": strict}
    broken = api.get("/plan/violations").json()["broken"]
    assert {(rule["event"], rule["rule"]) for rule in broken} == {
        ("Never Sent", "not seen"), *((other, "other event") for other in seen if other != name),
    }  # fmt: skip
    assert api.get("/plan/violations", since="2100-01-01T00:00:00Z").json()["events"] == 0
    assert api.post("/plan/check", plan=f"others: allow\nevents:\n  {json.dumps(name)}: {{}}").json()["broken"] == []
