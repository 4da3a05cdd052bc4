"""People who type into the same cards at once all end with all of it."""

from pathlib import Path

from benchmarks import crowd
from tests.ui.conftest import Site


def test_nothing_of_what_a_crowd_types_is_lost(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.start()
    try:
        found = crowd.meet(site, people=8, seconds=2)
    finally:
        site.stop()
    assert found.lost == 0
    assert found.edits >= 8
    assert found.late_s > 0
    assert len(found.memory_mb) == 10
