"""What was found out about customers."""

from footpath.library.kind import ItemKind


class Insight(ItemKind):
    """A pain, gain, need or observation, with what says so."""

    name = "insight"
    statuses = ("new", "confirmed", "rejected", "outdated")
    scores = ("severity", "reach", "confidence")
    fields = ("type", "evidence", "quote")
    follows = ("insight", "persona", "touchpoint")
