"""Templates that a workspace makes of its own maps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from footpath.maps import Card, Column, Figure, Lane, Map, map_to_plain
from tests.team.browsing import Server, serving

SHOP = Map(
    key="shop", title="I order a lamp", locale="pl",
    columns=(Column(key="pay", title="Pay", figures={"reach": Figure(value=0.5, unit="share", n=100)}),),
    lanes=(Lane(key="do", type="text", title="Do"),), cards=(Card(key="k", lane="do", at="pay", text="Pays"),),
)  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as found:
        yield found


def test_a_map_becomes_a_template_that_other_maps_begin_with(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
    document = ann.got("POST", f"{place}/maps", {"map": map_to_plain(SHOP)})["id"]
    made = ann.got("POST", f"/maps/{document}/template", {})
    assert (made["title"], made["columns"], made["lanes"]) == ("I order a lamp", 1, 1)
    renamed = ann.got("PATCH", f"/own-templates/{made['id']}", {"title": "  How we  sell "})
    assert [one["title"] for one in ann.got("GET", f"{place}/templates")] == ["How we sell"] == [renamed["title"]]
    assert ann.refused("PATCH", f"/own-templates/{made['id']}", {"title": " "}) == (400, "invalid")
    begun = ann.got("POST", f"{place}/maps", {"own": made["id"], "title": "I order a chair"})
    model = ann.got("GET", f"/maps/{begun['id']}/map")
    assert (model["title"], model["locale"], [card["text"] for card in model["cards"]]) == (
        "I order a chair", "pl", ["Pays"]
    )  # fmt: skip
    assert "figures" not in model["columns"][0]
    ann.got("DELETE", f"/maps/{document}")
    assert ann.got("GET", f"/own-templates/{made['id']}")["title"] == "How we sell"
    ann.got("DELETE", f"/own-templates/{made['id']}")
    assert ann.got("GET", f"{place}/templates") == []
    assert ann.got("GET", f"/maps/{begun['id']}")["columns"] == 1
    assert ann.refused("POST", f"{place}/maps", {"own": made["id"]}) == (404, "not_found")


def test_who_may_change_one_map_only_makes_no_template_for_its_workspace(server: Server) -> None:
    ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
    document = ann.got("POST", f"{place}/maps", {"map": map_to_plain(SHOP)})["id"]
    eve = server.stranger()
    link = ann.got("POST", f"/maps/{document}/invitations", {"role": "editor"})["link"]
    eve.got("POST", f"/invitations/{link.rsplit('/', 1)[1]}")
    assert eve.got("PATCH", f"/maps/{document}", {"status": "review"})["status"] == "review"
    assert eve.refused("POST", f"/maps/{document}/template", {})[0] in (403, 404)
    empty = ann.got("POST", f"{place}/maps", {"title": "Empty"})["id"]
    assert ann.refused("POST", f"/maps/{empty}/template", {}) == (400, "invalid")
    assert ann.got("GET", f"{place}/templates") == []


@pytest.mark.parametrize("locale", ["en", "pl", "lv", "zh-Hant"])
def test_stages_of_a_map_from_a_template_are_described_in_its_language(server: Server, locale: str) -> None:
    place = f"/workspaces/{server.ann.workspace}/maps"
    document = server.ann.got("POST", place, {"template": "bank", "locale": locale})["id"]
    columns = {one["key"]: one for one in server.ann.got("GET", f"/maps/{document}/map")["columns"]}
    begins = {"en": "The end: account", "pl": "Koniec: zamknięte", "lv": "Beigas: slēgts", "zh-Hant": "結束：關閉帳戶"}
    assert columns["close"]["description"][locale].startswith(begins[locale])
    page = server.ann.ask("GET", f"/maps/{document}/export/html").content.decode()
    assert begins[locale] in page
    others = [said for other, said in begins.items() if other != locale]
    assert [said for said in others if said in page] == []
