"""Protocols: one file for each kind of sender; from a request to rows and the answer the sender expects."""
