"""What a team does with its maps, over HTTP."""

import email
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.exceptions import WebSocketDisconnect
from pycrdt import Doc

from footpath.accounts import Actor
from footpath.collaboration import wire
from footpath.core import clock
from footpath.maps import load_template, localised, map_from_plain
from footpath.maps.crdt import read
from tests.team.browsing import Server, Somebody, serving
from tests.team.rooms_of import PASSWORD

DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path, url: str) -> Iterator[Server]:
    with serving(tmp_path, database=url) as found:
        yield found


def a_map(server: Server, **fields: Any) -> str:
    body = {"template": "saas", "title": "We try the tool", **fields}
    return str(server.ann.got("POST", f"/workspaces/{server.ann.workspace}/maps", body)["id"])


def mails(server: Server) -> list[tuple[str, str]]:
    """Return to whom mails went, and what they say."""
    found = [email.message_from_bytes(path.read_bytes()) for path in sorted((server.team.folder / "outbox").iterdir())]
    return [(str(mail["To"]), str(mail.get_payload())) for mail in found]


def test_a_map_is_made_listed_changed_copied_found_and_deleted(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
    document = a_map(server)
    with clock.freeze(DAY):
        ann.got("PATCH", f"/maps/{document}", {"status": "live", "review_every_days": 30, "reviewed": True})
    listed = ann.got("GET", f"{place}/maps")[0]
    assert (listed["title"], listed["status"], listed["role"]) == ("We try the tool", "live", "owner")
    assert listed["review_due_at"] == "2026-07-01T09:00:00Z"
    assert listed["columns"] == len(load_template("saas").columns)
    copy = ann.got("POST", f"/maps/{document}/duplicate", {"title": "Their way"})["id"]
    hits = ann.got("GET", f"{place}/search", params={"q": "WAY their"})
    assert [(hit["map_id"], hit["element"], hit["text"]) for hit in hits] == [(copy, "map", "Their way")]
    ann.got("DELETE", f"/maps/{document}")
    assert [one["id"] for one in ann.got("GET", f"{place}/maps")] == [copy]
    assert ann.refused("GET", f"/maps/{document}") == (404, "not_found")


def test_a_map_file_comes_in_and_every_format_goes_out(server: Server) -> None:
    ann = server.ann
    document = a_map(server, template="", file="journey\n title Ride\n section Go\n  Board: 5: Me\n", name="x.mmd")
    whole = map_from_plain(ann.got("GET", f"/maps/{document}/map"), name="t")
    assert [column.title for column in whole.columns] == ["Go", "Board"]
    for kind in ("svg", "json", "md", "xlsx"):
        answer = ann.ask("GET", f"/maps/{document}/export/{kind}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''ride.")
    assert ann.refused("POST", f"/workspaces/{ann.workspace}/maps", {"file": "columns: [", "name": "x.yaml"})[0] == 400


def test_versions_tell_what_changed_and_bring_it_back(server: Server) -> None:
    ann, document = server.ann, a_map(server)
    first = ann.got("POST", f"/maps/{document}/versions", {"name": "Before the workshop"})["id"]
    model = map_from_plain(ann.got("GET", f"/maps/{document}/map"), name="t")

    def changed(_: Any) -> Any:
        from msgspec.structs import replace

        columns = (*model.columns[1:], replace(model.columns[0], title="Look around"))
        return replace(model, columns=columns, lanes=model.lanes[:-1])

    server.team.maps.edit(server.team.sessions.find(ann.cookies["footpath_session"]).actor, document, changed)
    told = ann.got("GET", f"/maps/{document}/diff", params={"from": first})
    stage, lane = model.columns[0], model.lanes[-1]
    said = {(one["element"], one["what"]) for one in told}
    assert said >= {
        (f"columns/{stage.key}", "changed"),
        (f"columns/{stage.key}", "moved"),
        (f"lanes/{lane.key}", "removed"),
    }
    assert f"The column “Look around”: title “{localised(stage.title, 'en')}” → “Look around”." in [
        one["text"] for one in told
    ]
    ann.got("POST", f"/versions/{first}/restore")
    assert ann.got("GET", f"/maps/{document}/diff", params={"from": first}) == []
    kept = [(one["name"], one["author"]) for one in ann.got("GET", f"/maps/{document}/versions")]
    name = ann.me["user"]["name"]
    assert kept == [("", name), ("Before the workshop", name)]  # how it was before the restore is kept too


def test_comments_call_people_are_answered_settled_and_deleted_with_their_answers(server: Server) -> None:
    ann, document = server.ann, a_map(server)
    bob = server.invited("commenter", "bob@example.org")
    eve = server.stranger()
    called = [bob.me["user"]["id"], eve.me["user"]["id"]]
    body = {"text": "Is this so, Bob?", "element": "columns/try", "mentions": called}
    asked = ann.got("POST", f"/maps/{document}/comments", body)
    assert asked["mentions"] == [bob.me["user"]["id"]]
    assert [to for to, text in mails(server) if "Is this so, Bob?" in text] == ["bob@example.org"]
    answer = bob.got("POST", f"/maps/{document}/comments", {"text": "It is.", "parent_id": asked["id"]})
    assert answer["element"] == "columns/try"
    assert bob.refused("PATCH", f"/comments/{asked['id']}", {"text": "I never said that"}) == (403, "denied")
    settled = bob.got("PATCH", f"/comments/{asked['id']}", {"resolved": True})
    assert settled["resolved_by"] == bob.me["user"]["id"]
    ann.got("DELETE", f"/comments/{asked['id']}")
    assert ann.got("GET", f"/maps/{document}/comments") == []


def _opened(somebody: Somebody, link: str, body: Any = None) -> Any:
    return somebody.ask("POST", f"/shared/{link.rsplit('/', 1)[1]}", body or {})


def test_a_share_link_with_a_password_hides_lanes_and_ends(server: Server) -> None:
    ann, document = server.ann, a_map(server)
    lanes = [lane.key for lane in load_template("saas").lanes]
    body = {"password": PASSWORD, "hidden_lanes": lanes[:1], "expires_at": (DAY + timedelta(days=1)).isoformat()}
    guest = server.nobody()
    with clock.freeze(DAY):
        share = ann.got("POST", f"/maps/{document}/shares", body)
        assert _opened(guest, share["link"]).json()["type"] == "password_needed"
        assert _opened(guest, share["link"], {"password": "wrong password"}).status_code == 401
        shown = _opened(guest, share["link"], {"password": PASSWORD}).json()
        assert [lane["key"] for lane in shown["map"]["lanes"]] == lanes[1:]
        assert shown["live"] is False
        assert _opened(guest, share["link"]).status_code == 200  # the cookie stands for the password
        assert _opened(server.nobody(), share["link"] + "0").status_code == 404
    with clock.freeze(DAY + timedelta(days=2)):
        assert _opened(guest, share["link"]).status_code == 404
    ann.got("DELETE", f"/shares/{share['id']}")
    with clock.freeze(DAY):
        assert _opened(guest, share["link"]).status_code == 404
    assert guest.refused("GET", f"/maps/{document}") == (401, "signed_out")


def test_a_frozen_link_shows_the_version_for_ever(server: Server) -> None:
    ann, document = server.ann, a_map(server)
    version = ann.got("POST", f"/maps/{document}/versions", {"name": "For the board"})["id"]
    link = ann.got("POST", f"/maps/{document}/shares", {"version_id": version})["link"]
    ann.got("PATCH", f"/maps/{document}", {"title": "Changed since"})
    assert _opened(server.nobody(), link).json()["map"]["title"] == "We try the tool"


def test_a_to_be_copy_and_its_map_know_each_other(server: Server) -> None:
    ann, document = server.ann, a_map(server)
    twin = ann.got("POST", f"/maps/{document}/twin", {"title": "As we want it"})
    assert (twin["state"], twin["title"], twin["workspace_id"]) == ("future", "As we want it", ann.workspace)
    now, then = (ann.got("GET", f"/maps/{one}/map") for one in (document, twin["id"]))
    assert (now["twin"], then["twin"]) == (twin["id"], document)
    assert now.get("state", "current") == "current"
    assert (now["columns"], now["cards"]) == (then["columns"], then["cards"])
    viewer = server.invited("viewer")
    assert viewer.refused("POST", f"/maps/{document}/twin", {}) == (403, "denied")
    assert len(ann.got("GET", f"/workspaces/{ann.workspace}/maps")) == 2


def test_a_link_with_lanes_left_out_tells_when_to_ask_again_and_never_of_them(server: Server) -> None:
    ann, guest, document = server.ann, server.nobody(), a_map(server)
    hidden, *lanes = [lane.key for lane in load_template("saas").lanes]
    link = ann.got("POST", f"/maps/{document}/shares", {"hidden_lanes": [hidden]})["link"]
    place = f"/shared/{link.rsplit('/', 1)[1]}"
    first = _opened(guest, link).json()
    assert guest.got("GET", f"{place}/version") == {"version": first["version"]}
    model = ann.got("GET", f"/maps/{document}/map")
    secret = {"key": "secret", "lane": hidden, "at": model["columns"][-1]["key"], "text": "Between us"}
    changed = map_from_plain({**model, "cards": [*model["cards"], secret], "title": "Told anew"}, name="map")
    server.team.maps.edit(Actor(name="Ann", user_id=ann.me["user"]["id"]), document, lambda _: changed)
    said = guest.ask("GET", f"{place}/version")
    assert said.headers["cache-control"] == "no-store"
    assert said.json()["version"] != first["version"]
    second = _opened(guest, link)
    assert second.json()["version"] == said.json()["version"]
    assert second.json()["map"]["title"] == "Told anew"
    assert [lane["key"] for lane in second.json()["map"]["lanes"]] == lanes
    assert "Between us" not in second.text
    version = ann.got("POST", f"/maps/{document}/versions", {"name": "For the board"})["id"]
    frozen = ann.got("POST", f"/maps/{document}/shares", {"version_id": version})["link"]
    assert guest.got("GET", f"/shared/{frozen.rsplit('/', 1)[1]}/version") == {"version": ""}
    locked = ann.got("POST", f"/maps/{document}/shares", {"hidden_lanes": [hidden], "password": PASSWORD})["link"]
    assert guest.refused("GET", f"/shared/{locked.rsplit('/', 1)[1]}/version") == (401, "password_needed")


def test_an_owner_is_told_once_each_time_that_a_map_is_due(server: Server) -> None:
    document = a_map(server)
    with clock.freeze(DAY):
        server.ann.got("PATCH", f"/maps/{document}", {"review_every_days": 7, "reviewed": True})
        assert server.team.reviews.remind() == 0
    for days, expected in ((8, 1), (9, 0)):
        with clock.freeze(DAY + timedelta(days=days)):
            assert server.team.reviews.remind() == expected
    with clock.freeze(DAY + timedelta(days=10)):
        server.ann.got("PATCH", f"/maps/{document}", {"reviewed": True})
    with clock.freeze(DAY + timedelta(days=18)):
        assert server.team.reviews.remind() == 1
    assert [to for to, text in mails(server) if f"/maps/{document}" in text] == ["ann@example.org"] * 2


def test_mails_name_the_map_who_writes_and_the_way_there(server: Server) -> None:
    document = a_map(server)
    bob = server.invited("editor")
    server.ann.got("PATCH", "/me", {"name": "Ann Berg"})
    text = {"text": "Look!", "mentions": [bob.me["user"]["id"]]}
    said = server.ann.got("POST", f"/maps/{document}/comments", text)["id"]
    invited = {"role": "viewer", "email": "Cy@Example.org"}
    made = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/invitations", invited)
    assert (made["email"], made["mailed"]) == ("cy@example.org", "kept")
    link = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/invitations", {"role": "viewer"})
    assert link["mailed"] == ""
    (one, call), (two, letter) = mails(server)
    assert (one, two) == ("editor@example.org", "cy@example.org")
    assert f"/maps/{document}?comment={said}" in call
    outbox = sorted((server.team.folder / "outbox").iterdir())
    subjects = [email.message_from_bytes(path.read_bytes())["Subject"] for path in outbox]
    assert subjects == ["Ann Berg mentions you on We try the tool", "Ann Berg invites you to Lamps on Footpath"]
    assert made["link"] in letter
    refused = server.ann.refused("POST", f"/workspaces/{server.ann.workspace}/invitations", {**invited, "email": "bob"})
    assert refused == (400, "invalid")


def test_somebody_invited_to_one_map_sees_that_map_only(server: Server) -> None:
    document, other, eve = a_map(server), a_map(server), server.stranger()
    link = server.ann.got("POST", f"/maps/{document}/invitations", {"role": "editor", "email": "eve@example.org"})[
        "link"
    ]
    assert [to for to, text in mails(server) if link in text] == ["eve@example.org"]
    token = link.rsplit("/", 1)[1]
    bob = server.invited("viewer", "bob@example.org")
    assert bob.refused("POST", f"/invitations/{token}") == (400, "invalid")
    eve.got("POST", f"/invitations/{token}")
    assert eve.got("PATCH", f"/maps/{document}", {"title": "Eve was here"})["role"] == "editor"
    assert [one["id"] for one in eve.got("GET", "/maps")] == [document]
    assert eve.refused("GET", f"/maps/{other}") == (404, "not_found")
    assert eve.refused("GET", f"/workspaces/{server.ann.workspace}/maps") == (404, "not_found")
    assert eve.refused("POST", f"/invitations/{token}") == (400, "invalid")  # it was for one person, once


def test_a_workspace_keeps_an_owner(server: Server) -> None:
    ann, me = server.ann, server.ann.me["user"]["id"]
    place = f"/workspaces/{ann.workspace}/members"
    assert ann.refused("PATCH", f"{place}/{me}", {"role": "viewer"}) == (409, "conflict")
    assert ann.refused("DELETE", f"{place}/{me}") == (409, "conflict")
    bob = server.invited("owner", "bob@example.org")
    bob.got("DELETE", f"{place}/{me}")
    assert ann.got("GET", "/workspaces") == []


def test_a_key_opens_one_workspace_with_its_role_until_it_is_revoked(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
    key = ann.got("POST", f"{place}/keys", {"name": "robot", "role": "editor"})
    robot, bearer = server.nobody(), {"headers": {"authorization": f"Bearer {key['secret']}"}}
    made = robot.got("POST", f"{place}/maps", {"title": "By a robot"}, **bearer)
    assert robot.refused("DELETE", f"/maps/{made['id']}", **bearer) == (403, "denied")
    assert [one["role"] for one in robot.got("GET", "/workspaces", **bearer)] == ["editor"]
    assert ann.got("GET", f"{place}/audit")[0]["actor"] == "key:robot"
    assert "secret" not in str(ann.got("GET", f"{place}/keys")[0]).replace("'secret': ''", "")
    ann.got("DELETE", f"{place}/keys/{key['id']}")
    assert robot.refused("GET", f"{place}/maps", **bearer) == (401, "signed_out")


def test_a_forgotten_password_is_chosen_anew_by_mail(server: Server) -> None:
    somebody = server.nobody()
    assert somebody.ask("POST", "/password/forgotten", {"email": "nobody@example.org"}).status_code == 204
    somebody.got("POST", "/password/forgotten", {"email": "ann@example.org"})
    (to, text), *more = mails(server)
    assert (to, more) == ("ann@example.org", [])
    token = next(word for word in text.split() if "/reset/" in word).rsplit("/", 1)[1]
    somebody.got("POST", "/password/reset", {"token": token, "password": "another password"})
    assert somebody.refused("POST", "/session", {"email": "ann@example.org", "password": PASSWORD})[0] == 401
    somebody.got("POST", "/session", {"email": "ann@example.org", "password": "another password"})
    assert server.ann.refused("GET", "/me") == (401, "signed_out")


def _closed(server: Server, somebody: Somebody, path: str) -> int:
    cookie = "; ".join(f"{name}={value}" for name, value in somebody.cookies.items())
    server.client.cookies.clear()
    with server.client.websocket_connect(path, headers={"cookie": cookie}) as socket:
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes(timeout=10)
        return int(ended.value.code)


def test_the_socket_lets_in_whoever_may_see_the_map(server: Server) -> None:
    document = a_map(server)
    path = f"/ws/maps/{document}"
    assert _closed(server, server.nobody(), path) == 4401
    assert _closed(server, server.stranger(), path) == 4404
    cookie = {"cookie": f"footpath_session={server.ann.cookies['footpath_session']}"}
    evil = {**cookie, "origin": "https://evil.example"}
    with server.client.websocket_connect(path, headers=evil) as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_bytes(timeout=10)
    link = server.ann.got("POST", f"/maps/{document}/shares", {})["link"]
    for where, headers in ((path, cookie), (f"{path}?share={link.rsplit('/', 1)[1]}", {})):
        doc: Doc[Any] = Doc()
        with server.client.websocket_connect(where, headers=headers) as socket:
            socket.send_bytes(wire.sync(wire.STEP1, doc.get_state()))
            answers = [socket.receive_bytes(timeout=10) for _ in range(2 if headers else 1)]
        doc.apply_update(wire.read(answers[-1]).payload)
        assert read(doc).title == "We try the tool"


def test_the_audit_log_keeps_what_turned_from_what_into_what_and_names_what_is_gone(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
    document = a_map(server)
    ann.got("PATCH", f"/maps/{document}", {"status": "live", "owner": "Ola"})
    bob = server.invited("viewer", "bob@example.org").me["user"]["id"]
    ann.got("PATCH", f"{place}/members/{bob}", {"role": "editor"})
    key = ann.got("POST", f"{place}/keys", {"name": "robot", "role": "editor"})["id"]
    ann.got("DELETE", f"{place}/keys/{key}")
    gone = ann.got("POST", f"{place}/invitations", {"role": "viewer", "email": "eve@example.org"})["id"]
    ann.got("DELETE", f"{place}/invitations/{gone}")
    told = {one["action"]: (one["object"], one["detail"]) for one in ann.got("GET", f"{place}/audit")}
    status = {"status": "live", "status_before": "draft", "owner": "Ola", "owner_before": ""}
    assert told["map.change"] == (document, {"fields": "owner, status", **status})
    assert told["member.role"] == ("bob@example.org", {"role": "editor", "role_before": "viewer"})
    assert told["key.revoke"] == ("robot", {})
    assert told["invitation.withdraw"] == ("eve@example.org", {"role": "viewer"})


def test_the_audit_log_is_searched_beyond_its_first_piece_and_in_its_own_workspace_alone(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}/audit"
    document = a_map(server)
    ann.got("PATCH", f"/maps/{document}", {"owner": "Zażółć Gęśl"})
    other = ann.got("POST", "/workspaces", {"name": "Elsewhere"})["id"]
    ann.got("POST", f"/workspaces/{other}/maps", {"title": "Gęśl of another place"})
    for at in range(130):
        ann.got("PATCH", f"/maps/{document}", {"owner": f"Owner {at}"})

    def found(query: str, within: str = place) -> list[tuple[str, str]]:
        return [(one["action"], one["detail"].get("owner", "")) for one in ann.got("GET", f"{within}?{query}")]

    assert ("map.change", "Zażółć Gęśl") not in found("limit=100")
    owned = [("map.change", "Owner 0"), ("map.change", "Zażółć Gęśl")]  # that it was, and that it became so
    assert found("search=GĘŚL") == owned
    assert found("search=gęśl ann@example.org zażółć") == owned
    assert found("search=gęśl nobody") == []
    assert len(found("search=gęśl", f"/workspaces/{other}/audit")) == 1
    first = ann.got("GET", f"{place}?search=OWNER change&limit=6")
    rest = ann.got("GET", f"{place}?search=OWNER change&limit=200&before={first[-1]['id']}")
    told = [one["detail"]["owner"] for one in (*first, *rest)]
    assert told == [*(f"Owner {at}" for at in range(129, -1, -1)), "Zażółć Gęśl"]
    assert found("search=drawn") == []
    made = found(f"search=drawn {document}&means=drawn:map.add&limit=1000")
    assert made == [("map.add", "")]
    assert server.invited("editor").refused("GET", f"{place}?search=gęśl") == (403, "denied")
