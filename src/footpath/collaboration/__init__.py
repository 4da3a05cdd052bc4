"""Collaboration: documents that many people change at once, their versions, and what is said and shown of them."""

from footpath.collaboration.comments import Comments
from footpath.collaboration.documents import Documents, content
from footpath.collaboration.model import Comment, Document, NewShare, Share, Version
from footpath.collaboration.room import Peer, Room
from footpath.collaboration.rooms import Rooms
from footpath.collaboration.shares import PasswordNeeded, Shares
from footpath.collaboration.versions import Versions

__all__ = [
    "Comment",
    "Comments",
    "Document",
    "Documents",
    "NewShare",
    "PasswordNeeded",
    "Peer",
    "Room",
    "Rooms",
    "Share",
    "Shares",
    "Version",
    "Versions",
    "content",
]
