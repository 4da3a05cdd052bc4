"""How many inputs the security tests try: `FOOTPATH_FUZZ=100 python -m tests.security.tried` prints the numbers.

With FOOTPATH_FUZZ=N each test tries N times as many; with FOOTPATH_TRIED=FILE the numbers are added to that file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

TIMES = int(os.environ.get("FOOTPATH_FUZZ", "1"))  # noqa: TID251 - a test's own dial
_FILE = os.environ.get("FOOTPATH_TRIED")  # noqa: TID251
_counts: Counter[str] = Counter()


def count(what: str, number: int = 1) -> None:
    """Count inputs that were tried."""
    _counts[what] += number


def written() -> None:
    """Add the counts to the file, if there is one."""
    if _FILE and _counts:
        path = Path(_FILE)
        before = Counter(json.loads(path.read_text())) if path.exists() else Counter()
        path.write_text(json.dumps(dict(sorted((before + _counts).items()))))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tried.json"
        environment = os.environ | {"FOOTPATH_TRIED": str(path), "FOOTPATH_FUZZ": str(TIMES)}  # noqa: TID251
        command = [sys.executable, "-m", "pytest", "-q", "tests/security", *sys.argv[1:]]
        done = subprocess.run(command, env=environment, check=False)
        found = json.loads(path.read_text()) if path.exists() else {}
    for what, number in found.items():
        sys.stdout.write(f"{number:>10,}  {what}\n")
    sys.stdout.write(f"{sum(found.values()):>10,}  in all\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
