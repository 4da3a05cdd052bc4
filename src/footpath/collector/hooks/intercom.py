"""Intercom's webhooks: conversations, their ratings, contacts."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Intercom(Preset):
    """Intercom: what contacts write in conversations, and how they rate them; `X-Hub-Signature` (SHA-1)."""

    name: ClassVar[str] = "intercom"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: X-Hub-Signature, prefix: sha1=, algorithm: sha1}
every:
  id: id
  at: created_at
  user_id:
    - data.item.contacts.contacts[0].external_id
    - data.item.contacts.contacts[0].id
    - data.item.external_id
  email: [data.item.source.author.email, data.item.email]
  anonymous_id: data.item.id
take:
  - when: {topic: "conversation.*"}
    event:
      name: "={topic}"
      channel: =chat
      type: =ticket
      properties: {conversation_id: data.item.id, state: data.item.state}
  - when: {topic: conversation.user.created}
    signal: {kind: =ticket, html: data.item.source.body, about: data.item.source.subject, channel: =chat}
  - when: {topic: conversation.user.replied}
    signal: {kind: =ticket, html: "data.item.conversation_parts.conversation_parts[-1].body", channel: =chat}
  - when: {topic: conversation.rating.added}
    signal:
      kind: =survey
      metric: =csat
      channel: =chat
      scale: [1, 5]
      score: data.item.conversation_rating.rating
      text: data.item.conversation_rating.remark
  - when: {topic: "contact.*"}
    event: {name: "={topic}", type: =crm}
"""
    body: ClassVar[str] = """{
  "type": "notification_event", "app_id": "a86dr8yl", "id": "notif_bea0fd6a", "topic": "conversation.user.created",
  "created_at": 1539945780, "delivery_attempts": 1,
  "data": {"type": "notification_event_data", "item": {"type": "conversation", "id": "1234", "state": "open",
    "source": {"type": "conversation", "subject": "", "body": "<p>Where is my order?</p>",
      "author": {"type": "user", "id": "5310d8e7", "email": "winston@example.com"}},
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "5310d8e7", "external_id": "u-70"}]}}}
}"""
