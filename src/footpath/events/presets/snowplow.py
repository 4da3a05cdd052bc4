"""Snowplow Identities' rules."""

from typing import ClassVar

from footpath.events.identity_rules import KNOWN_KINDS, Preset, Rules


class Snowplow(Preset):
    """As Snowplow Identities with a unique user id: users never merge; a device two users were on is nobody's."""

    name: ClassVar[str] = "snowplow"
    rules: ClassVar[Rules] = Rules(
        kinds=KNOWN_KINDS,
        shared=dict.fromkeys(("email", "anonymous", "crm", "phone", "device"), 1),
        unique=("user",),
        alias=False,
    )
