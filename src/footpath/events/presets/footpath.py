"""Footpath's own rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Footpath(Preset):
    """Ids seen together are one person's; an id other than a user id seen with more than 10 users links nothing."""

    name: ClassVar[str] = "footpath"
    rules: ClassVar[Rules] = Rules(shared=dict.fromkeys(("email", "anonymous", "crm", "phone", "device"), 10))
