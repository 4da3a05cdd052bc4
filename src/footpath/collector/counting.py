"""Numbers of a running collector in Prometheus' text format."""

from collections import Counter

_HELP = {
    "footpath_requests_total": ("counter", "Requests answered, by protocol and status."),
    "footpath_elements_total": ("counter", "Events, traits and signals, by protocol and what became of them."),
    "footpath_request_bytes_total": ("counter", "Bytes of bodies as sent."),
    "footpath_rows_drained_total": ("counter", "Rows the lake took from the spool."),
    "footpath_rows_duplicate_total": ("counter", "Rows the lake had already."),
    "footpath_files_compacted_total": ("counter", "Small files of the lake that were put together."),
    "footpath_drain_failures_total": ("counter", "Drains that failed and are tried again."),
    "footpath_damaged_total": ("counter", "Records of the spool that were damaged and set apart."),
    "footpath_spool_bytes": ("gauge", "Bytes accepted that the lake does not have yet."),
    "footpath_spool_forces_total": ("counter", "Times the disk was forced; requests share them."),
    "footpath_request_seconds": ("histogram", "Time from a request's first byte to its answer."),
}
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Counts:
    """Counters that only grow, gauges that are set, and one histogram."""

    def __init__(self) -> None:
        self._values: Counter[tuple[str, str]] = Counter()
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0

    def add(self, name: str, amount: int = 1, labels: str = "") -> None:
        """Add to a counter; `labels` as they are printed, e.g. 'status="200"'."""
        self._values[name, labels] += amount

    def set(self, name: str, value: int) -> None:
        """Set a gauge."""
        self._values[name, ""] = value

    def took(self, seconds: float) -> None:
        """Count a request by the time it took."""
        self._seconds += seconds
        for place, bound in enumerate(_BOUNDS):
            if seconds <= bound:
                self._buckets[place] += 1
                return
        self._buckets[-1] += 1

    def text(self) -> str:
        """Return everything, a metric after the other."""
        lines: list[str] = []
        for name, (kind, words) in _HELP.items():
            lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
            lines += self._histogram(name) if kind == "histogram" else self._plain(name)
        return "\n".join(lines) + "\n"

    def _plain(self, name: str) -> list[str]:
        found = sorted((labels, value) for (one, labels), value in self._values.items() if one == name)
        return [f"{name}{{{labels}}} {value}" if labels else f"{name} {value}" for labels, value in found or [("", 0)]]

    def _histogram(self, name: str) -> list[str]:
        lines, total = [], 0
        for bound, count in zip((*map(str, _BOUNDS), "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}"]
