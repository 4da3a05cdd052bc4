"""The answer to planned against travelled."""

import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.answer import Answer
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.plan import Arc, Stop, plan_picture
from footpath.analytics.telling import figures, phrase, rules_told
from footpath.analytics.ways.figures import length, percent

_TELLING = {"skip": ("skips", "warn"), "back": ("back", "pain"), "jump": ("aside", "second")}
_MOST_ARCS = 6


class ConformanceAnswer(Answer, frozen=True, kw_only=True):
    """How journeys kept to the plan.

    Attributes:
        on_plan: journeys with a visit to at least one step.
        figures: one row a step: events, visits, journeys that reached, skipped and repeated it with shares and
            intervals, that started and ended there, time of a visit (`stay`) and to the next step (`next`).
        overall: how many follow, skip, come back, jump back or aside, enter late, leave before the end, are off it.
        moves: one row a move that was planned or made: kind, times, journeys, share of those at `from`, time.
        fitness: the mean over journeys with its interval, and of all visits together.
        distribution: journeys by tenths of fitness.
        variants: the ways that cost most fitness: journeys, cost, fitness.
        people: one row a journey: fitness, cost, what it does, the step it was last at, events off the plan.
    """

    on_plan: int
    figures: pa.Table
    overall: pa.Table
    moves: pa.Table
    fitness: pa.Table
    distribution: pa.Table
    variants: pa.Table
    people: pa.Table

    @property
    def mean_fitness(self) -> float | None:
        """Mean fitness of the journeys on the plan; None when there are none."""
        value: float | None = self.fitness["fitness"][0].as_py()
        return value

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        names = ("figures", "overall", "moves", "fitness", "distribution", "variants", "people")
        return {name: getattr(self, name) for name in names}

    def brief(self) -> pa.Table:
        """Return a row a step with shares in words."""
        return pa.Table.from_pylist(
            [
                {
                    "step": f"{row['step']}. {row['name']}",
                    "reached": row["reached"],
                    "share": percent(row),
                    "skipped": _part(row["skipped_share"]),
                    "repeated": _part(row["repeated_share"]),
                    "ended": _part(row["ended_share"]),
                    "stay": length(row["stay_median_s"]),
                    "to next": length(row["next_median_s"]),
                }
                for row in self.figures.to_pylist()
            ]
        )

    def worst(self, count: int = 20) -> pa.Table:
        """Return the journeys that fit least, those of the highest cost first among equals."""
        on = self.people.filter(pc.is_valid(self.people["fitness"]))
        keys = [("fitness", "ascending"), ("cost", "descending"), ("person", "ascending")]
        return on.take(pc.select_k_unstable(on, min(count, on.num_rows), sort_keys=keys))

    def plot(self) -> Picture:
        """Return the steps as bars, with what passes over them and what comes back as arcs."""
        rows = self.figures.to_pylist()
        strays = [row for row in self.moves.to_pylist() if row["kind"] in _TELLING and row["journeys"]]
        strays = sorted(strays, key=lambda row: (-row["journeys"], row["from"], row["to"]))[:_MOST_ARCS]
        return plan_picture(
            [
                Stop(
                    label=f"{row['step']}. {row['name']}",
                    share=row["share"] or 0.0,
                    interval=(row["low"], row["high"]) if row["low"] is not None else None,
                    words=figures(f"{row['reached']:,} · {row['share'] or 0:.1%}"),
                    below=_below(row),
                )
                for row in rows
            ],
            [
                Arc(
                    row["from_step"] - 1,
                    row["to_step"] - 1,
                    figures(f"{row['share']:.1%}"),
                    phrase(kind),
                    ink,
                    _hint(row),
                )
                for row in strays
                for kind, ink in (_TELLING[row["kind"]],)
            ],
            title=self._title(),
            note=rules_told(self.rules),
        )

    def _title(self) -> str:
        overall = {row["journeys_that"]: row for row in self.overall.to_pylist()}
        fit = self.fitness.to_pylist()[0]
        if fit["fitness"] is None:
            return phrase("Planned against travelled: nobody is on the plan")
        interval = f" ({fit['low']:.2f}–{fit['high']:.2f})" if fit["low"] is not None else ""
        share = overall["follow the plan"]["share"] or 0
        return phrase(
            "Planned against travelled: {share} follow, fitness {fitness}",
            share=f"{share:.1%}",
            fitness=f"{fit['fitness']:.2f}{interval}",
        )


def _part(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _below(row: dict[str, object]) -> str:
    parts = [phrase("skipped {share}", share=f"{row['skipped_share']:.1%}")] if row["skipped"] else []
    parts += [phrase("repeated {share}", share=f"{row['repeated_share']:.1%}")] if row["repeated"] else []
    parts += [phrase("left {share}", share=f"{row['ended_share']:.1%}")] if row["ended"] and not row["may_end"] else []
    parts += [phrase("next after {time}", time=length(row["next_median_s"]))] if row["next_n"] else []  # type: ignore[arg-type]
    return " · ".join(parts)


def _hint(row: dict[str, object]) -> str:
    moved = phrase("{n} of {total} journeys there", n=f"{row['journeys']:,}", total=f"{row['of']:,}")
    return f"{row['from']} → {row['to']}: {moved}"
