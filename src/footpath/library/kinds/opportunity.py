"""What could be made better."""

from footpath.library.kind import ItemKind


class Opportunity(ItemKind):
    """Something worth making better, because of insights."""

    name = "opportunity"
    statuses = ("open", "exploring", "planned", "done", "dropped")
    scores = ("impact", "effort", "confidence")
    fields = ("goal", "measure")
    follows = ("insight",)
    by_ticket = {"open": "open", "in_progress": "planned", "done": "done", "dropped": "dropped"}  # noqa: RUF012
