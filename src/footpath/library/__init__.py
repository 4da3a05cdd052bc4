"""Library: what a workspace knows beside its maps, edited once and shown on many; boards it is laid out on; files."""

from footpath.library.asking import EvidenceKind, Overall, Overalls, Wanted
from footpath.library.attaching import MOST_BYTES, Attachments
from footpath.library.board import BOARDS
from footpath.library.boarding import Boards
from footpath.library.bringing import Bringing, Brought
from footpath.library.copying import Copied, Copies, Place, Source, hash_of, in_its_place
from footpath.library.items import Items
from footpath.library.kind import KINDS
from footpath.library.model import Attachment, Board, BoardChange, Item, ItemChange, Linking, NewBoard, NewItem
from footpath.library.sniffing import PICTURES, VIDEOS

__all__ = [
    "BOARDS",
    "KINDS",
    "MOST_BYTES",
    "PICTURES",
    "VIDEOS",
    "Attachment",
    "Attachments",
    "Board",
    "BoardChange",
    "Boards",
    "Bringing",
    "Brought",
    "Copied",
    "Copies",
    "EvidenceKind",
    "Item",
    "ItemChange",
    "Items",
    "Linking",
    "NewBoard",
    "NewItem",
    "Overall",
    "Overalls",
    "Place",
    "Source",
    "Wanted",
    "hash_of",
    "in_its_place",
]
