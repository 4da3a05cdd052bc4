"""The rule of a persona counts real persons of the workspace's own store, and of no other's."""

from pathlib import Path

from footpath.insights import read
from tests.team.browsing import serving


def test_a_rule_counts_the_persons_of_its_own_workspace(tmp_path: Path) -> None:
    rows = ["ann,Order,2026-01-01T10:00:00Z", "bob,Order,2026-03-01T10:00:00Z", "cyd,Visit,2026-03-02T10:00:00Z"]
    (tmp_path / "events.csv").write_text("\n".join(["user_id,event,timestamp", *rows, ""]))
    store = tmp_path / "own"
    with serving(tmp_path, store=store) as server:
        ann = server.ann
        path = f"/workspaces/{ann.workspace}/segment-size"
        empty = ann.got("POST", path, {"who": "did Order"})
        assert (empty["now"]["persons"], empty["now"]["of"], empty["before"]) == (0, 0, None)
        read([tmp_path / "events.csv"], store=str(store))
        found = ann.got("POST", path, {"who": "did Order"})
        assert (found["now"]["persons"], found["now"]["of"]) == (2, 3)
        assert (found["before"]["persons"], found["before"]["of"], found["days"]) == (1, 1, 30)
        status, kind = ann.refused("POST", path, {"who": "did ("})
        assert (status, kind) == (400, "invalid")
        other = ann.got("POST", "/workspaces", {"name": "Other"})["id"]
        assert ann.got("POST", f"/workspaces/{other}/segment-size", {"who": "did Order"})["now"]["of"] == 0
