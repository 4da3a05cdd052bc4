"""Attribution of 88,387 real journeys over twelve channels: the published figures of first, last and linear touch."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from footpath.analytics import Bucket, Dimension, Journeys, ask

SET = "channelattribution"


@pytest.fixture(scope="module")
def paths(shared_data: Path) -> list[tuple[list[str], int, float, int]]:
    """(channels, conversions, their value, journeys to none), one a distinct path."""
    with (shared_data / SET / "PathData.csv").open() as file:
        return [
            (
                row["path"].split(" > "),
                int(float(row["total_conversions"])),
                float(row["total_conversion_value"]),
                int(float(row["total_null"])),
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def journeys(paths: list[tuple[list[str], int, float, int]]) -> Journeys:
    """One person a journey; the value of a path is spread evenly over its conversions, to a millionth."""
    names = ("", *sorted({channel for way, *_ in paths for channel in way}))
    code = {name: place for place, name in enumerate(names)}
    codes: list[int] = []
    values: list[float] = []
    ends: list[int] = []
    for way, conversions, value, none in paths:
        micros = round(value * 1_000_000)
        for number in range(conversions + none):
            codes += [code[channel] for channel in way]
            values += [np.nan] * len(way)
            if number < conversions:
                codes.append(0)
                values.append((micros // conversions + (number < micros % conversions)) / 1_000_000)
            ends.append(len(codes))
    end = np.array(ends, np.int64)
    channel = np.array(codes, np.uint16)
    bucket = Bucket(
        persons=pa.array([f"p{number}" for number in range(len(end))]),
        begin=np.concatenate([[0], end[:-1]]),
        end=end,
        at=np.arange(len(channel), dtype=np.int64),
        signature=(channel == 0).astype(np.uint16),
        value=np.array(values),
        dimensions={"channel": Dimension(channel, names)},
    )
    words = {name: [name] * 2 for name in ("source", "type", "channel")}
    signatures = pa.table({**words, "name": ["visit", "order"], "page": pa.nulls(2, pa.string()), "events": [1, 1]})
    return Journeys((bucket,), signatures, "real")


def credit(journeys: Journeys, model: str, figure: str = "conversions") -> dict[str, float]:
    answer = ask("attribution", journeys, conversions="order", models=[model], touch="event", lookback="")
    return {row["value"]: row[figure] for row in answer.table().to_pylist()}


@pytest.mark.parametrize("model", ["first", "last", "linear"])
def test_the_published_figures_come_out(journeys: Journeys, shared_data: Path, model: str) -> None:
    with (shared_data / SET / "expected_heuristics.csv").open() as file:
        expected = list(csv.DictReader(file))
    assert credit(journeys, model) == pytest.approx(
        {row["channel_name"]: float(row[f"{model}_touch_conversions"]) for row in expected}, rel=1e-12
    )
    assert credit(journeys, model, "amount") == pytest.approx(
        {row["channel_name"]: float(row[f"{model}_touch_value"]) for row in expected}, rel=1e-6
    )


def test_removal_effects_are_those_of_a_chain_solved_anew(
    journeys: Journeys, paths: list[tuple[list[str], int, float, int]]
) -> None:
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for way, conversions, _, none in paths:
        for before, after in zip(["(start)", *way], way, strict=False):
            times[before][after] += conversions + none
        times[way[-1]]["(order)"] += conversions
        times[way[-1]]["(none)"] += none

    def chance(without: str) -> float:
        states = [state for state in times if state != without]
        shares = [[times[a][b] / times[a].total() for b in [*states, "(order)"]] for a in states]
        table = np.array(shares)
        found = np.linalg.solve(np.eye(len(states)) - table[:, :-1], table[:, -1])
        return float(found[states.index("(start)")])

    answer = ask("attribution", journeys, conversions="order", models=["markov"], touch="event", lookback="")
    effects = {row["value"]: row["effect"] for row in answer.effects.to_pylist()}
    channels = set(times) - {"(start)"}
    assert effects == pytest.approx({one: 1 - chance(one) / chance("") for one in channels}, abs=1e-12)
    assert sum(answer.table()["conversions"].to_pylist()) == pytest.approx(19_785, rel=1e-12)
    assert all(row["low"] < row["share"] < row["high"] for row in answer.table().to_pylist())
