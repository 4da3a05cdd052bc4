"""From the last touches of everybody to the sequences that precede loss more than elsewhere."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Float64
from footpath.analytics.kernels.patterns import KEPT, LOST
from footpath.analytics.preceding import mining
from footpath.analytics.preceding.answer import PrecursorsAnswer
from footpath.analytics.preceding.mining import Counts, Crowd, frequent, parts_of
from footpath.analytics.preceding.planning import Plan
from footpath.analytics.preceding.running import Part, offsets_of
from footpath.core.association import adjusted
from footpath.core.stats import likelihood_root, upper_tail, wilson

ARROW = " › "


def answer_of(parts: Sequence[Part], plan: Plan) -> PrecursorsAnswer:
    """Put the last touches of all buckets together, and seek sequences in them."""
    question, newest = plan.question, max(part.newest for part in parts)
    outcome = np.concatenate([part.outcome for part in parts])
    sizes = offsets_of(np.concatenate([part.sizes for part in parts]))
    crowd = Crowd(sizes, np.concatenate([part.tokens for part in parts]), outcome)
    lost, kept = int((outcome == LOST).sum()), int((outcome == KEPT).sum())
    least = max(question.least, int(np.ceil(question.support * lost)), 1)
    counts, left_out = frequent(crowd, question.longest, least, direct=question.gaps == "none") if kept else ({}, 0)
    rows = _rows(counts, (lost, kept), plan)
    tried = [row for row in rows if len(row["steps"]) >= question.shortest]
    rules = question.rules()
    if left_out:
        rules["tried"] += f"; of the {mining.MOST_THINGS} most frequent {question.by}s, {left_out} others left out"
    found = PrecursorsAnswer(
        rules=rules | {"findings": f"{rules['findings']}, of {len(tried):,} tried"},
        n=sum(part.units for part in parts),
        as_of=instant_of(newest) if newest != NEVER else None,
        lost=lost,
        kept=kept,
        neither=sum(part.neither for part in parts),
        tried=len(tried),
        top=question.top,
        figures=_table([row for row in tried if row["q"] <= question.rate]),
        alone=_table([row for row in rows if len(row["steps"]) == 1]),
    )
    return (
        found if found.figures.num_rows else replace(found, rules={"nothing found": found.why_empty(), **found.rules})
    )


def _rows(counts: Counts, sizes: tuple[int, int], plan: Plan) -> list[dict[str, Any]]:
    """Return every sequence with its figures, strongest evidence first."""
    sequences = sorted(counts)
    chances = _chances(sequences, counts, sizes, direct=plan.question.gaps == "none")
    whole = sizes[0] / max(sum(sizes), 1)
    rows = []
    for sequence, p in zip(sequences, chances.tolist(), strict=True):
        hit, miss = counts[sequence]
        low, high = wilson(hit, hit + miss) or (0.0, 1.0)
        steps = [plan.by.values[thing] for thing in sequence]
        rows.append(
            {
                "sequence": ARROW.join(steps), "steps": steps, "lost": hit, "kept": miss, "lost_share": hit / sizes[0],
                "kept_share": miss / sizes[1], "risk": hit / (hit + miss), "low": low, "high": high,
                "lift": hit / (hit + miss) / whole, "lift_low": low / whole, "lift_high": high / whole, "p": p,
            }
        )  # fmt: skip
    _hold([row for row in rows if len(row["steps"]) >= plan.question.shortest])
    _hold([row for row in rows if len(row["steps"]) < plan.question.shortest])
    return sorted(rows, key=lambda row: (row["p"], -row["lost"], len(row["steps"]), row["steps"]))


def _chances(sequences: Sequence[mining.Sequence], counts: Counts, sizes: tuple[int, int], *, direct: bool) -> Float64:
    """Return for each sequence the greatest p of those who hold it being lost no more often than they should.

    Than those who do not hold it; and, for each part of the sequence, than those who hold the part alone. The greatest
    of several p says that every one of them is that small (Berger 1982).
    """
    rows: list[int] = []
    pairs: list[tuple[int, int, int, int]] = []
    for row, one in enumerate(sequences):
        hit, miss = counts[one]
        parts = parts_of(one, direct=direct) if len(one) > 1 else ()
        for all_hit, all_miss in (sizes, *(counts[part] for part in parts)):
            rows.append(row)
            pairs.append((hit, miss, all_hit - hit, all_miss - miss))
    four = np.array(pairs, np.float64).reshape(len(pairs), 4)
    root = likelihood_root(four[:, 0], four[:, 0] + four[:, 1], (four[:, 2], four[:, 2] + four[:, 3]))
    found = np.zeros(len(sequences))
    np.maximum.at(found, np.array(rows, np.int64), upper_tail(root))
    return found


def _hold(rows: list[dict[str, Any]]) -> None:
    """Give each of the rows tried together the rate of false findings at which it holds."""
    for row, q in zip(rows, adjusted(np.array([row["p"] for row in rows])).tolist(), strict=True):
        row["q"] = q


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([{name: row[name] for name in _FIGURES.names} for row in rows], schema=_FIGURES)


_F, _I, _S = pa.float64(), pa.int64(), pa.string()
_FIGURES = pa.schema(
    [
        ("sequence", _S), ("steps", pa.list_(_S)), ("lost", _I), ("kept", _I), ("lost_share", _F), ("kept_share", _F),
        ("risk", _F), ("low", _F), ("high", _F), ("lift", _F), ("lift_low", _F), ("lift_high", _F), ("p", _F),
        ("q", _F),
    ]
)  # fmt: skip
