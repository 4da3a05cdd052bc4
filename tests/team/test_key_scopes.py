"""A program's key does what its scopes say, on every route, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.exceptions import WebSocketDisconnect

from footpath.accounts import ROLES, SCOPES
from footpath.api.team import HANDLERS, scope_of
from tests.team.browsing import Server, Somebody
from tests.team.test_every_route import NOT_THERE, server, store, things, walk

__all__ = ["server", "store"]
# By hand, so that a route that changes its scope is seen to.
SOME = {
    "GET /maps/{document}": "maps:read", "PATCH /maps/{document}": "maps:write", "DELETE /maps/{document}": "admin",
    "POST /maps/{document}/shares": "maps:share", "POST /maps/{document}/invitations": "maps:share",
    "GET /maps/{document}/comments": "maps:read", "POST /maps/{document}/comments": "comments:write",
    "POST /maps/{document}/people": "people:read", "POST /workspaces/{workspace}/sql": "people:read",
    "PATCH /items/{item}": "library:write", "GET /boards/{board}": "library:read",
    "GET /attachments/{attachment}": "files:read", "POST /workspaces/{workspace}/imports": "data:write",
    "POST /workspaces/{workspace}/answers": "data:read", "GET /workspaces/{workspace}/members": "admin",
    "POST /workspaces/{workspace}/keys": "admin", "GET /workspaces": "", "GET /workspaces/{workspace}": "",
}  # fmt: skip


class Program(Somebody):
    """Whoever sends a key."""

    def __init__(self, server: Server, **given: Any) -> None:
        super().__init__(server.client)
        body = {"name": "robot", **given}
        self.key = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/keys", body)

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        return super().ask(method, path, body, **more, headers={"authorization": f"Bearer {self.key['secret']}"})


def scopes() -> Iterator[tuple[str, str, str]]:
    for handler, opt in HANDLERS:
        for path in handler.paths:
            for method in getattr(handler, "http_methods", {"WS"}):
                plain = path.replace(":str}", "}").replace(":int}", "}")
                yield f"{method} {plain}", opt["needs"], scope_of(opt)


def test_every_route_of_a_workspace_has_a_scope() -> None:
    found = {what: scope for what, _, scope in scopes()}
    assert {what: found[what] for what in SOME} == SOME
    assert set(found.values()) == {*SCOPES, ""}
    without = [what for what, needs, scope in scopes() if needs in ROLES and not scope]
    assert without == ["GET /workspaces/{workspace}"]
    # Nothing that changes something goes with a scope that reads, but questions that are asked by POST.
    asking = ("/answers", "/bindings/preview", "/segment-size", "/people", "/sql")
    reading = [w for w, _, scope in scopes() if scope.endswith(":read") and not w.startswith(("GET", "WS"))]
    assert [w for w in reading if not any(part in w for part in asking)] == []


def test_a_key_may_do_what_its_scopes_say_and_nothing_more(server: Server) -> None:
    known = things(server)
    program = Program(server, scopes=["library:write", "people:read"])
    may = {"library:read", "library:write", "people:read"}
    needed = {what: scope for what, _, scope in scopes()}
    wrong = []
    for what, needs, status in walk(server, program, known):
        lets_in = needed[what] in may or not needed[what]
        fine = (status < 300 or what in NOT_THERE) if lets_in else status == 403
        if needs in ROLES and not fine:
            wrong.append((what, status))
    assert wrong == []
    answer = program.ask("PATCH", f"/maps/{known['document']}", {"title": "Theirs"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "The key lacks the scope maps:write.")


def test_a_key_is_made_with_scopes_or_a_role(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}/keys"
    made = Program(server, scopes=["maps:write", "maps:read", "maps:read"]).key
    assert (made["role"], made["scopes"]) == ("editor", ["maps:read", "maps:write"])
    assert [(one["role"], one["scopes"], one["secret"]) for one in ann.got("GET", place)] == [
        ("editor", ["maps:read", "maps:write"], "")
    ]
    for wrong in ({"scopes": ["maps:all"]}, {}, {"scopes": ["admin"], "role": "viewer"}):
        assert ann.refused("POST", place, {"name": "robot", **wrong}) == (400, "invalid")
    assert [one["name"] for one in ann.got("GET", "/key-scopes")] == list(SCOPES)


def test_a_key_from_before_there_were_scopes_does_what_its_role_may(server: Server) -> None:
    program = Program(server, role="viewer")
    with server.team.database.read() as con:
        assert con.execute(sa.text("SELECT role, scopes FROM api_keys")).all() == [("viewer", None)]
    assert program.got("GET", f"/workspaces/{server.ann.workspace}/members")
    assert program.refused("POST", f"/workspaces/{server.ann.workspace}/maps", {"title": "x"})[0] == 403


def test_a_key_draws_and_listens_by_its_scopes(server: Server) -> None:
    shop = server.ann.workspace
    document = server.ann.got("POST", f"/workspaces/{shop}/maps", {"title": "Shop"})["id"]
    program = Program(server, scopes=["library:write"])
    header = {"authorization": f"Bearer {program.key['secret']}"}
    with server.client.websocket_connect(f"/ws/workspaces/{shop}", headers=header) as socket:
        assert socket.receive_bytes(timeout=10) == b'{"here":[]}'
    with server.client.websocket_connect(f"/ws/maps/{document}", headers=header) as socket:
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes(timeout=10)
        assert ended.value.code == 4403
