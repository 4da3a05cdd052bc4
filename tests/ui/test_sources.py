"""The TypeScript is sound: types, lint, and its own tests, which edit maps without a browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"


@pytest.mark.parametrize(
    "task", [("tsc", "--noEmit"), ("oxlint", "--deny-warnings", "src", "tests"), ("vitest", "run")]
)
def test_the_pages_own_checks_pass(task: tuple[str, ...]) -> None:
    program = UI / "node_modules" / ".bin" / task[0]
    if not program.exists() or shutil.which("node") is None:
        pytest.skip("the Node packages of ui are not installed (make ui)")
    done = subprocess.run([program, *task[1:]], cwd=UI, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
