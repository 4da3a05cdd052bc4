"""retentioneering's side: an event stream in memory."""

import os
from typing import Any

os.environ["RETENTIONEERING_NO_TRACK"] = "1"  # noqa: TID251 - it sends home what it does otherwise

from retentioneering import Eventstream

from benchmarks.log import NAMES, Log
from benchmarks.questions import EDGE, FIVE
from benchmarks.sides.pm4py import frame
from benchmarks.warm import Forms


class Side:
    """Answers by the data behind retentioneering's widgets."""

    def __init__(self, data: Log) -> None:
        made = frame(data).rename(columns={"person": "user_id", "name": "event", "at": "timestamp"})
        made["event"] = made["event"].astype(str)
        made["timestamp"] = made["timestamp"].dt.tz_localize(None)
        self._stream = Eventstream(made)

    def follows(self) -> Forms:
        return {"transition_graph_data": ((lambda: self._stream.transition_graph_data(edge_weight="count")), _edges)}

    def funnel_unbounded(self) -> Forms:
        read = lambda found: [int(step["unique_paths"]) for step in found["steps"]]  # noqa: E731
        return {"funnel_data": ((lambda: self._stream.funnel_data([NAMES[step] for step in FIVE])), read)}

    def sessions(self) -> Forms:
        def read(stream: Any) -> Any:
            sizes = stream.df.groupby(["user_id", "session_id"], observed=True).size()
            return [[len(sizes), int((sizes == 1).sum()), int(sizes.sum())]]

        return {"split_sessions": ((lambda: self._stream.split_sessions(timeout="30m")), read)}


def _edges(found: Any) -> Any:
    """Return pairs with counts from the matrix, rows the step before; paths' beginnings and ends are no events."""
    cells = found.loc[[n for n in NAMES if n in found.index], [n for n in NAMES if n in found.columns]].stack()
    return sorted([NAMES.index(a) * EDGE + NAMES.index(b), int(n)] for (a, b), n in cells.items() if n > 0)
