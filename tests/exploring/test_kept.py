"""Questions kept by name over HTTP: queries whose number is pinned, and questions over all maps."""

from typing import Any

import pytest

from tests.exploring.shop import ROWS
from tests.team.browsing import Server


def test_a_number_of_a_query_is_pinned_and_follows_the_data(server: Server) -> None:
    ann = server.ann
    place = f"/workspaces/{ann.workspace}/explorations"
    sql = (
        "SELECT count(*) FILTER (WHERE name = 'Order') / count(*) AS value, count(*) AS n, 0.1 AS low, 1 AS high "
        "FROM events"
    )
    wish = {"title": "Orders", "analysis": "sql", "fields": {"query": sql, "unit": "share"}}
    kept = ann.got("POST", place, wish)
    found = ann.got("GET", f"/explorations/{kept['id']}/number")
    orders = sum(",Order," in row for row in ROWS)
    figure = found["figure"]
    assert (figure["value"], figure["n"], figure["unit"]) == (pytest.approx(orders / len(ROWS)), len(ROWS), "share")
    assert (figure["lo"], figure["hi"], figure["source"]) == (0.1, 1.0, "SQL")
    assert figure["as_of"].startswith("2026-03")
    assert found["query"] == sql
    bob = server.invited("viewer", "ben@example.org")
    assert bob.got("GET", f"/explorations/{kept['id']}/number") == found
    assert bob.refused("POST", place, wish)[0] == 403


def test_a_question_over_all_maps_is_kept_by_name_opened_by_viewers_and_deleted_by_editors(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}/explorations"
    fields = {"q": "delivery", "kind": "card", "evidence": "data", "emotion_below": "-0.25"}
    kept = ann.got("POST", place, {"title": "Late  parcels", "analysis": "overall", "fields": fields})
    assert (kept["title"], kept["analysis"], kept["fields"]) == ("Late parcels", "overall", fields)
    viewer, stranger = server.invited("viewer", "vic@example.org"), server.stranger()
    assert kept in viewer.got("GET", place)
    assert viewer.refused("POST", place, {"title": "Mine", "analysis": "overall", "fields": fields})[0] == 403
    assert viewer.refused("DELETE", f"/explorations/{kept['id']}")[0] == 403
    assert stranger.got("GET", f"/workspaces/{stranger.workspace}/explorations") == []
    assert stranger.refused("GET", f"/explorations/{kept['id']}") == (404, "not_found")
    renamed = ann.got("PATCH", f"/explorations/{kept['id']}", {"title": "Parcels that are late"})
    assert (renamed["title"], renamed["fields"]) == ("Parcels that are late", fields)
    editor = server.invited("editor", "eda@example.org")
    editor.got("DELETE", f"/explorations/{kept['id']}")
    assert [one for one in ann.got("GET", place) if one["analysis"] == "overall"] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "delivery"}, "has no 'words'"),
        ({"kind": "card", "steps": ["a"]}, "has no 'steps'"),
        ({"emotion_below": "cold"}, "fields: "),
        ({"fresh": "maybe"}, "fields: "),
        ({"q": "x" * 201}, "too long"),
    ],
)
def test_a_question_over_all_maps_that_cannot_be_asked_is_not_kept(
    server: Server, fields: dict[str, Any], said: str
) -> None:
    wish = {"title": "Q", "analysis": "overall", "fields": fields}
    reply = server.ann.ask("POST", f"/workspaces/{server.ann.workspace}/explorations", wish)
    assert (reply.status_code, said in reply.text) == (400, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "empty or too long"),
        ({"query": " "}, "empty or too long"),
        ({"query": "SELECT 1", "steps": ["a"]}, "none but query and unit"),
    ],
)
def test_a_query_that_cannot_be_kept_is_refused(server: Server, fields: dict[str, Any], said: str) -> None:
    wish = {"title": "Q", "analysis": "sql", "fields": fields}
    reply = server.ann.ask("POST", f"/workspaces/{server.ann.workspace}/explorations", wish)
    assert (reply.status_code, said in reply.text) == (400, True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT name FROM events LIMIT 1", "holds no number"),
        ("SELECT 1 AS n UNION ALL SELECT 2", "gives 2 rows"),
        ("SELECT 1 AS value, 'apples' AS unit", "'apples' is none"),
        ("DELETE FROM events", "not one SELECT"),
    ],
)
def test_a_query_that_gives_no_number_says_so(server: Server, query: str, said: str) -> None:
    place = f"/workspaces/{server.ann.workspace}/explorations"
    kept = server.ann.got("POST", place, {"title": "Q", "analysis": "sql", "fields": {"query": query}})
    reply = server.ann.ask("GET", f"/explorations/{kept['id']}/number")
    assert (reply.status_code, said in reply.text) == (400, True)
