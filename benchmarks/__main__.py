"""`python -m benchmarks [--size 10M] [--only funnel] [--resume]`: run bench_*.py and keep the rows in results.json."""

import importlib
import pkgutil
import tempfile
from pathlib import Path

import click

import benchmarks
from benchmarks import measure

UNITS = {"k": 1_000, "M": 1_000_000}


@click.command()
@click.option("--size", default="10M", show_default=True, help="Rows or events: 200k, 1M, 10M.")
@click.option("--only", default="", help="Only the benchmark of this name, e.g. funnel.")
@click.option("--rounds", default=5, show_default=True, help="How often each side runs.")
@click.option("--resume", is_flag=True, help="Leave out what was measured in the last twelve hours.")
@click.option("--soak", default="0", help="How many events the collector's long run takes, e.g. 50M; none by default.")
@click.option("--scratch", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "footpath-bench")
def main(size: str, only: str, rounds: int, resume: bool, soak: str, scratch: Path) -> None:
    """Measure Footpath beside its peers."""
    count, measure.soak = _count(size), _count(soak)
    measure.rounds = rounds
    measure.resume = resume
    scratch.mkdir(parents=True, exist_ok=True)
    for module in pkgutil.iter_modules(benchmarks.__path__):
        name = module.name.removeprefix("bench_")
        if name == module.name or only not in ("", name):
            continue
        for row in importlib.import_module(f"benchmarks.{module.name}").run(count, scratch):
            measure.keep([row])
            print(
                f"{row.area}: {row.work} ({row.size:,}): {row.ours_s} s, {row.peer} {row.peer_s} s, "
                f"{row.ratio} times (CPU {row.cpu_ratio})"
                f"{f', asked {row.least:g}' if row.least else ''}, "
                f"{'same answer' if row.agree else 'ANSWERS DIFFER'}, peak {row.ours_rss_mb} MB"
                f"{f'; {row.note}' if row.note else ''}",
                flush=True,
            )


def _count(text: str) -> int:
    return int(float(text.rstrip("kM")) * UNITS.get(text[-1], 1))


if __name__ == "__main__":
    main()
