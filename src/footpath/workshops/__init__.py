"""Workshops: notes from phones, without an account, that become cards of a map."""

from footpath.workshops.joining import Joiners
from footpath.workshops.leading import Workshops
from footpath.workshops.model import (
    Cards,
    Joined,
    Joining,
    NewWorkshop,
    NoteChange,
    Votes,
    Words,
    Workshop,
    WorkshopChange,
)
from footpath.workshops.qr import QR_BYTES
from footpath.workshops.qr import svg as qr_svg

__all__ = [
    "QR_BYTES",
    "Cards",
    "Joined",
    "Joiners",
    "Joining",
    "NewWorkshop",
    "NoteChange",
    "Votes",
    "Words",
    "Workshop",
    "WorkshopChange",
    "Workshops",
    "qr_svg",
]
