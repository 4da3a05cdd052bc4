"""Metrics: defined once by name, measured over time, broken down, compared. The analysis is `analyses/metric.py`."""
