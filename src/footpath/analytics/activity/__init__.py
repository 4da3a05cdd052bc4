"""Activity by calendar period, for `analyses/lifecycle.py` and `analyses/stickiness.py`."""
