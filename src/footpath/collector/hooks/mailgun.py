"""Mailgun's webhooks: what became of mails."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Mailgun(Preset):
    """Mailgun: mails delivered, opened, clicked, failed, complained of; the signature is in the body."""

    name: ClassVar[str] = "mailgun"
    yaml: ClassVar[str] = """
verify:
  scheme: hmac
  field: signature.signature
  time_field: signature.timestamp
  signed: "{@time}{@body.signature.token}"
every:
  id: event-data.id
  at: event-data.timestamp
  user_id: '["event-data"]["user-variables"].user_id'
  email: event-data.recipient
take:
  - when: {event-data.event: "*"}
    event:
      name: "=Mail {event-data.event}"
      channel: =email
      campaign: '["event-data"].campaigns[0].name'
      page: event-data.url
      properties:
        message_id: '["event-data"].message.headers["message-id"]'
        severity: event-data.severity
        reason: event-data.reason
"""
    body: ClassVar[str] = """{
  "signature": {"timestamp": "1529006854", "token": "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0",
    "signature": "d2271d12299f6592d9d44cd9d250f0704e4674c30d79d07c47a66f95ce71cf55"},
  "event-data": {"event": "opened", "timestamp": 1529006854.329574, "id": "DACSsAdVSeGpLid7TN03WA",
    "recipient": "alice@example.com", "user-variables": {"user_id": "42"},
    "message": {"headers": {"message-id": "20130503182626.18666.16540@example.com"}}}
}"""
