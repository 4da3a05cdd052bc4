"""Files kept with maps and items: what they are, how they are served, and when they go."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from footpath.core.errors import Invalid
from footpath.library.sniffing import type_of
from footpath.maps import Card, Map
from tests.team.browsing import serving

MP4 = b"\0\0\0\x18ftypisom\0\0\2\0"
RANGES = [
    ("bytes=0-1", b"\0\0", "bytes 0-1/41"),
    ("bytes=4-7", b"ftyp", "bytes 4-7/41"),
    ("bytes=-9", b"</script>", "bytes 32-40/41"),
    ("bytes=32-999", b"</script>", "bytes 32-40/41"),
    ("bytes=99-", b"", ""),
    ("bytes=0-1,4-5", b"", ""),
    ("bytes=-", b"", ""),
]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.exe", PNG, "image/png"),
        ("b", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("c.webp", b"RIFF0000WEBP", "image/webp"),
        ("v", b"\0\0\0\x18ftypisom\0\0\2\0", "video/mp4"),
        ("w", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04", "video/webm"),
        ("p.html", b"%PDF-1.7", "application/pdf"),
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
        ("a.mp4", b"<script>ftypisom"),
        ("a.mov", b"\0\0\0\x18ftypqt  \0\0\2\0"),
        ("a.mkv", b"\x1aE\xdf\xa3\xa3B\x82\x88matroska"),
        ("a.webm", b"<html>webm"),
    ],
)
def test_what_could_hold_a_program_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Invalid, match="no type that is kept"):
        type_of(name, data)


def a_video_is_played_in_parts(ann: Any, path: str, about: dict[str, str]) -> dict[str, Any]:
    film = MP4 + b"<script>alert(1)</script>"
    video = ann.got("POST", path, files={"file": ("v.html", film)}, data=about)
    played = ann.ask("GET", f"/attachments/{video['id']}")
    assert (played.status_code, played.content, played.headers["content-type"]) == (200, film, "video/mp4")
    assert played.headers["content-disposition"].startswith("attachment")
    assert played.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert played.headers["x-content-type-options"] == "nosniff"
    assert played.headers["accept-ranges"] == "bytes"
    for asked, content, where in RANGES:
        part = ann.ask("GET", f"/attachments/{video['id']}", headers={"range": asked})
        assert (part.status_code, part.content) == (206 if where else 200, content or film), asked
        assert part.headers.get("content-range", "") == where
    return dict(video)


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
        video = a_video_is_played_in_parts(ann, path, about)
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
        assert {path.name for path in folder.iterdir()} == {made["id"], note["id"], video["id"]}
        ann.got("DELETE", f"/maps/{document}")
        assert list(folder.iterdir()) == []
        assert ann.refused("GET", f"/attachments/{made['id']}") == (404, "not_found")
