"""Mechanisms every slice stands on; knows no journey and no person."""
