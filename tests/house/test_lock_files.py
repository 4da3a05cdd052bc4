from pathlib import Path

import pytest

from tests.house import house

LOCKS = sorted([*house.ROOT.glob("requirements*.txt"), *house.ROOT.glob("*/package-lock.json"),
                house.ROOT / "tests" / "sdks" / "package-lock.json"])  # fmt: skip


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_lock_file_carries_hashes_and_no_address(path: Path) -> None:
    text = path.read_text()
    assert "sha512-" in text or "sha256:" in text
    assert "://" not in text, "npm writes addresses of sponsors: take the funding entries out"
