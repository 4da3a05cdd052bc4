"""Data behind maps over HTTP: the same answers as in Python, kept from those who may not see them."""

import io
import re
import threading
import time
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs

import footpath as fp
from footpath.api import Team
from footpath.api.assembling import framework
from footpath.core.errors import NotFound
from footpath.core.settings import Settings
from footpath.exploring import pool
from footpath.exploring.asked import Asked, Told, Work
from footpath.exploring.keeping import Shelf
from footpath.exploring.worker import respond
from footpath.insights import Filters
from footpath.maps import MapDocument, map_to_plain
from tests.exploring.shop import ROWS, SHOP
from tests.team.browsing import Server, Somebody


def map_in(server: Server) -> str:
    made = server.ann.got("POST", f"/workspaces/{server.ann.workspace}/maps", {"map": map_to_plain(SHOP)})
    return str(made["id"])


def answered(who: Somebody, reply: dict[str, Any]) -> dict[str, Any]:
    until = time.monotonic() + 120
    while reply["state"] in ("waiting", "running"):
        assert time.monotonic() < until, reply
        time.sleep(0.05)
        reply = who.got("GET", f"/answers/{reply['id']}")
    return reply


def store_of(server: Server) -> fp.Store:
    return fp.open(server.team.settings.store)


def test_rest_and_python_give_the_same_figures(server: Server) -> None:
    document = map_in(server)
    rest = server.ann.got("GET", f"/maps/{document}/live?from=2026-03-03T00:00:00Z")
    filters = msgspec.convert({"since": "2026-03-03T00:00:00Z"}, Filters)
    python = store_of(server).live(MapDocument(SHOP), since=filters.since)
    assert rest == msgspec.json.decode(msgspec.json.encode(python))
    assert rest["cards"]["b"]["value"]["value"] == rest["columns"]["order"]["figures"]["reach"]["numerator"]


def test_rest_and_python_give_the_same_answer_once_worked_out(server: Server) -> None:
    place = f"/workspaces/{server.ann.workspace}/answers"
    body = {"analysis": "funnel", "fields": {"steps": ["Home", "Lamp", "Order"], "window": "30 d"}}
    first = answered(server.ann, server.ann.got("POST", place, body))
    table = store_of(server).ask("funnel", steps=["Home", "Lamp", "Order"], window="30 d").table()
    shown = first["tables"]["figures"]
    assert [column["name"] for column in shown["columns"]] == table.column_names
    expected = [list(row.values()) for row in table.to_pylist()]
    assert shown["rows"] == msgspec.json.decode(msgspec.json.encode(expected))
    assert (first["n"], first["chart"], first["cached"]) == (40, "funnel", False)
    again = server.ann.ask("POST", place, body)
    assert (again.status_code, again.json()["cached"]) == (200, True)
    assert server.ann.refused("POST", place, {**body, "analysis": "funel"}) == (404, "not_found")
    assert answered_problem(server.ann, place, {"analysis": "funnel", "fields": {"steps": ["Home", "Nope"]}})


def answered_problem(who: Somebody, place: str, body: dict[str, Any]) -> bool:
    """Say whether a question that cannot be answered is refused, at once or by its answer."""
    reply = who.ask("POST", place, body)
    if reply.status_code == 202:
        found = answered(who, reply.json())
        return found["state"] == "failed" and "Nope" in found["problem"]
    return reply.status_code == 404 and "Nope" in reply.json()["detail"]


def test_a_map_says_what_the_steps_are_and_viewers_see_no_persons(server: Server) -> None:
    document, viewer = map_in(server), server.invited("viewer")
    mine = answered(server.ann, server.ann.got("GET", f"/maps/{document}/planned"))
    assert [row[1] for row in mine["tables"]["figures"]["rows"]] == ["Home", "Lamp", "Order"]
    assert "people" in mine["tables"]
    theirs = answered(viewer, viewer.got("GET", f"/maps/{document}/planned"))
    assert (theirs["withheld"], "people" in theirs["tables"]) == (["people"], False)
    assert viewer.refused("GET", f"/answers/{theirs['id']}/export/csv?table=people") == (404, "not_found")
    assert viewer.refused("POST", f"/maps/{document}/people", {"of": "column:home:reach"}) == (403, "denied")
    behind = server.ann.got("POST", f"/maps/{document}/people", {"of": "column:order:reach", "limit": 1})
    shown = server.ann.got(
        "GET", f"/workspaces/{server.ann.workspace}/person?id={behind['people'][0]['id']}&map={document}"
    )
    assert [stop["column"] for stop in shown["path"]] == ["home", "lamp", "", "order"]
    assert shown["page"]["total"] == 4


def test_files_of_an_answer_hold_nothing_that_a_spreadsheet_would_run(server: Server) -> None:
    body = {"analysis": "directly_follows", "fields": {}}
    reply = answered(server.ann, server.ann.got("POST", f"/workspaces/{server.ann.workspace}/answers", body))
    files = {
        kind: server.ann.ask("GET", f"/answers/{reply['id']}/export/{kind}").content
        for kind in ("csv", "xlsx", "svg", "png")
    }
    text = files["csv"].decode()
    assert "'=cmd()" in text
    assert ",=cmd()" not in text
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert files["svg"].startswith(b"<svg")
    assert files["png"].startswith(b"\x89PNG")
    assert server.ann.refused("GET", f"/answers/{reply['id']}/export/exe") == (404, "not_found")


def test_files_of_an_answer_speak_the_language_asked_for_and_csv_keeps_its_names(server: Server) -> None:
    body = {"analysis": "funnel", "fields": {"steps": ["Home", "Order"], "window": "30 d"}}
    reply = answered(server.ann, server.ann.got("POST", f"/workspaces/{server.ann.workspace}/answers", body))

    def file(kind: str) -> bytes:
        return server.ann.ask("GET", f"/answers/{reply['id']}/export/{kind}").content

    assert b"Funnel of 2 steps" in file("svg")
    assert "Lejek, liczba kroków: 2".encode() in file("svg?locale=pl")
    assert "Piltuve, soļu skaits: 2".encode() in file("svg?locale=lv")
    assert "2 個步驟的漏斗".encode() in file("svg?locale=zh-TW")
    assert file("png?locale=pl") != file("png")
    assert file("csv?locale=pl") == file("csv")
    assert file("csv").decode("utf-8-sig").splitlines()[0].startswith("step,name,count,of_all,of_first,")
    polish, english = (_words_in(file(f"xlsx?locale={locale}")) for locale in ("pl", "en"))
    assert {"krok", "z pierwszego kroku", "Home", "Order", "Liczby", "Jak obliczono", "okno"} <= polish
    assert {"step", "of the first step", "Home", "Order", "Figures", "How computed", "window"} <= english


def _words_in(workbook: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        texts = book.read("xl/sharedStrings.xml").decode() + book.read("xl/workbook.xml").decode()
    return {*re.findall(r"<t[^>]*>([^<]*)</t>", texts), *re.findall(r'<sheet name="([^"]*)"', texts)}


def test_what_there_is_can_be_chosen_from_and_tried(server: Server) -> None:
    place = f"/workspaces/{server.ann.workspace}"
    facts = server.ann.got("GET", f"{place}/facts")
    assert (facts["events"], facts["persons"], facts["empty"]) == (len(ROWS), 40, False)
    seen = server.ann.got("GET", f"{place}/events?search=lam")
    assert [(one["name"], one["events"]) for one in seen["events"]] == [("Lamp", 40)]
    found = server.ann.got("POST", f"{place}/bindings/preview", {"where": {"name": ["Order"]}})
    assert (found["events"], found["persons"], sum(found["trend"])) == (13, 13, 13)
    assert server.ann.refused("POST", f"{place}/bindings/preview", {"where": {"nme": ["x"]}}) == (400, "invalid")
    kinds = {one["name"]: one for one in server.ann.got("GET", f"{place}/questions")}
    steps = next(one for one in kinds["funnel"]["fields"] if one["name"] == "steps")
    assert (steps["kind"], steps["many"], steps["required"]) == ("selection", True, True)
    assert all(one["explain"] and one["chart"] != "table" for one in kinds.values())


def test_questions_are_kept_and_pinned_and_proposals_refused(server: Server) -> None:
    place, document = f"/workspaces/{server.ann.workspace}", map_in(server)
    body = {"title": "Who buys", "analysis": "funnel", "fields": {"steps": ["Home", "Order"]}, "map_id": document}
    made = server.ann.got("POST", f"{place}/explorations", body)
    server.ann.got("PATCH", f"/explorations/{made['id']}", {"title": "Who orders", "element": "cards/b"})
    kept = server.ann.got("GET", f"{place}/explorations?map={document}")
    assert [(one["title"], one["element"], one["fields"]) for one in kept] == [
        ("Who orders", "cards/b", body["fields"])
    ]
    assert server.ann.refused("POST", f"{place}/explorations", {**body, "analysis": "x"}) == (404, "not_found")
    server.ann.got("DELETE", f"/explorations/{made['id']}")
    assert server.ann.got("GET", f"{place}/explorations?map={document}") == []
    proposed = server.ann.got("GET", f"/maps/{document}/proposals")
    assert "=cmd()" in {
        one["change"]["touchpoints"][0]["where"]["name"][0] for one in proposed if one["kind"] == "step"
    }
    server.ann.got("POST", f"/maps/{document}/proposals/{proposed[0]['id']}/refuse")
    assert proposed[0]["id"] not in {one["id"] for one in server.ann.got("GET", f"/maps/{document}/proposals")}


def test_a_metric_defined_anew_changes_the_card_that_is_bound_to_it(server: Server) -> None:
    place = f"/workspaces/{server.ann.workspace}"
    model = map_to_plain(SHOP)
    model["cards"][0]["props"] = {"binding": {"metric": "sold"}}
    document = server.ann.got("POST", f"{place}/maps", {"map": model})["id"]

    def value() -> Any:
        return server.ann.got("GET", f"/maps/{document}/live")["cards"]["b"]["value"]

    assert value() is None
    for definition, expected in (("count of Order", 13), ("count of Lamp", 40)):
        server.ann.got("POST", f"{place}/metrics", {"name": "sold", "definition": definition})
        assert value()["value"] == expected
    server.ann.got("DELETE", f"{place}/metrics/sold")


def test_another_workspace_has_data_of_its_own(server: Server) -> None:
    other = server.ann.got("POST", "/workspaces", {"name": "Other"})["id"]
    assert server.ann.got("GET", f"/workspaces/{other}/facts")["empty"]
    document = server.ann.got("POST", f"/workspaces/{other}/maps", {"map": map_to_plain(SHOP)})["id"]
    assert "no data yet" in server.ann.got("GET", f"/maps/{document}/live")["why"]


class _Job:
    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.work = Work(
            store="", asked=msgspec.convert({"analysis": "funnel"}, type=pool.Work.__annotations__["asked"])
        )
        self.said: list[Told] = []

    def heard(self, told: Told) -> None:
        self.said.append(told)


def test_nobody_takes_all_workers_and_a_job_that_is_dropped_frees_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: dict[int, threading.Event] = {}

    class Worker:
        def answer(self, work: Work, heard: Any) -> Told:
            del work, heard
            self.end_ = ends.setdefault(id(self), threading.Event())
            self.end_.wait(60)
            return Told(code="invalid", problem="ended")

        def kill(self) -> None:
            ends.setdefault(id(self), threading.Event()).set()

        end = kill

    monkeypatch.setattr(pool, "_Worker", Worker)
    found = pool.Pool()
    ann = [_Job("ann") for _ in range(3)]
    bob = _Job("bob")
    for job in (*ann, bob):
        found.add(job)
    until = time.monotonic() + 30
    while not bob.said and time.monotonic() < until:
        time.sleep(0.01)
    assert [bool(job.said) for job in (*ann, bob)] == [True, True, False, True]
    found.drop(ann[0])
    while not ann[2].said and time.monotonic() < until:
        time.sleep(0.01)
    assert ann[2].said
    found.close()


def test_a_question_waits_for_the_worker_that_is_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    ready, made = threading.Event(), []

    class Worker:
        def __init__(self) -> None:
            made.append(self)

        def answer(self, work: Work, heard: Any) -> Told:
            del heard
            assert work.asked or ready.wait(60)
            return Told(code="invalid", problem="ready" if ready.is_set() else "asked")

        def kill(self) -> None:
            ready.set()

        end = kill

    monkeypatch.setattr(pool, "_Worker", Worker)
    found = pool.Pool()
    found.warm(Work(store="", asked=None))
    found.warm(Work(store="", asked=None))
    job = _Job("ann")
    found.add(job)
    assert not job.said
    ready.set()
    until = time.monotonic() + 30
    while len(job.said) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert ([told.problem for told in job.said], len(made)) == (["", "ready"], 1)
    found.close()


def test_a_worker_looks_for_newer_data_only_when_there_is_some(server: Server) -> None:
    store = server.team.settings.store
    held: dict[str, Any] = {}
    ready = respond(Work(store=str(store), asked=None), lambda _: None, held)
    asked = Asked(analysis="funnel", fields={"steps": ["Home", "Order"]})
    with patch("footpath.exploring.worker.build_journeys", side_effect=AssertionError):
        known = respond(Work(store=str(store), asked=asked, version=ready.version), lambda _: None, held)
    newer = respond(Work(store=str(store), asked=asked, version="another"), lambda _: None, held)
    assert (known.n, known.tables) == (newer.n, newer.tables)


def test_what_is_kept_longest_unused_goes_first() -> None:
    shelf: Shelf[str] = Shelf(10)
    for key in ("a", "b"):
        shelf.put(key, key, 5)
    assert shelf.get("a") == "a"
    shelf.put("c", "c", 5)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ("a", None, "c")
    shelf.put("d", "d", 11)
    assert (shelf.get("d"), len(shelf)) == (None, 2)


def test_a_store_that_is_not_there_yet_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no store"):
        fp.open(tmp_path / "none")


def test_whoever_sets_the_server_up_finds_the_maps_that_wait_with_their_data(tmp_path: Path, server: Server) -> None:
    store = server.team.settings.store
    settings = structs.replace(Settings(), data=tmp_path / "data", store=store)
    team = Team(settings, url="http://footpath.test", welcome=[SHOP])
    with patch("footpath.api.assembling._close_bodies"):
        app = framework(store, team=team)
    with TestClient(app, base_url="http://footpath.test") as client:
        ann = Server(team, client).ann
        (found,) = ann.got("GET", f"/workspaces/{ann.workspace}/maps")
        assert found["title"] == "Shop"
        assert ann.got("GET", f"/maps/{found['id']}/live")["columns"]["order"]["figures"]["events"]["value"] == 13
    team.close()


def test_a_link_shows_figures_of_now_unless_it_shows_a_version(server: Server) -> None:
    document, nobody = map_in(server), server.nobody()
    version = server.ann.got("POST", f"/maps/{document}/versions", {"name": "Then"})["id"]
    tokens = [
        server.ann.got("POST", f"/maps/{document}/shares", body)["link"].rsplit("/", 1)[1]
        for body in ({}, {"version_id": version})
    ]
    now, then = (nobody.got("GET", f"/shared/{token}/live") for token in tokens)
    assert now["columns"]["order"]["figures"]["events"]["value"] == 13
    assert (then["columns"], then["why"]) == ({}, "The link shows the map as it was.")
