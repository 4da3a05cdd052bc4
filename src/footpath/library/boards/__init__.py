"""Kinds of boards, one a file."""
