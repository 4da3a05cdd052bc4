"""Frequency and recency: how often people do something, and how long ago. The analysis is `analyses/frequency.py`."""
