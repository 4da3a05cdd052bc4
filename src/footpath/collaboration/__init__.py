"""Collaboration: documents that many people change at once, their versions, and what is said and shown of them."""

from footpath.collaboration.bells import Bells
from footpath.collaboration.comments import Comments
from footpath.collaboration.documents import Documents, content
from footpath.collaboration.halls import Halls, Told
from footpath.collaboration.model import Comment, Document, NewShare, Share, Version
from footpath.collaboration.reviews import Reviews
from footpath.collaboration.room import Peer, Room
from footpath.collaboration.rooms import Rooms
from footpath.collaboration.shares import PasswordNeeded, Shares
from footpath.collaboration.versions import Versions

__all__ = [
    "Bells",
    "Comment",
    "Comments",
    "Document",
    "Documents",
    "Halls",
    "NewShare",
    "PasswordNeeded",
    "Peer",
    "Reviews",
    "Room",
    "Rooms",
    "Share",
    "Shares",
    "Told",
    "Version",
    "Versions",
    "content",
]
