"""Who else has a part in it."""

from footpath.library.kind import ItemKind


class Stakeholder(ItemKind):
    """Somebody inside or outside the organisation who has a part in what customers live through."""

    name = "stakeholder"
    scores = ("influence", "interest")
    fields = ("role", "organisation", "expects")
    follows = ("stakeholder",)
