"""Drivers: what those who converted did more or less than those who did not. The analysis is `analyses/drivers.py`."""
