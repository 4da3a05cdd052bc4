"""Tracardi's rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Tracardi(Preset):
    """As Tracardi: profiles with one hashed address, phone number or profile id in common merge, without limit."""

    name: ClassVar[str] = "tracardi"
    rules: ClassVar[Rules] = Rules(kinds=("user", "email", "phone", "anonymous", "crm", "device"))
