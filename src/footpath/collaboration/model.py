"""What people have in common when they work on a map together."""

from datetime import datetime, timedelta

from msgspec import Struct

from footpath.accounts import Role


class Document(Struct, frozen=True, kw_only=True):
    """A document that people change together; `role` is what the one who asks may do to it.

    Attributes:
        review_every_days: how often its owner wants to look whether it is still true; None = never.
        reviewed_at: when that was done last.
    """

    id: str
    workspace_id: str
    owner_id: str | None
    created_at: datetime
    changed_at: datetime
    review_every_days: int | None
    reviewed_at: datetime | None
    role: Role

    @property
    def review_due_at(self) -> datetime | None:
        """When it has to be looked at next."""
        if self.review_every_days is None:
            return None
        return (self.reviewed_at or self.created_at) + timedelta(days=self.review_every_days)


class Version(Struct, frozen=True, kw_only=True):
    """How a document was at one time.

    Attributes:
        author: name of who had worked on it; empty where nobody is known any more.
        name: empty = it was kept by itself.
    """

    id: str
    document_id: str
    at: datetime
    author: str
    name: str


class Comment(Struct, frozen=True, kw_only=True):
    """What somebody said about an element, such as "cards/pay-fails", or about all (empty).

    Attributes:
        parent_id: the comment it answers; empty for the first of a thread.
        mentions: ids of the people it calls.
    """

    id: str
    document_id: str
    element: str
    parent_id: str
    author_id: str
    author: str
    text: str
    mentions: tuple[str, ...]
    created_at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None
    resolved_by: str


class NewShare(Struct, frozen=True, kw_only=True):
    """What a link shall show, and to whom.

    Attributes:
        password: that whoever has the link must know; empty = none.
        expires_at: when it ends; None = when it is revoked.
        hidden_lanes: keys of lanes not to show.
        version_id: what to show for ever; empty = always the newest.
    """

    name: str = ""
    password: str = ""
    expires_at: datetime | None = None
    hidden_lanes: tuple[str, ...] = ()
    version_id: str = ""


class Share(Struct, frozen=True, kw_only=True):
    """A link that shows one document to whoever has it.

    Attributes:
        version_id: what it shows for ever; empty = always the newest.
        hidden_lanes: keys of lanes it does not show.
    """

    id: str
    document_id: str
    name: str
    link: str
    password: bool
    hidden_lanes: tuple[str, ...]
    version_id: str
    created_at: datetime
    expires_at: datetime | None
