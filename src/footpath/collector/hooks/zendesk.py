"""Zendesk's webhooks: events of tickets."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Zendesk(Preset):
    """Zendesk: ticket events and what the requester wrote; `X-Zendesk-Webhook-Signature` with the webhook's secret."""

    name: ClassVar[str] = "zendesk"
    yaml: ClassVar[str] = """
verify:
  scheme: hmac
  header: X-Zendesk-Webhook-Signature
  encoding: base64
  time_header: X-Zendesk-Webhook-Signature-Timestamp
  signed: "{@time}{@raw}"
every:
  id: id
  at: time
  user_id: "=zendesk:{detail.requester_id}"
take:
  - when: {type: "zen:event-type:ticket.*"}
    event:
      name: "={type}"
      type: =ticket
      channel: detail.via.channel
      properties: {ticket_id: detail.id, status: detail.status, priority: detail.priority, current: event.current}
  - when: {type: "zen:event-type:ticket.created"}
    signal: {kind: =ticket, text: detail.description, about: detail.subject, channel: detail.via.channel}
  - when: {type: "zen:event-type:ticket.comment_added", event.comment.author.is_staff: false}
    signal: {kind: =ticket, text: event.comment.body, about: detail.subject, channel: detail.via.channel}
"""
    body: ClassVar[str] = """{
  "type": "zen:event-type:ticket.created", "account_id": 22129848, "id": "cbe4028c-7239-495d-b020-f22348516046",
  "time": "2022-08-16T14:02:37.173Z", "zendesk_event_version": "2022-11-06", "subject": "zen:ticket:5158",
  "event": {"current": "NEW"},
  "detail": {"id": "5158", "requester_id": "8447388090494", "status": "OPEN", "priority": "NORMAL",
    "subject": "Cannot log in", "description": "The reset mail never comes.", "via": {"channel": "web_service"}}
}"""
