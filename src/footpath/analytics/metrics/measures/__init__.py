"""Measures: what a metric can be, one kind a file."""
