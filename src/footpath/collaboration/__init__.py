"""Collaboration: documents that many people change at once, their versions, and what is said and shown of them."""

from footpath.collaboration.documents import Documents, content
from footpath.collaboration.model import Comment, Document, Share, Version
from footpath.collaboration.room import Peer, Room
from footpath.collaboration.rooms import Rooms

__all__ = ["Comment", "Document", "Documents", "Peer", "Room", "Rooms", "Share", "Version", "content"]
