"""Representative journeys."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Path
from footpath.maps.numbers import figure as shown
from footpath.maps.render.cards import Piece, flow, line
from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark
from footpath.maps.render.shapes import arc, arrow_head
from footpath.maps.render.theme import CURVES, DASHES, SMALL, TINY
from footpath.maps.wording import figure_name

BELOW = 22.0  # px for ways back under a path


class PathLane(LaneType):
    """Real journeys as paths over the columns: dots where they stop, arcs below where they go back."""

    name = "path"

    def measure(self, row: Row) -> Sequence[float]:
        """Ask for nothing: titles run over the columns."""
        return [0.0] * (len(row.grid.edges) - 1)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each path of the map (props.paths names them, else all) on a line of its own."""
        chosen = row.lane.props.get("paths")
        paths = [path for path in row.model.paths if not chosen or path.key in chosen]
        marks: list[Mark] = []
        y = top
        for index, path in enumerate(paths):
            group, height = _drawn(row, path, index, y)
            marks.append(group)
            y += height
        if not paths:
            marks.append(line(row.say("empty_lane"), row.grid.x(0), top + 13, SMALL, fill="ink-2"))
            y = top + 20
        return Drawn(marks=tuple(marks), height=y - top)

    def cells(self, row: Row) -> list[list[str]]:
        """Return per column the paths that stop there."""
        chosen = row.lane.props.get("paths")
        paths = [path for path in row.model.paths if not chosen or path.key in chosen]
        return [[said(row, path) for path in paths if column.key in path.columns] for column in row.grid.columns]


def _drawn(row: Row, path: Path, index: int, top: float) -> tuple[Group, float]:
    colour, dash = CURVES[index % len(CURVES)], DASHES[index % len(DASHES)]
    stops = [row.grid.spans[key][0] for key in path.columns if key in row.grid.spans]
    title = flow([Piece(said(row, path), SMALL, 500, fill="ink", lines=2)], row.grid.right - row.grid.x(0))
    y = top + title.height + 16
    marks: list[Mark] = [*title.words(row.grid.x(0), top)]
    back = False
    for before, after in pairwise(stops):
        x0, x1 = row.grid.centre(before), row.grid.centre(after)
        if after > before:
            marks.append(Line(x1=x0, y1=y, x2=x1, y2=y, stroke=colour, width=2.0, dash=dash))
        elif after < before:
            back = True
            marks += [
                Curve(commands=arc(x0, x1, y + 6, -12), stroke=colour, width=1.5, dash=dash),
                Curve(commands=arrow_head(x1, y + 5, down=False, size=4), fill=colour),
            ]
    for stop, times in sorted(Counter(stops).items()):
        marks.append(Disc(cx=row.grid.centre(stop), cy=y, r=4.2, fill="bg", stroke=colour, width=2))
        if times > 1:
            marks.append(line(f"×{times}", row.grid.centre(stop) + 9, y - 5, TINY, fill="ink-2", weight=500))
    whole = " → ".join(row.text(column.title) for stop in stops for column in row.grid.columns[stop : stop + 1])
    group = Group(marks=tuple(marks), ref=f"path:{path.key}", label=f"{said(row, path)}: {whole}", title=whole)
    return group, title.height + 16 + (BELOW if back else 12)


def said(row: Row, path: Path) -> str:
    """Return a path's title with its figures and whose it is."""
    figures = [f"{shown(one, row.locale)} {figure_name(name, row.locale)}" for name, one in path.figures.items()]
    persona = row.persona(path.persona)
    return " · ".join([row.text(path.title), *figures, *([row.text(persona.name)] if persona else [])])
