"""Attribution: what conversions are owed to. The analysis itself is `analyses/attribution.py`."""
