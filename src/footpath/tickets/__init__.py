"""Tickets: issues of GitHub, Jira and the like that items of the library are linked to, and what became of them."""

from footpath.tickets.addressing import reach_of
from footpath.tickets.connections import Connections
from footpath.tickets.marking import with_tickets
from footpath.tickets.model import Connection, ConnectionChange, LinkState, NewConnection, Tested
from footpath.tickets.syncing import EVERY, Tickets
from footpath.tickets.tracker import TRACKERS, Tracker

__all__ = [
    "EVERY",
    "TRACKERS",
    "Connection",
    "ConnectionChange",
    "Connections",
    "LinkState",
    "NewConnection",
    "Tested",
    "Tickets",
    "Tracker",
    "reach_of",
    "with_tickets",
]
