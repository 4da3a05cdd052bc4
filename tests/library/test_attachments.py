"""Files kept with maps and items: what they are, how they are served, and when they go."""

from base64 import b64encode
from pathlib import Path

import pytest

from footpath.core.errors import Invalid
from footpath.library.sniffing import type_of
from footpath.maps import Card, Map
from tests.team.browsing import serving

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.exe", PNG, "image/png"),
        ("b", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("c.webp", b"RIFF0000WEBP", "image/webp"),
        ("d.txt", "zażółć".encode(), "text/plain"),
        ("e.xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_bytes_say_what_a_file_is(name: str, data: bytes, kind: str) -> None:
    assert type_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg/>"),
        ("a.png", b"<script>"),
        ("a.html", b"<p>"),
        ("a.txt", b"\xff\xfe"),
        ("a.zip", b"PK\x03\x04"),
    ],
)
def test_what_could_hold_a_program_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Invalid, match="no type that is kept"):
        type_of(name, data)


def test_a_file_is_served_to_nobody_as_a_page_and_is_deleted_with_its_map(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ann = server.ann
        document = ann.got("POST", f"/workspaces/{ann.workspace}/maps", {"template": "saas"})["id"]
        model = ann.got("GET", f"/maps/{document}/map")
        card = model["cards"][0]
        about = {"element": f"cards/{card['key']}"}
        path = f"/maps/{document}/attachments"
        made = ann.got("POST", path, files={"file": ("../ß\n.png", PNG)}, data=about)
        assert (made["name"], made["type"], made["size"]) == ("ß.png", "image/png", 16)
        note = ann.got("POST", path, files={"file": ("n.txt", b"<script>")}, data=about)
        shown = ann.ask("GET", f"/attachments/{made['id']}")
        assert shown.content == PNG
        assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert shown.headers["x-content-type-options"] == "nosniff"
        saved = ann.ask("GET", f"/attachments/{note['id']}")
        assert saved.headers["content-disposition"].startswith("attachment")
        assert ann.refused("POST", path, files={"file": ("big.png", PNG + b"0" * 10_000_000)})[0] == 400
        assert server.nobody().refused("GET", f"/attachments/{made['id']}") == (401, "signed_out")

        token = ann.got("POST", f"/maps/{document}/shares", {})["link"].rsplit("/", 1)[1]
        hidden = ann.got("POST", f"/maps/{document}/shares", {"hidden_lanes": [card["lane"]]})["link"].rsplit("/", 1)[1]
        assert server.nobody().ask("GET", f"/shared/{token}/attachments/{made['id']}").content == PNG
        assert server.nobody().refused("GET", f"/shared/{hidden}/attachments/{made['id']}") == (404, "not_found")

        shows = Card(key="a", lane="l", at="c", props={"src": f"/api/v1/attachments/{made['id']}"})
        model = Map(key="m", title="M", cards=(shows,))
        (brought,) = server.team.attachments.inlined(model, document).cards
        assert brought.props["src"] == f"data:image/png;base64,{b64encode(PNG).decode()}"
        assert server.team.attachments.inlined(model, "another-map") == model

        folder = tmp_path / "data" / "workspaces" / ann.workspace / "attachments"
        assert {path.name for path in folder.iterdir()} == {made["id"], note["id"]}
        ann.got("DELETE", f"/maps/{document}")
        assert list(folder.iterdir()) == []
        assert ann.refused("GET", f"/attachments/{made['id']}") == (404, "not_found")
