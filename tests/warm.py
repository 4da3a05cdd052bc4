"""Compile every kernel once before tests run side by side: `python -m tests.warm`.

Several test processes that start with no compiled kernels would each compile the same ones.
"""

import tempfile
from pathlib import Path

from footpath.analytics import ask
from footpath.insights import live_of
from footpath.maps import Column, Map
from tests.analytics.examples import EXAMPLES, journeys_of, shop


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
    return asked


if __name__ == "__main__":
    warm()
