"""A mailbox by IMAP."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Mailbox(Pull):
    """A mailbox by IMAP: what customers write becomes signals, without what they quote; mails stay as they are.

    The secret is the password, of this program only where the provider has such.
    """

    name: ClassVar[str] = "mailbox"
    needs: ClassVar[tuple[str, ...]] = ("host", "user")
    yaml: ClassVar[str] = """
kind: imap
host: imap.example.com
user: support@example.com
folder: INBOX
every: 5m
own: []
"""
