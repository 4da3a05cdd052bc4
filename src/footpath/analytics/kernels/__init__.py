"""Compiled passes over journeys: arrays in, arrays out, one bucket at a time, results that add up over buckets.

A *track* is what the kernels read: `offsets` (persons + 1), `at` (µs) and `codes` (1…k; what is not asked about has
been taken out by `compact`). Code 0 stands for "before the first" and "after the last" event of a person.
Every kernel releases the interpreter lock, so that buckets can run in threads.
"""

from footpath.analytics.kernels.compact import compact, ordinals, runs
from footpath.analytics.kernels.conversion import onward
from footpath.analytics.kernels.distance import edit_distances
from footpath.analytics.kernels.follows import follow_times, follows
from footpath.analytics.kernels.precedence import precedence
from footpath.analytics.kernels.reach import Reach, reach
from footpath.analytics.kernels.variants import variant_hashes

__all__ = [
    "Reach",
    "compact",
    "edit_distances",
    "follow_times",
    "follows",
    "onward",
    "ordinals",
    "precedence",
    "reach",
    "runs",
    "variant_hashes",
]
