"""From the nearest journeys to what people read about them."""

import numpy as np
import pyarrow as pa

from footpath.analytics.calendar import instant_of
from footpath.analytics.durations import SECOND_US
from footpath.analytics.kernels.edits import shared_way
from footpath.analytics.similarity.answer import Example, SimilarAnswer
from footpath.analytics.similarity.planning import Plan
from footpath.analytics.similarity.question import LONGEST
from footpath.analytics.similarity.running import BANDS, Nearest, Part
from footpath.analytics.ways.figures import INSTANT, Row, newest_of, share_of, table_of, types_of
from footpath.analytics.ways.variants import told

END = "(end)"
_MOST_SHOWN = 40  # visits of a way that are written out
_MOST_DRAWN, _MOST_KEPT = 12, 200  # journeys in the picture, and visits of each


def answer_of(part: Part, plan: Plan) -> SimilarAnswer:
    """Put the answer into tables."""
    titles = plan.touchpoints.names
    examples = [_example(part.nearest, place, plan) for place in range(len(part.nearest))]
    rows = [_row(part.nearest, place, plan, one) for place, one in enumerate(examples)]
    types = {**_FIGURES, "started_at": INSTANT}
    return SimilarAnswer(
        rules=plan.question.rules(),
        n=int(part.journeys.sum()),
        as_of=newest_of([part.newest]),
        wanted=tuple(titles[code] for code in plan.wanted.tolist()),
        figures=table_of(rows, types),
        next=_next(rows) if plan.question.compare == "beginning" else None,
        outcome=_outcome(part) if plan.goal is not None else None,
        distances=_distances(part, goal=plan.goal is not None),
        examples=tuple(_cut(one) for one in examples[:_MOST_DRAWN]),
    )


_FIGURES = types_of(
    "rank person distance edits visits way shared next went_on reached_goal started_at took_s",
    whole="rank edits visits",
    parts="distance took_s",
    truths="reached_goal",
)


def _example(near: Nearest, place: int, plan: Plan) -> Example:
    way = near.codes[near.offsets[place] : near.offsets[place + 1]]
    whole = plan.question.compare == "whole"
    compared, rest = (way[:LONGEST], way[:0]) if whole else np.split(way, [int(near.compared[place])])
    titles = plan.touchpoints.names
    parts = (compared, shared_way(plan.wanted, compared), rest)
    return Example(*(tuple(titles[code] for code in part.tolist()) for part in parts))


def _cut(example: Example) -> Example:
    return Example(example.way[:_MOST_KEPT], example.shared[:_MOST_KEPT], example.after[:_MOST_KEPT])


def _row(near: Nearest, place: int, plan: Plan, example: Example) -> Row:
    whole = plan.question.compare == "whole"
    return {
        "rank": place + 1,
        "person": near.persons[place].as_py(),
        "distance": float(near.edits[place] / near.size[place]),
        "edits": int(near.edits[place]),
        "visits": len(example.way),
        "way": told(example.way, _MOST_SHOWN),
        "shared": told(example.shared, _MOST_SHOWN),
        "next": None if whole else (example.after[0] if example.after else END),
        "went_on": None if whole else told(example.after, _MOST_SHOWN),
        "reached_goal": bool(near.reached[place]) if plan.goal is not None else None,
        "started_at": instant_of(int(near.started[place])),
        "took_s": float(near.took[place] / SECOND_US),
    }


def _next(rows: list[Row]) -> pa.Table:
    """Return what came right after the beginnings that were compared, most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["next"]] = counts.get(row["next"], 0) + 1
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    found = [{"next": name, "journeys": count, **share_of(count, len(rows))} for name, count in ordered]
    return table_of(found, types_of("next journeys share low high", whole="journeys", parts="share low high"))


def _outcome(part: Part) -> pa.Table:
    """Return how many came to the goal, of the nearest and of all the others that were compared."""
    near = (int(part.nearest.reached.sum()), len(part.nearest))
    rest = (int(part.reached.sum()) - near[0], int(part.journeys.sum()) - near[1])
    rows = [
        {"journeys_that_are": name, "journeys": n, "reached": count, **share_of(count, n)}
        for name, (count, n) in (("nearest", near), ("others", rest))
    ]
    columns = "journeys_that_are journeys reached share low high"
    return table_of(rows, types_of(columns, whole="journeys reached", parts="share low high"))


def _distances(part: Part, *, goal: bool) -> pa.Table:
    """Return how many journeys are how far, and how many of them came to the goal."""
    rows: list[Row] = []
    for band in range(BANDS):
        count, reached = int(part.journeys[band]), int(part.reached[band])
        rows.append(
            {
                "over": None if band == 0 else (band - 1) / (BANDS - 1),
                "up_to": band / (BANDS - 1),
                "journeys": count,
                "reached": reached if goal else None,
                **share_of(reached if goal else 0, count if goal else 0),
            }
        )
    columns = "over up_to journeys reached share low high"
    return table_of(rows, types_of(columns, whole="journeys reached", parts="over up_to share low high"))
