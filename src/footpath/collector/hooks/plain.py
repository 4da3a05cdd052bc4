"""A webhook of one's own, to begin from."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Plain(Preset):
    """One's own: a list of events with a name, a time and a user; a secret word in `X-Footpath-Secret`. Edit it."""

    name: ClassVar[str] = "plain"
    yaml: ClassVar[str] = """
verify: {scheme: shared, header: X-Footpath-Secret}
every:
  id: id
  at: at
  user_id: user_id
  email: email
take:
  - when: {name: "*"}
    event: {name: name, value: value, currency: currency, channel: channel, properties: properties}
  - when: {text: "*"}
    signal: {kind: =note, text: text, channel: channel}
unmatched: refuse
"""
    body: ClassVar[str] = """[
  {"id": "1", "name": "Order placed", "user_id": "u1", "at": "2026-03-01T12:00:00Z", "value": 12.5, "currency": "EUR"},
  {"id": "2", "text": "Thank you, that was quick.", "user_id": "u1", "at": "2026-03-01T13:00:00Z"}
]"""
