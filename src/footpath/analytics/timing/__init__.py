"""Time from one touchpoint to another. The analysis is `analyses/time_between.py`."""
