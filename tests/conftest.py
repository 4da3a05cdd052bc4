"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.dials import DEEP

# The same examples every time, and none refused because the machine is busy: a failure is a defect, never bad luck.
settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")


SLOW = (
    "demo/test_planted_truths ui/ analytics/test_spark collector/test_crash events/test_crash pulling/ "
    "security/test_api_schema privacy/ real/ insights/ docs/ team/ conformance/"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no core waits at the end; leave out what takes an evening."""
    items.sort(key=lambda item: not item.nodeid.removeprefix("tests/").startswith(tuple(SLOW.split())))
    if not DEEP:
        for item in items:
            if item.get_closest_marker("deep"):
                item.add_marker(pytest.mark.skip(reason="for an evening: make test DEEP=1"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets beside the checkout; the test skips, saying so, where it is missing."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data sets (../shared/data) are not here")
    return folder
