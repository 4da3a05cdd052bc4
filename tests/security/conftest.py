import pytest

from tests.security.tried import written


def pytest_sessionfinish(session: pytest.Session) -> None:
    written()
