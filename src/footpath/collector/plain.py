"""The elements of Footpath's own requests, before they are looked into."""

from typing import Any

from msgspec import Struct

from footpath.collector.documents import Typed


class Element(Struct, gc=False):
    """An element of any list; every field is whatever was sent."""

    id: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    email: Any = None
    account_id: Any = None
    at: Any = None
    name: Any = None
    type: Any = None
    channel: Any = None
    ids: Any = None
    page: Any = None
    campaign: Any = None
    device: Any = None
    region: Any = None
    value: Any = None
    currency: Any = None
    properties: Any = None
    traits: Any = None
    kind: Any = None
    about: Any = None
    text: Any = None
    lang: Any = None
    score: Any = None
    scale_min: Any = None
    scale_max: Any = None
    metric: Any = None
    consent: Any = None
    gpc: Any = None
    purpose: Any = None
    state: Any = None
    text_version: Any = None
    how: Any = None
    by: Any = None


ELEMENT = Typed(Element)
