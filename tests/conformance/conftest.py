"""The hand-made maps of tests/maps are the worlds of every conformance suite."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "maps"))
