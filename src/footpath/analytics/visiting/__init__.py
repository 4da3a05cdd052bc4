"""Sessions: how many, how long, where they begin and end. The analysis is `analyses/sessions.py`."""
