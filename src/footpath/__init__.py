"""Footpath: the customer-journey map that is alive."""

__version__ = "0.1.0"
