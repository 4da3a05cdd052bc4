"""Apache Unomi's rules for merging profiles on a property."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Unomi(Preset):
    """As Apache Unomi merging on the e-mail address: a session in which another address logs in goes to its profile.

    Profiles with different addresses never merge, whatever else they share.
    """

    name: ClassVar[str] = "unomi"
    rules: ClassVar[Rules] = Rules(
        kinds=("email", "user", "anonymous"), unique=("email",), alias=False, shared_device="turns", suspicious=50
    )
