"""ChannelAttribution's side: a frame of different paths with how many converted and how many did not."""

import contextlib
import io

import numpy as np
import pandas as pd

from benchmarks.log import Log
from benchmarks.sides.ours import ATTRIBUTION, journeys, shares
from benchmarks.warm import Forms
from footpath.analytics.analyses.attribution import Attribution
from footpath.analytics.attributing.running import marks_of, things_of
from footpath.analytics.kernels.attribution_paths import paths_of
from footpath.analytics.questions import make

with contextlib.redirect_stdout(io.StringIO()):  # it advertises
    from ChannelAttribution import markov_model


class Side:
    """Answers by simulation, over paths that were cut and counted once by Footpath's own rules."""

    def __init__(self, data: Log) -> None:
        self._paths = _paths(data)

    def attribution(self) -> Forms:
        def read(found: pd.DataFrame) -> dict[str, float]:
            names = map(str, found["channel_name"])
            return shares(dict(zip(names, map(float, found["total_conversions"]), strict=True)))

        return {"markov_model, 2 threads": (self._model, read)}

    def _model(self) -> pd.DataFrame:
        return markov_model(
            self._paths, "path", "converted", var_null="lost", order=1, ncore=2, verbose=False, flg_pro=False
        )


def _paths(data: Log) -> pd.DataFrame:
    world = journeys(data)
    question = make(Attribution.question, {}, ATTRIBUTION)
    plan = Attribution().plan(world, question)
    counted: dict[str, list[int]] = {}
    for bucket in world.buckets:
        found = paths_of(
            (bucket.begin, bucket.end), bucket.at, marks_of(bucket, plan), things_of(bucket, plan), plan.rules
        )
        tokens = np.array(plan.names, object)[found.touch]
        for low, high, row in zip(found.low.tolist(), found.high.tolist(), found.row.tolist(), strict=True):
            if high > low:
                counted.setdefault(" > ".join(tokens[low:high]), [0, 0])[0 if row >= 0 else 1] += 1
    return pd.DataFrame(
        {"path": list(counted), "converted": [n for n, _ in counted.values()], "lost": [n for _, n in counted.values()]}
    )
