"""The picture cut into rows, so that stages and lane titles stay in sight, lanes fold, and the whole prints as one."""

from itertools import pairwise

from footpath.maps.lane import lane_type
from footpath.maps.model import Lane, Map, Path, localised
from footpath.maps.render.grid import GAP, spans_of
from footpath.maps.render.layout import row_of
from footpath.maps.render.scene import Curve, Disc, Group, Mark, Scene
from footpath.maps.render.shapes import arc
from footpath.maps.render.svg import FAMILY, Pen, escape, n
from footpath.maps.wording import word


def picture(scene: Scene, model: Map, lanes: list[Lane], locale: str) -> str:
    """Return the map as rows of drawings, then the same marks once more as one drawing for print."""
    groups = {mark.ref: mark for mark in scene.marks if isinstance(mark, Group)}
    by_key = {f"lane:{lane.key}": lane for lane in lanes}
    cut = _Cut(scene)
    rows: list[str] = []
    for ref, top, bottom in scene.bands:
        if ref == "columns":
            rows.append(cut.stages(groups[ref], _trails(scene, model, bottom + 6), top, bottom))
        elif ref in by_key:
            rows.append(cut.lane(groups[ref], by_key[ref], model, locale, (top, bottom)))
        elif ref.startswith("line:"):
            rows.append(cut.line(groups[ref], top, bottom))
    start = next((bottom for ref, _, bottom in scene.bands if ref == "columns"), 0.0)
    end = next((top for ref, top, _ in scene.bands if ref == "footer"), scene.height)
    rows.append(cut.overlay(groups.get("links"), start, end))
    left, right = scene.column_edges[1], scene.width - scene.column_edges[1]
    sizes = f"--l:{n(left - scene.aside)};--a:{n(scene.aside)};--b:{n(right)}"
    name = escape(scene.title)
    return f'<div class="map" style="{sizes}" role="group" aria-label="{name}">{"".join(rows)}</div>{cut.whole()}'


class _Cut:
    """Cuts rows out of a scene; every group is written once and used again by the print drawing."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._left = scene.column_edges[1]
        self._pen = Pen(live=True)
        self._still = Pen()
        self._uses: list[str] = []

    def _svg(self, kind: str, x: float, w: float, span: tuple[float, float], inner: str) -> str:
        top, bottom = span
        size = f'style="--h:{n(bottom - top)}" viewBox="{n(x)} {n(top)} {n(w)} {n(bottom - top)}"'
        return f'<svg class="{kind}" {size}>{inner}</svg>'

    def _once(self, marks: tuple[Mark, ...]) -> str:
        """Write marks under an id, and remember it for the drawing that prints."""
        name = f"g{len(self._uses)}"
        self._uses.append(name)
        return f'<g id="{name}">{self._pen.marks(marks)}</g>'

    def stages(self, group: Group, trails: str, top: float, bottom: float) -> str:
        room = self._scene.width - self._left
        body = self._svg("body", self._left, room, (top, bottom), self._once(group.marks) + trails)
        return f'<div class="row stages"><div class="name"></div><div class="scale"></div>{body}</div>'

    def lane(self, group: Group, lane: Lane, model: Map, locale: str, span: tuple[float, float]) -> str:
        parts = {mark.ref.partition(":")[0]: mark for mark in group.marks if isinstance(mark, Group)}
        title = escape(localised(lane.title, locale) or lane.key)
        note = escape(localised(lane.note, locale))
        aside = self._scene.aside
        names = self._svg("title", 0, self._left - aside, span, self._once(parts["lane-title"].marks))
        scale = (
            self._svg("aside", self._left - aside, aside, span, self._once(parts["lane-aside"].marks)) if aside else ""
        )
        body = self._svg("body", self._left, self._scene.width - self._left, span, self._once(parts["lane-body"].marks))
        legend = "".join(
            f' <i style="color:var(--{colour})">{sign}</i> {escape(name)}'
            for sign, colour, name in lane_type(lane.type).legend(row_of(model, lane, locale))
        )
        fold = word("fold", locale)
        closed = lane.collapsed
        return (
            f'<section class="row lane{" folded" if closed else ""}" aria-label="{title}">'
            f'<div class="name"><button class="fold" aria-expanded="{"false" if closed else "true"}" '
            f'aria-label="{title}. {escape(fold)}" title="{escape(fold)}"><span aria-hidden="true">{names}</span>'
            f"<b>{title}</b> <small>{note}{legend}</small></button></div>"
            f'<div class="scale">{scale}</div>{body}</section>'
        )

    def line(self, group: Group, top: float, bottom: float) -> str:
        left = self._svg("title", 0, self._left, (top, bottom), self._once(group.marks))
        body = self._svg(
            "body", self._left, self._scene.width - self._left, (top, bottom), self._still.marks(group.marks)
        )
        return f'<div class="row border"><div class="name">{left}</div><div class="scale"></div>{body}</div>'

    def overlay(self, links: Group | None, top: float, bottom: float) -> str:
        """Return arrows between cards, and one veil a column for showing a journey's way."""
        veils = "".join(
            f'<rect class="veil f-bg" x="{n(x0)}" y="{n(top)}" width="{n(x1 - x0)}" height="{n(bottom - top)}"/>'
            for x0, x1 in pairwise(self._scene.column_edges[1:])
        )
        drawn = self._once(links.marks) if links and links.marks else ""
        inner = f'<g class="links">{drawn}</g>{veils}'
        return self._svg("over", self._left, self._scene.width - self._left, (top, bottom), inner)

    def whole(self) -> str:
        """Return the drawing that prints: header and footer of its own, all else by reference."""
        own = [mark for mark in self._scene.marks if isinstance(mark, Group) and mark.ref in ("header", "footer")]
        rules = [
            mark
            for group in self._scene.marks
            if isinstance(group, Group) and group.ref.startswith("lane:")
            for mark in group.marks
            if not isinstance(mark, Group)
        ]
        used = "".join(f'<use href="#{name}"/>' for name in self._uses)
        box = f'viewBox="0 0 {n(self._scene.width)} {n(self._scene.height)}"'
        inner = self._still.marks((*own, *rules)) + used
        return f'<svg class="whole" {box} aria-hidden="true" font-family="{FAMILY}">{inner}</svg>'


def _trails(scene: Scene, model: Map, y: float) -> str:
    """Return each representative journey as a line under the step titles, hidden until somebody points at it."""
    pen = Pen()
    return "".join(
        f'<g class="trail" data-path="{escape(path.key)}">{pen.marks(_trail(scene, model, path, y))}</g>'
        for path in model.paths
    )


def _trail(scene: Scene, model: Map, path: Path, y: float) -> tuple[Mark, ...]:
    edges, spans = scene.column_edges[1:], spans_of(model)
    stops = [spans[key][0] for key in path.columns if key in spans]
    centres = [(edges[stop] + edges[stop + 1] - GAP) / 2 for stop in stops]
    marks: list[Mark] = []
    for before, after in pairwise(centres):
        if after > before:
            marks.append(Curve(commands=(("M", before, y), ("L", after, y)), stroke="accent", width=2.4))
        elif after < before:
            marks.append(Curve(commands=arc(before, after, y, 9), stroke="pain", width=1.6))
    dots = (Disc(cx=x, cy=y, r=4.4, fill="bg", stroke="accent", width=2.2) for x in dict.fromkeys(centres))
    return (*marks, *dots)
