"""Calendly's webhooks: meetings booked and called off."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Calendly(Preset):
    """Calendly: meetings booked and cancelled, with the reason; `Calendly-Webhook-Signature` with the signing key."""

    name: ClassVar[str] = "calendly"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: Calendly-Webhook-Signature, part: v1, time_part: t, signed: "{@time}.{@raw}"}
every:
  id: "={event}-{payload.uri}"
  at: created_at
  email: payload.email
take:
  - when: {event: invitee.created}
    event:
      name: =Meeting booked
      channel: =web
      properties: {meeting: payload.scheduled_event.name, starts_at: payload.scheduled_event.start_time}
  - when: {event: invitee.canceled}
    event:
      name: =Meeting cancelled
      channel: =web
      properties: {meeting: payload.scheduled_event.name, by: payload.cancellation.canceler_type}
  - when: {event: invitee.canceled, payload.cancellation.canceler_type: invitee, payload.cancellation.reason: "?*"}
    signal: {kind: =survey, text: payload.cancellation.reason, about: =Meeting cancelled}
"""
    body: ClassVar[str] = """{
  "event": "invitee.created", "created_at": "2020-11-23T17:51:19.000000Z",
  "created_by": "https://api.calendly.com/users/AAAAAAAAAAAAAAAA",
  "payload": {"email": "test@example.com", "name": "John Doe", "status": "active", "timezone": "America/New_York",
    "uri": "https://api.calendly.com/scheduled_events/AAAA/invitees/BBBB", "rescheduled": false,
    "scheduled_event": {"uri": "https://api.calendly.com/scheduled_events/AAAA", "name": "15 Minute Meeting",
      "start_time": "2020-11-24T15:00:00.000000Z"}}
}"""
