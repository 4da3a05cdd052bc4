"""Segment Unify's rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Segment(Preset):
    """As Segment Unify: one user id a person and five of every other type in a time; what would give more is refused.

    An event that would exceed a limit keeps its strongest id and lets go of the weaker ones. The user id counts for
    ever, anonymous ids in any week, the others in any year. Source: Segment's guide to identity resolution, which sets
    limits of 1 and 5 itself and recommends these stretches of time ("1 ever", "5 weekly", "5 annually").
    """

    name: ClassVar[str] = "segment"
    rules: ClassVar[Rules] = Rules(
        kinds=("user", "email", "anonymous", "crm", "device", "phone"),
        blocked={"any": ("null", "anonymous", "-1")},
        patterns={"any": ("[0-]*",)},
        limits={"user": 1, **dict.fromkeys(("email", "anonymous", "crm", "device", "phone"), 5)},
        within={"anonymous": 7, **dict.fromkeys(("email", "crm", "device", "phone"), 365)},
        alias=False,
    )
