"""Compile every kernel once before tests run side by side: `python -m tests.warm`.

Several test processes that start with no compiled kernels would each compile the same ones: those of analyses, of
live maps, of imports and of drawing.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from footpath.analytics import ask
from footpath.demo import generate
from footpath.insights import live_of
from footpath.maps import Column, Map
from tests.analytics.examples import EXAMPLES, journeys_of, shop

PERSONS = 150  # a shop that is drawn at once, with something of everything


def warm() -> int:
    """Ask every example of every analysis; return how many were asked."""
    asked = 0
    with tempfile.TemporaryDirectory() as folder:
        journeys = journeys_of(shop(Path(folder)))
        for name, questions in EXAMPLES.items():
            for fields in questions:
                ask(name, journeys, **fields)
                asked += 1
        live_of(Map(key="m", title="M", columns=(Column(key="home", title="Home"),)), journeys)
        _draw(Path(folder))
    return asked


def _draw(folder: Path) -> None:
    """Draw a small shop's map as people do."""
    exports = generate(folder / "demo", persons=PERSONS, seed=11).exports
    store, drawn = folder / "drawn", folder / "m.map.yaml"
    words = ["map", str(exports), "--store", str(store), "--template", "ecommerce", "-o", str(drawn)]
    program = "from footpath.cli.main import main; main()"
    subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True)


if __name__ == "__main__":
    warm()
