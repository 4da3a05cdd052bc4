"""A server with the data of a small shop."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

import footpath as fp
from footpath.accounts import passwords
from tests.exploring.shop import CSV
from tests.team.browsing import Server, serving


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash passwords with less work: the tests know them anyhow."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "shop.csv").write_text(CSV)
    fp.read(folder / "shop.csv", store=folder / "store")
    with serving(folder) as found:
        yield found
