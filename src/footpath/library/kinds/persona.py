"""Whom maps are about."""

from footpath.library.kind import ItemKind


class Persona(ItemKind):
    """A group of customers who live the journey alike: profile, empathy map, and the rule over real persons."""

    name = "persona"
    statuses = ("draft", "researched", "validated", "retired")
    scores = ("technology", "price_sensitivity", "patience", "loyalty")
    fields = (
        "segment", "quote", "bio", "age", "occupation", "place", "household", "goals", "jobs", "needs", "pains",
        "gains", "motivations", "behaviours", "skills", "channels", "brands", "says", "thinks", "does", "feels",
        "hears", "sees", "photo", "evidence",
    )  # fmt: skip
    follows = ("persona",)
