"""Retention: who of those who start comes back, and when. The analysis itself is `analyses/retention.py`."""
