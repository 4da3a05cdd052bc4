"""The rules of Mixpanel's simplified ID merge."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Mixpanel(Preset):
    """As Mixpanel's simplified ID merge: the first event with a device and a user id ties both; users never merge."""

    name: ClassVar[str] = "mixpanel"
    rules: ClassVar[Rules] = Rules(kinds=("user", "anonymous"), links=("events",), unique=("user",), alias=False)
