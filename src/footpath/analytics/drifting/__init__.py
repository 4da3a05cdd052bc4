"""Drift: two periods or two groups of persons held against each other, with what chance alone would do."""
