"""Precursors: sequences that precede loss more than elsewhere. The analysis itself is `analyses/precursors.py`."""
