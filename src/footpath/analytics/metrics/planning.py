"""A metric's question checked and compiled: selections, quantities, periods and groups as small tables."""

import numpy as np
from msgspec import Struct

from footpath.analytics import marks
from footpath.analytics.analysis import in_threads
from footpath.analytics.breakdowns import REST, UNKNOWN, By, look_up
from footpath.analytics.durations import FOREVER_US
from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.kernels.tallies import COUNT, DID, LIMBS, Frame, Parts
from footpath.analytics.marks import Marks
from footpath.analytics.metrics.measure import MEASURES, Measure, Quantity, Recipe
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.metrics.naming import resolved
from footpath.analytics.metrics.picking import picked
from footpath.analytics.metrics.question import MetricQuestion
from footpath.analytics.metrics.windows import Windows, windows_of
from footpath.analytics.periods.clock import extent_of
from footpath.analytics.select import Select
from footpath.analytics.who.tree import number
from footpath.core.errors import Invalid

MOST_SELECTS = 8
MOST_BYTES = 4 << 20  # of the state of one bucket


class Numbers(Struct, frozen=True):
    """Where numbers are: the amount of events, or a property whose values are numbers.

    Attributes:
        property: its name, "" = the amount.
        by: the property looked up.
        of_code: code → number, NaN where the value is none.
    """

    property: str
    by: By | None = None
    of_code: "np.ndarray[tuple[int], np.dtype[np.float64]]" = np.zeros(0)


class Groups(Struct, frozen=True):
    """A breakdown as it is counted.

    Attributes:
        by: what it is by.
        slot: code → slot, from 1; 0 is everybody.
        names: of the slots.
    """

    by: By
    slot: "np.ndarray[tuple[int], np.dtype[np.int32]]"
    names: tuple[str, ...]


class Plan(Struct, frozen=True):
    """A metric ready to be counted.

    Attributes:
        metric, measure, recipe: what is asked for.
        marks: the selections, bit by bit.
        numbers: where quantities take numbers from.
        parts: the quantities.
        windows: when.
        frame: the same for kernels; None where there is no time at all.
        groups: the breakdown, None where there is none.
        newest: µs of the newest event there is.
    """

    question: MetricQuestion
    metric: Metric
    measure: Measure
    recipe: Recipe
    marks: tuple[Marks, ...]
    numbers: tuple[Numbers, ...]
    parts: Parts
    windows: Windows
    frame: Frame | None
    groups: Groups | None
    newest: int

    @property
    def slots(self) -> int:
        """Groups and everybody."""
        return len(self.groups.names) if self.groups else 1


def plan_of(journeys: Journeys, question: MetricQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: a metric, an event, a property or a value that there is none of.
    """
    metric = resolved(question.metric, journeys.store)
    measure = MEASURES[metric.measure]()
    recipe = measure.recipe(metric)
    selects = _selects(recipe)
    looked_up = tuple(marks.look_up(journeys, select) for select in selects)
    numbers = _numbers(journeys, recipe)
    extents = in_threads(extent_of, journeys.buckets) if journeys.buckets else []
    extent = (min((one[0] for one in extents), default=1), max((one[1] for one in extents), default=0))
    windows = windows_of(question, extent, 0 if recipe.follow in (None, FOREVER_US) else recipe.follow)
    groups = _groups(journeys, question, looked_up, windows) if question.by else None
    return Plan(
        question=question,
        metric=metric,
        measure=measure,
        recipe=recipe,
        marks=looked_up,
        numbers=numbers,
        parts=_parts(recipe, selects, numbers),
        windows=windows,
        frame=_frame(question, windows, len(groups.names) if groups else 1, len(recipe.quantities)),
        groups=groups,
        newest=extent[1],
    )


def _selects(recipe: Recipe) -> tuple[Select, ...]:
    """Return the selections of a recipe, each once; what must follow what comes second."""
    if recipe.follow is not None:
        return recipe.quantities[0].selects
    found: list[Select] = []
    for select in (select for quantity in recipe.quantities for select in quantity.selects):
        found += [select] if select not in found else []
    if len(found) > MOST_SELECTS:
        raise Invalid(f"The metric is of {len(found)} selections.", hint=f"At most {MOST_SELECTS} can be told apart.")
    return tuple(found)


def _parts(recipe: Recipe, selects: tuple[Select, ...], numbers: tuple[Numbers, ...]) -> Parts:
    sources = [source.property for source in numbers]

    def mask(quantity: Quantity) -> int:
        if recipe.follow is not None:
            return (1 << len(quantity.selects)) - 1
        return sum({1 << selects.index(select) for select in quantity.selects})

    what = [
        (quantity.what, mask(quantity), sources.index(quantity.property) if quantity.property in sources else 0)
        for quantity in recipe.quantities
    ]
    scale = [(*quantity.scale, quantity.least) for quantity in recipe.quantities]
    return Parts(np.array(what, np.int64), np.array(scale, np.float64))


def _numbers(journeys: Journeys, recipe: Recipe) -> tuple[Numbers, ...]:
    names = dict.fromkeys(quantity.property for quantity in recipe.quantities if quantity.what not in (COUNT, DID))
    return tuple(_number(journeys, name) for name in names) or (Numbers(""),)


def _number(journeys: Journeys, name: str) -> Numbers:
    if not name:
        return Numbers("")
    by = look_up(journeys, name)
    of_code = np.array([number(value) if number(value) is not None else np.nan for value in by.values], np.float64)
    if np.isnan(of_code).all() and len(by.values) > 1:
        some = ", ".join(map(repr, by.values[1:4]))
        raise Invalid(f"The property {name!r} holds no numbers but {some}.", hint="Name a property with numbers.")
    return Numbers(name, by, of_code)


def _frame(question: MetricQuestion, windows: Windows, slots: int, quantities: int) -> Frame | None:
    if windows.clock is None:
        return None
    cells, spans = windows.cells, len(windows.spans)
    before = np.array([cell.before for cell in cells] + ([-1] if spans == 1 else [len(cells) + 1, -1]), np.int64)
    rows = before[:, None] * slots + np.where(before[:, None] >= 0, np.arange(slots), 0)
    compared = rows.ravel() if question.compare and (before >= 0).any() else np.zeros(0, np.int64)
    pairs = (quantities + 1) * (quantities + 2) // 2 + quantities**2
    if len(rows) * slots * pairs * LIMBS * 8 > MOST_BYTES:
        raise Invalid(
            f"{len(cells):,} {question.every}s of {slots:,} groups are too many.",
            hint="Choose a longer period, fewer values, or say with since and until what to look at.",
        )
    return Frame(
        window=np.array([cell.window for cell in cells], np.int64),
        before=np.maximum(compared, -1),
        slots=slots,
        windows=spans,
        trend=question.every is not None,
    )


def _groups(journeys: Journeys, question: MetricQuestion, looked_up: tuple[Marks, ...], windows: Windows) -> Groups:
    """Give the most frequent values a slot each, and all others one together."""
    by = look_up(journeys, question.by)
    codes = np.arange(len(by.values))
    if len(codes) > question.values + 1:
        each = in_threads(lambda bucket: _sizes(bucket, by, looked_up, windows), journeys.buckets)
        order = np.lexsort((codes, -sum(each, np.zeros(len(codes), np.int64))))
        codes = np.sort(order[: max(question.values, 1)])
    names = ["", *(by.values[code] or UNKNOWN for code in codes)]
    slot = np.full(len(by.values), len(names), np.int32)
    slot[codes] = np.arange(1, len(names))
    return Groups(by, slot, (*names, REST) if len(codes) < len(by.values) else tuple(names))


def _sizes(bucket: Bucket, by: By, looked_up: tuple[Marks, ...], windows: Windows) -> Int64:
    """Return how many of the events asked about have each code."""
    _, rows, _ = picked(bucket, looked_up, windows.looked_at)
    key, table = by.keyed(bucket)
    return np.bincount(table[key[rows]], minlength=len(by.values)).astype(np.int64)
