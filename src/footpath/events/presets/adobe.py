"""The rules of field-based stitching in Adobe Customer Journey Analytics."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Adobe(Preset):
    """As Adobe CJA's field-based stitching after replay: a cookie's rows are of the person id last seen on it.

    The replay's lookback window is "ever" here.
    """

    name: ClassVar[str] = "adobe"
    rules: ClassVar[Rules] = Rules(
        kinds=("user", "anonymous"), links=("events",), unique=("user",), alias=False, shared_device="turns"
    )
