"""What tests of importing may ask for."""

from pathlib import Path

import pytest
from tests.events.importing_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
