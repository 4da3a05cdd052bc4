"""The rule of a persona counts real persons of the workspace's own store, and of no other's."""

from pathlib import Path

from tests.events.lakes import add, new_lake
from tests.team.browsing import serving


def test_a_rule_counts_the_persons_of_its_own_workspace(tmp_path: Path) -> None:
    day_s = 86_400
    did = [("ann", "Order", 0), ("bob", "Order", 59 * day_s), ("cyd", "Visit", 60 * day_s)]
    with serving(tmp_path, store=tmp_path / "own" / "store") as server:
        ann = server.ann
        path = f"/workspaces/{ann.workspace}/segment-size"
        empty = ann.got("POST", path, {"who": "did Order"})
        assert (empty["now"]["persons"], empty["now"]["of"], empty["before"]) == (0, 0, None)
        add(new_lake(tmp_path / "own"), [{"user_id": who, "name": what, "at": at} for who, what, at in did])
        found = ann.got("POST", path, {"who": "did Order"})
        assert (found["now"]["persons"], found["now"]["of"]) == (2, 3)
        assert (found["before"]["persons"], found["before"]["of"], found["days"]) == (1, 1, 30)
        status, kind = ann.refused("POST", path, {"who": "did ("})
        assert (status, kind) == (400, "invalid")
        other = ann.got("POST", "/workspaces", {"name": "Other"})["id"]
        assert ann.got("POST", f"/workspaces/{other}/segment-size", {"who": "did Order"})["now"]["of"] == 0
