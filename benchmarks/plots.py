"""`python -m benchmarks.plots`: pictures of how cost grows, drawn from results.json into docs/pictures."""

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import measure
from benchmarks.measure import Row
from footpath.analytics.plots.picture import DASHES, SERIES, Picture, line, picture, text

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
OURS = "Footpath"
_LEFT, _TOP, _WIDTH, _HEIGHT = 70.0, 60.0, 520.0, 300.0
Points = dict[str, list[tuple[float, float]]]


class Axis(NamedTuple):
    """A logarithmic axis: values from `low` to `high` go to positions from `begin` to `end`."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of a value."""
        share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        return self.begin + (self.end - self.begin) * share

    def ticks(self) -> list[float]:
        """Return the powers of ten on the axis."""
        return [10.0**power for power in range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)]


def main() -> None:
    """Draw every picture there are rows for."""
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in pictures(measure.kept()).items():
        drawn.save(FOLDER / f"{name}.svg")
        print(FOLDER / f"{name}.svg")


def pictures(rows: Sequence[Row]) -> dict[str, Picture]:
    """Return the pictures by name of their file."""
    found = {
        "bench-graph": ("Directly-follows graph", "events", _by_size(rows, "directly-follows graph")),
        "bench-funnel": ("Funnel of 5 steps within 7 days", "events", _by_size(rows, "5 steps within 7 days")),
        "bench-each": (
            "Directly-follows graph of the same events", "events a person",
            _by_number(rows, r"directly-follows graph, (\d+) events a person"),
        ),
        "bench-steps": ("Funnel within 7 days", "steps", _by_number(rows, r"(\d+) steps within 7 days$")),
    }  # fmt: skip
    return {name: curves(*parts) for name, parts in found.items() if any(len(one) > 1 for one in parts[2].values())}


def _by_size(rows: Sequence[Row], work: str) -> Points:
    return _points([row for row in rows if row.work == work and "pass" not in row.peer], lambda row: row.size)


def _by_number(rows: Sequence[Row], pattern: str) -> Points:
    chosen = [row for row in rows if row.area == "growth" and re.match(pattern, row.work)]
    sizes = [row.size for row in chosen]
    fullest = max(sizes, key=lambda size: (sizes.count(size), size), default=0)  # not all is measured at every size

    def number(row: Row) -> float:
        match = re.match(pattern, row.work)
        return float(match[1]) if match else 0.0

    return _points([row for row in chosen if row.size == fullest], number)


def _points(rows: Sequence[Row], at: Callable[[Row], float]) -> Points:
    """Return (place, seconds) of each side; ours is the mean of what was measured beside the peers."""
    ours: dict[float, list[float]] = {}
    found: Points = {OURS: []}
    for row in sorted(rows, key=at):
        ours.setdefault(at(row), []).append(row.ours_s)
        found.setdefault(row.peer, []).append((at(row), row.peer_s))
    found[OURS] = [(place, sum(seconds) / len(seconds)) for place, seconds in sorted(ours.items())]
    return found


def curves(title: str, unit: str, points: Points) -> Picture:
    """Return curves on logarithmic axes, each with its name at its end."""
    places = [place for curve in points.values() for place, _ in curve]
    times = [seconds for curve in points.values() for _, seconds in curve]
    across = Axis(min(places), max(places), _LEFT, _LEFT + _WIDTH)
    up = Axis(min(times) / 1.5, max(times) * 1.5, _TOP + _HEIGHT, _TOP)
    marks = [text(_LEFT, 28, f"{title}: seconds, by {unit}", size=15)]
    for tick in up.ticks():
        marks.append(line([(_LEFT, up.at(tick)), (_LEFT + _WIDTH, up.at(tick))]))
        marks.append(text(_LEFT - 8, up.at(tick) + 4, f"{tick:g} s", anchor="end", ink="ink-2"))
    below = _TOP + _HEIGHT + 20
    marks += [
        text(across.at(place), below, _short(place), anchor="middle", ink="ink-2") for place in sorted(set(places))
    ]
    heights: list[float] = []
    for number, (name, curve) in enumerate(sorted(points.items(), key=lambda one: one[1][-1][1])):
        ink, dash = SERIES[number % len(SERIES)], DASHES[number // len(SERIES) % len(DASHES)]
        marks.append(line([(across.at(a), up.at(b)) for a, b in curve], ink=ink, width=2.5, dash=dash))
        y = min([up.at(curve[-1][1]) + 4, *(height - 15 for height in heights[-1:])])
        heights.append(y)
        marks.append(text(across.at(curve[-1][0]) + 8, y, f"{name} {curve[-1][1]:.3g} s", ink=ink))
    told = "; ".join(f"{name}: {', '.join(f'{a:g} → {b:g} s' for a, b in curve)}" for name, curve in points.items())
    return picture(marks, (_LEFT + _WIDTH + 290, _TOP + _HEIGHT + 40), title, told)


def _short(number: float) -> str:
    return f"{number / 1e6:g} M" if number >= 1e6 else f"{number / 1e3:g} k" if number >= 1e3 else f"{number:g}"


if __name__ == "__main__":
    main()
