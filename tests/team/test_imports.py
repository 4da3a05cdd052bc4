"""Exports uploaded in the browser become a map, in a process of its own."""

import time
from pathlib import Path
from typing import Any

from tests.team.browsing import Server, serving

ROWS = [
    f"p{person},{step},2026-03-{day:02d}T10:00:00Z"
    for person in range(30)
    for day, step in enumerate(("Home", "Lamp", "Basket", "Order")[: 2 + person % 3], start=1 + person % 20)
]
CSV = "\n".join(["user_id,event,timestamp", *ROWS, "p1,Home,0000-00-00"]).encode()


def ended(server: Server, job: str) -> dict[str, Any]:
    until = time.monotonic() + 240
    while (found := server.ann.got("GET", f"/jobs/{job}"))["state"] not in ("done", "failed"):
        assert time.monotonic() < until, found
        time.sleep(0.1)
    return dict(found)


def test_files_become_a_map_and_what_was_left_out_is_shown(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ann, place = server.ann, f"/workspaces/{server.ann.workspace}"
        files = [("files", ("../../shop.csv", CSV)), ("files", ("shop.csv", b"\x89PNG nothing to read"))]
        job = ann.got("POST", f"{place}/imports", files=files, data={"title": "From files"})["id"]
        found = ended(server, job)
        assert found["state"] == "done", found
        assert ann.got("GET", f"/maps/{found['map_id']}")["title"] == "From files"
        table = next(file for file in found["files"] if file["name"] == "shop.csv")["tables"][0]
        assert (table["rows"], table["rejected"], table["rejects"]) == (len(ROWS) + 1, 1, "")
        index = [file["name"] for file in found["files"]].index("shop.csv")
        left_out = ann.got("GET", f"/jobs/{job}/rejects/{index}/0")
        assert [row["value"] for row in left_out] == ["0000-00-00"]
        told = ann.got("GET", f"/jobs/{job}/rejects/{index}/0/csv").decode().splitlines()
        assert (told[0].split(","), len(told)) == (list(left_out[0]), 2)
        assert "0000-00-00" in told[1]
        assert not list((server.team.folder / "workspaces").rglob("imports/*/files/*"))  # the store has them
