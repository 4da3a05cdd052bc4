"""Every route, by everybody: who may, who may not, and who must not even learn that something is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from msgspec import to_builtins

import footpath as fp
from footpath.accounts import ROLES, Role
from footpath.api.assembling import framework
from footpath.api.guarding import SCOPE
from footpath.exploring import Queries, Result
from footpath.exploring.asked import Column as AnswerColumn
from footpath.exploring.asked import Told
from footpath.exploring.pool import Pool
from footpath.exploring.worker import respond
from footpath.maps import Column, Lane, Map, map_to_plain
from footpath.mining.model import ThemeFacts
from footpath.mining.tables import themes
from tests.team.browsing import API, Server, Somebody, serving
from tests.team.rooms_of import PASSWORD, team_in

NEEDS = ("nobody", "person", *ROLES)
PICTURE = {"file": ("a.png", b"\x89PNG\r\n\x1a\n")}
NEW = {"email": "new@example.org", "name": "New", "password": PASSWORD}
# What each route that takes a body is sent.
BODIES: dict[str, Any] = {
    "POST /workspaces": {"name": "More"},
    "PATCH /workspaces/{workspace}": {"name": "Renamed"},
    "PATCH /workspaces/{workspace}/members/{user}": {"role": "viewer"},
    "POST /workspaces/{workspace}/invitations": {"role": "viewer"},
    "POST /workspaces/{workspace}/keys": {"name": "robot", "role": "viewer"},
    "POST /workspaces/{workspace}/maps": {"title": "New"},
    "PATCH /maps/{document}": {"title": "Other"},
    "POST /maps/{document}/duplicate": {},
    "POST /maps/{document}/twin": {},
    "POST /maps/{document}/template": {},
    "PATCH /own-templates/{template}": {"title": "Our way"},
    "POST /maps/{document}/invitations": {"role": "viewer"},
    "POST /maps/{document}/versions": {"name": "Now"},
    "POST /maps/{document}/comments": {"text": "Hm"},
    "PATCH /comments/{comment}": {"resolved": True},
    "POST /maps/{document}/shares": {},
    "POST /workspaces/{workspace}/items": {"kind": "insight", "title": "Pay fails"},
    "POST /maps/{document}/findings/mute": {"finding": "stage_count::columns", "reason": "It is a part"},
    "POST /workspaces/{workspace}/mining": {},
    "POST /themes/{theme}/approve": {},
    "PATCH /items/{item}": {"title": "Paying fails"},
    "POST /workspaces/{workspace}/trackers": {
        "name": "Ours",
        "kind": "github",
        "address": "http://127.0.0.1:9",
        "token": "t",
    },
    "PATCH /workspaces/{workspace}/trackers/{tracker}": {"name": "Theirs"},
    "POST /workspaces/{workspace}/segment-size": {"who": "did Pay"},
    "POST /workspaces/{workspace}/boards": {"kind": "framework", "title": "All"},
    "PATCH /boards/{board}": {"revision": 1, "title": "Some"},
    "POST /workspaces/{workspace}/workshops": {"title": "Checkout"},
    "PATCH /workshops/{workshop}": {"phase": "open"},
    "POST /workshops/{workshop}/notes": {"text": "Fees"},
    "PATCH /workshops/{workshop}/notes/{note}": {"pile": "Money"},
    "POST /workshops/{workshop}/cards": {"document_id": "", "lane": "", "column": "", "each": "note"},
    "PATCH /me": {"name": "Me"},
    "POST /me/password": {"current": "wrong", "password": PASSWORD},
    "POST /me/totp/proof": {"code": "1"},
    "POST /me/totp/end": {"password": "wrong"},
    "POST /me/totp/recovery": {"password": "wrong"},
    "POST /workspaces/{workspace}/bindings/preview": {"where": {"name": ["Home"]}},
    "POST /workspaces/{workspace}/answers": {"analysis": "funnel", "fields": {"steps": ["Home", "Pay"]}},
    "POST /workspaces/{workspace}/explorations": {"title": "Ours", "analysis": "funnel"},
    "PATCH /explorations/{exploration}": {"title": "Still ours"},
    "POST /workspaces/{workspace}/metrics": {"name": "more", "definition": "count of Pay"},
    "POST /workspaces/{workspace}/segments": {"name": "others", "rule": "did Home"},
    "POST /workspaces/{workspace}/sql": {"query": "SELECT 1"},
    "POST /maps/{document}/people": {"of": "column:pay:reach"},
    "POST /workspaces/{workspace}/people": {"filters": {"segment": "did Home"}},
    "POST /answers/{answer}/people": {"where": {"furthest": 1}},
}
QUERIES = {
    "/search": {"q": "x"},
    "/person": {"id": "p1"},
    "/how": {"of": "column:pay:reach"},
}
# What there is none of in a workspace with little in it.
NOT_THERE = (
    "GET /jobs/{job}/rejects/{file}/{table}", "GET /jobs/{job}/rejects/{file}/{table}/csv",
    "DELETE /workspaces/{workspace}/sql/{running}",
)  # fmt: skip
PAID = Map(
    key="shop",
    title="Shop",
    columns=(Column(key="pay", title="Pay"),),
    lanes=(Lane(key="text", type="text", title="What they do"),),
)
LAST = ("DELETE /items/{item}", "DELETE /workshops/{workshop}", "DELETE /maps/{document}", "DELETE /session")


def routes(server: Server) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Yield method, path and handler of every route of a team."""
    for route in server.client.app.routes:
        for handler in getattr(route, "route_handlers", ()):
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                if "needs" in handler.opt and handler.opt["needs"] != "nobody":
                    yield method, route.path_format.removeprefix(API), handler


def things(server: Server) -> dict[str, str]:
    """Return one of everything in Ann's workspace."""
    ann, workspace = server.ann, server.ann.workspace
    document = ann.got("POST", f"/workspaces/{workspace}/maps", {"map": map_to_plain(PAID)})["id"]
    bob = server.invited("viewer", "bob@example.org")
    job = ann.got("POST", f"/workspaces/{workspace}/imports", files={"files": ("a.csv", b"")})["id"]
    return {
        "workspace": workspace, "document": document, "user": bob.me["user"]["id"], "kind": "json", "name": "saas",
        "comment": ann.got("POST", f"/maps/{document}/comments", {"text": "Mine"})["id"],
        "version": ann.got("POST", f"/maps/{document}/versions", {"name": "One"})["id"],
        "share": ann.got("POST", f"/maps/{document}/shares", {})["id"], "job": job, "file": "0", "table": "0",
        "invitation": ann.got("POST", f"/workspaces/{workspace}/invitations", {"role": "viewer"})["id"],
        "key": ann.got("POST", f"/workspaces/{workspace}/keys", {"name": "bot", "role": "viewer"})["id"],
        "token": "no-such-token", "proposal": "0123456789abcdef", "running": "none",
        **data_things(ann, workspace), **beside_maps(server, workspace, document),
    }  # fmt: skip


def data_things(ann: Somebody, workspace: str) -> dict[str, str]:
    """Return one of everything that is about data."""
    place = f"/workspaces/{workspace}"
    asked = BODIES["POST /workspaces/{workspace}/answers"]
    counted = {"analysis": "sql", "fields": {"query": "SELECT count(*) AS value FROM events"}}
    ann.got("POST", f"{place}/metrics", {"name": "saas", "definition": "count of Home"})
    ann.got("POST", f"{place}/segments", {"name": "saas", "rule": "did Pay"})
    return {
        "answer": ann.got("POST", f"{place}/answers", asked)["id"],
        "exploration": ann.got("POST", f"{place}/explorations", {"title": "Mine", **counted})["id"],
    }


def beside_maps(server: Server, workspace: str, document: str) -> dict[str, str]:
    """Return one of everything that a workspace keeps beside its maps."""
    ann = server.ann
    model = ann.got("GET", f"/maps/{document}/map")
    where = {"document_id": document, "lane": model["lanes"][0]["key"], "column": model["columns"][0]["key"]}
    BODIES["POST /workshops/{workshop}/cards"] = {**where, "each": "note"}
    workshop = ann.got("POST", f"/workspaces/{workspace}/workshops", {"title": "Checkout"})["id"]
    for text in ("Fees", "Waiting"):  # one is deleted, and the other becomes a card
        noted = ann.got("POST", f"/workshops/{workshop}/notes", {"text": text})
    item = ann.got("POST", f"/workspaces/{workspace}/items", {"kind": "insight", "title": "Pay fails"})["id"]
    BODIES["POST /themes/{theme}/merge"] = {"item": item}
    tracker = ann.got("POST", f"/workspaces/{workspace}/trackers", BODIES["POST /workspaces/{workspace}/trackers"])
    return {
        **a_theme(server, workspace), "item": item,
        "tracker": tracker["id"], "workshop": workshop, "note": noted["notes"][1]["id"],
        "board": ann.got("POST", f"/workspaces/{workspace}/boards", {"kind": "framework", "title": "All"})["id"],
        "template": ann.got("POST", f"/maps/{document}/template", {})["id"],
        "attachment": ann.got("POST", f"/maps/{document}/attachments", files=PICTURE)["id"],
    }  # fmt: skip


def a_theme(server: Server, workspace: str) -> dict[str, str]:
    """Return a search for themes, and a theme it found."""
    run = server.ann.got("POST", f"/workspaces/{workspace}/mining", {})["id"]
    found = ThemeFacts(
        words=(), column="", guessed=False, side=-1, n=2, speakers=2, of=2, share=1.0, lo=None, hi=None, emotion=None,
        emotion_lo=None, emotion_hi=None, n_felt=0, newest_at=None, sources=(), best=(),
    )  # fmt: skip
    theme = {"run_id": run, "workspace_id": workspace, "nth": 0, "state": "proposed", "title": "Pay fails"}
    theme |= {"found": to_builtins(found), "members": [], "more": 0, "decided_by": "", "id": f"{run[:15]}t"}
    with server.team.database.begin() as con:
        con.execute(themes.insert(), theme)
    return {"run": run, "theme": str(theme["id"])}


def _late(method: str, path: str) -> int:
    what = f"{method} {path}"
    return LAST.index(what) + 1 if what in LAST else 0


def walk(server: Server, somebody: Somebody, known: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Ask every route as somebody; yield what it is, what it needs, and the status."""
    found = sorted(routes(server), key=lambda one: (_late(*one[:2]), one[0] == "DELETE", one[1], one[0]))
    for method, path, handler in found:
        what = f"{method} {path}"
        query = {"from": known["version"]} if path.endswith("/diff") else {}
        query |= next((given for end, given in QUERIES.items() if path.endswith(end)), {})
        known |= {"kind": "csv" if path.startswith("/answers") else "json"}
        files: dict[str, Any] = {}
        if what.endswith(("/imports", "/attachments")) and method == "POST":
            files = {"files": {"files": ("a.csv", b"")} if what.endswith("/imports") else PICTURE}
        if what == "POST /workspaces/{workspace}/items/imports":
            files = {"files": {"file": ("a.json", b'{"format": "THEYDO_INSIGHTS_V1", "insights": []}')}}
        answer = somebody.ask(method, path.format(**known), BODIES.get(what), params=query, **files)
        yield what, handler.opt["needs"], answer.status_code


def _answer_here(_: Pool, job: Any) -> None:
    job.heard(Told(worked=respond(job.work, lambda _share: None)))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "shop.csv").write_text("user_id,event,timestamp\np1,Home,2026-03-01\np1,Pay,2026-03-02\n")
    fp.read(folder / "shop.csv", store=folder / "store")
    return folder / "store"


@pytest.fixture
def server(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("footpath.api.team.jobs.Jobs._run", lambda *_: None)  # drawing has a test of its own
    monkeypatch.setattr("footpath.mining.Mining._run", lambda *_: None)  # as have searches for themes,
    for name in ("_demand", "_demand_first"):  # and that each is decided once
        monkeypatch.setattr(f"footpath.mining.deciding.{name}", lambda *_: None)
    # As have processes that answer questions and queries: there are hundreds of them here.
    monkeypatch.setattr(Pool, "add", _answer_here)
    monkeypatch.setattr(Pool, "warm", lambda *_: None)
    monkeypatch.setattr(Queries, "_answered", lambda *_: Result(columns=[AnswerColumn("value", "whole")], rows=[[1]]))
    monkeypatch.setattr("footpath.exploring.querying._process", lambda: None)
    for name in ("metrics.yaml", "segments.yaml"):
        (store / name).unlink(missing_ok=True)
    with serving(tmp_path, store=store, ticket_hosts="127.0.0.1") as found:
        yield found


def test_every_route_says_what_it_needs(tmp_path: Path) -> None:
    team = team_in(tmp_path / "data")
    for route in framework(tmp_path / "store", team=team).routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            internal = route.path.startswith("/api/schema") or "OPTIONS" in getattr(handler, "http_methods", ())
            assert internal or handler.opt.get("needs") in NEEDS or handler.opt.get(SCOPE), route.path
    team.close()


def test_nobody_gets_in_without_a_session(server: Server) -> None:
    known = things(server)
    assert [what for what, _, status in walk(server, server.nobody(), known) if status != 401] == []


def test_somebody_of_another_workspace_finds_nothing(server: Server) -> None:
    known = things(server)
    eve = server.stranger()
    seen = {what: status for what, needs, status in walk(server, eve, known) if needs in ROLES}
    assert {what: status for what, status in seen.items() if status != 404} == {}
    assert len(seen) >= 101


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_it_may_and_nothing_more(role: Role, server: Server) -> None:
    known = things(server)
    somebody = server.invited(role)
    if role == "commenter":  # people change and delete comments of their own
        known["comment"] = somebody.got("POST", f"/maps/{known['document']}/comments", {"text": "Own"})["id"]
    wrong = []
    for what, needs, status in walk(server, somebody, known):
        may = needs not in ROLES or ROLES.index(role) >= ROLES.index(needs)
        own = what == "DELETE /comments/{comment}" and role == "editor"  # Ann's, so not theirs to delete
        if not own and ((status == 403) == may or (may and needs in ROLES and status >= 300)):
            wrong.append((what, needs, status))
    none = [(what, needs, status) for what, needs, status in wrong if what in NOT_THERE and status == 404]
    assert wrong == none
    assert len(none) == (len(NOT_THERE) if role in ("editor", "owner") else 0)


def test_a_request_that_another_site_made_the_browser_send_changes_nothing(server: Server) -> None:
    ann = server.ann
    csrf, ann.csrf = ann.csrf, "guessed"
    assert ann.refused("POST", "/workspaces", {"name": "Theirs"}) == (403, "denied")
    ann.csrf = csrf
    elsewhere = {"origin": "https://evil.example"}
    body = {"email": "ann@example.org", "password": PASSWORD}
    assert server.nobody().refused("POST", "/session", body, headers=elsewhere) == (403, "denied")
    assert [one["name"] for one in ann.got("GET", "/workspaces")] == ["Lamps"]
