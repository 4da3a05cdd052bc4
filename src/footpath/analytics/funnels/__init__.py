"""Funnels: who gets how far through steps, and how long it takes. The analysis itself is `analyses/funnel.py`."""
