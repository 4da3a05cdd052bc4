"""Kinds of items, one a file."""
