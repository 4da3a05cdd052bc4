"""Measurements beside the peers: same data, same run, alternating, answers compared; `python -m benchmarks`."""
