"""The examples of the docs are programs; each one runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import ROOT

ELSEWHERE = ("segments_and_metrics.py",)  # run by the test of its page, which needs the store it makes
EXAMPLES = sorted(path for path in (ROOT / "docs" / "examples").glob("*.py") if path.name not in ELSEWHERE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(example: Path, tmp_path: Path) -> None:
    result = subprocess.run([sys.executable, str(example)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_there_are_examples() -> None:
    assert EXAMPLES
