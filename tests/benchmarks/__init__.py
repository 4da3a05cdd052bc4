"""Tests of the benchmarks: that the sides answer alike, not how fast they are."""
