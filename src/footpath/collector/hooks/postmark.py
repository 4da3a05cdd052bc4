"""Postmark's webhooks: what became of mails, and mails that came in."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Postmark(Preset):
    """Postmark: mails delivered, opened, clicked, bounced, and mails received as signals; name and password in the URL.

    Give it https://name:password@<host>/v1/hooks/<name>, also as its inbound address.
    """

    name: ClassVar[str] = "postmark"
    yaml: ClassVar[str] = """
verify: {scheme: basic}
every:
  id: "={RecordType}-{MessageID}-{ReceivedAt}"
  at: [ReceivedAt, DeliveredAt, BouncedAt, ChangedAt, Date]
  user_id: Metadata.user_id
  email: [Recipient, Email, FromFull.Email, From]
take:
  - when: {RecordType: "*"}
    event:
      name: "=Mail {RecordType}"
      channel: =email
      campaign: Tag
      page: OriginalLink
      properties: {message_id: MessageID, kind: Type, description: Description}
  - when: {RecordType: null, TextBody: "*"}
    signal:
      id: MessageID
      kind: =ticket
      channel: =email
      text: [StrippedTextReply, TextBody]
      html: HtmlBody
      about: Subject
"""
    body: ClassVar[str] = """{
  "RecordType": "Open", "MessageStream": "outbound", "FirstOpen": true, "Recipient": "john@example.com",
  "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483", "ReceivedAt": "2019-11-05T16:33:54.9070259Z",
  "Tag": "welcome-email", "Metadata": {"user_id": "u-9"}, "Platform": "WebMail"
}"""
