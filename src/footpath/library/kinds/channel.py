"""What contacts go through."""

from footpath.library.kind import ItemKind


class Channel(ItemKind):
    """A way that contacts go through: shop, app, mail, phone."""

    name = "channel"
    statuses = ("active", "planned", "retired")
    fields = ("system", "department")
