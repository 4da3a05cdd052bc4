"""The big screen of a workshop and its phones hear at once when something changes, and only they do."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from litestar.exceptions import WebSocketDisconnect

from tests.team.browsing import Server, Somebody, serving

RUNG = {"changed": True}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("bells")) as found:
        yield found


def opened(server: Server, path: str, somebody: Somebody | None = None, **headers: str) -> Any:
    cookie = "; ".join(f"{name}={value}" for name, value in (somebody.cookies if somebody else {}).items())
    server.client.cookies.clear()
    return server.client.websocket_connect(path, headers={"cookie": cookie, **headers})


def heard(socket: Any) -> Any:
    return json.loads(socket.receive_bytes(timeout=10))


def test_a_note_of_a_phone_rings_on_the_screen_and_on_the_other_phone(server: Server) -> None:
    ann = server.ann
    made = ann.got("POST", f"/workspaces/{ann.workspace}/workshops", {"title": "Checkout"})
    other = ann.got("POST", f"/workspaces/{ann.workspace}/workshops", {"title": "Another"})
    code, place = made["code"], f"/ws/join/{made['code']}"
    one, two = (ann.got("POST", f"/join/{code}", {"name": name})["secret"] for name in ("Bo", "Cy"))
    with ExitStack() as open_:
        screen = open_.enter_context(opened(server, f"/ws/workshops/{made['id']}", ann))
        elsewhere = open_.enter_context(opened(server, f"/ws/workshops/{other['id']}", ann))
        phone = open_.enter_context(opened(server, place))
        phone.send_bytes(two.encode())
        assert [heard(socket) for socket in (screen, elsewhere, phone)] == [RUNG] * 3  # for what changed on the way
        ann.got("POST", f"/join/{code}/notes", {"text": "Fees"}, headers={"x-workshop-pass": one})
        assert heard(screen) == heard(phone) == RUNG
        ann.got("PATCH", f"/workshops/{made['id']}", {"phase": "open"})
        assert heard(screen) == heard(phone) == RUNG
        ann.got("PATCH", f"/workshops/{other['id']}", {"phase": "open"})
        assert heard(elsewhere) == RUNG
        ann.got("DELETE", f"/workshops/{made['id']}")
        assert heard(screen) == heard(phone) == RUNG
    assert made["id"] not in [one["id"] for one in ann.got("GET", f"/workspaces/{ann.workspace}/workshops")]


@pytest.mark.parametrize(("said", "code"), [("not a secret", 4401), (None, 4401)])
def test_nobody_hears_who_did_not_join(server: Server, said: str | None, code: int) -> None:
    made = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/workshops", {"title": "Checkout"})
    with opened(server, f"/ws/join/{made['code']}" if said else f"/ws/workshops/{made['id']}") as socket:
        if said:
            socket.send_bytes(said.encode())
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes(timeout=10)
    assert ended.value.code == code


def test_a_wrong_code_and_another_site_are_turned_away(server: Server) -> None:
    made = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/workshops", {"title": "Checkout"})
    evil = {"origin": "https://evil.example"}
    for path, headers, code in (
        ("/ws/join/AAAAAAAA", {}, 4404),
        (f"/ws/join/{made['code']}", evil, 4403),
        (f"/ws/workshops/{made['id']}", evil, 4403),
    ):
        with opened(server, path, server.ann, **headers) as socket:
            socket.send_bytes(b"x")
            with pytest.raises(WebSocketDisconnect) as ended:
                socket.receive_bytes(timeout=10)
        assert ended.value.code == code, path
