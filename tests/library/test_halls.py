"""Whoever looks at a library hears at once what changes in it, and sees who else is there."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from litestar.exceptions import WebSocketDisconnect

from tests.team.browsing import Server, Somebody, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as found:
        yield found


def entered(server: Server, somebody: Somebody, workspace: str, **headers: str) -> Any:
    cookie = "; ".join(f"{name}={value}" for name, value in somebody.cookies.items())
    server.client.cookies.clear()
    return server.client.websocket_connect(f"/ws/workspaces/{workspace}", headers={"cookie": cookie, **headers})


def heard(socket: Any) -> Any:
    return json.loads(socket.receive_bytes(timeout=10))


def test_two_people_hear_of_changes_and_of_each_other(server: Server) -> None:
    ann, shop = server.ann, server.ann.workspace
    bob = server.invited("viewer", "bob@example.org")
    with ExitStack() as open_:
        hers = open_.enter_context(entered(server, ann, shop))
        assert heard(hers) == {"here": []}
        his = open_.enter_context(entered(server, bob, shop))
        assert [one["name"] for one in heard(hers)["here"]] == ["Viewer"]
        assert [one["name"] for one in heard(his)["here"]] == ["Ann"]
        board = ann.got("POST", f"/workspaces/{shop}/boards", {"kind": "stakeholder_map", "title": "Who"})["id"]
        hers.send_bytes(json.dumps({"at": f"board:{board}", "holds": "p", "x": 0.25}).encode())
        assert heard(his) == heard(hers) == {"changed": ["board", board, 1]}
        assert [(one["at"], one["holds"], one["x"], one["y"]) for one in heard(his)["here"]] == [
            (f"board:{board}", "p", 0.25, 0)
        ]
        assert heard(hers)["here"][0]["at"] == ""
        ann.got("PATCH", f"/boards/{board}", {"revision": 1, "places": [{"id": "p", "text": "Town"}]})
        item = ann.got("POST", f"/workspaces/{shop}/items", {"kind": "insight", "title": "Pay fails"})["id"]
        ann.got("PATCH", f"/items/{item}", {"title": "Paying fails"})
        ann.got("DELETE", f"/items/{item}")
        ann.got("DELETE", f"/boards/{board}")
        told = [heard(his)["changed"] for _ in range(5)]
        assert told == [["board", board, 2], *(["item", item, n] for n in (1, 2, 3)), ["board", board, 3]]
    with entered(server, bob, shop) as his:
        while heard(his) != {"here": []}:
            pass  # until those who left are gone


def test_the_hall_lets_in_whoever_may_see_the_workspace_and_takes_nothing_else_from_them(server: Server) -> None:
    ann, shop = server.ann, server.ann.workspace
    evil = {"origin": "https://evil.example"}
    doors: list[tuple[Somebody, dict[str, str], int]] = [
        (server.nobody(), {}, 4401), (server.stranger(), {}, 4404), (ann, evil, 4403)
    ]  # fmt: skip
    for somebody, headers, code in doors:
        with entered(server, somebody, shop, **headers) as socket, pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes(timeout=10)
        assert ended.value.code == code
    for wrong in (b"{", b'{"at": 1}', b'{"name": "Boss"}', b'{"x": 2}', b" " * 2000):
        with entered(server, ann, shop) as socket:
            heard(socket)
            socket.send_bytes(wrong)
            with pytest.raises(WebSocketDisconnect) as ended:
                socket.receive_bytes(timeout=10)
        assert ended.value.code == 4400
