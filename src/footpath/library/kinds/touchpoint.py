"""Where customers and the organisation meet."""

from footpath.library.kind import ItemKind


class Touchpoint(ItemKind):
    """A kind of contact between customer and organisation, through a channel."""

    name = "touchpoint"
    statuses = ("active", "planned", "retired")
    scores = ("satisfaction", "importance")
    fields = ("purpose", "system")
    follows = ("channel",)
