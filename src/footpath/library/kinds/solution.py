"""What is done about it."""

from footpath.library.kind import ItemKind


class Solution(ItemKind):
    """What the team does about opportunities, and how far it is."""

    name = "solution"
    statuses = ("idea", "planned", "building", "live", "dropped")
    scores = ("impact", "effort", "confidence")
    fields = ("hypothesis", "measure")
    follows = ("opportunity",)
    by_ticket = {"open": "planned", "in_progress": "building", "done": "live", "dropped": "dropped"}  # noqa: RUF012
