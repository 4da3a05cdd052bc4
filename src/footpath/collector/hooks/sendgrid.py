"""SendGrid's event webhook: what became of mails."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Sendgrid(Preset):
    """SendGrid: mails delivered, opened, clicked, bounced, unsubscribed; signed, with the verification key it shows.

    Turn on "Signed Event Webhook", and give `footpath hook add` the verification key.
    """

    name: ClassVar[str] = "sendgrid"
    yaml: ClassVar[str] = """
verify:
  scheme: ecdsa
  header: X-Twilio-Email-Event-Webhook-Signature
  time_header: X-Twilio-Email-Event-Webhook-Timestamp
  signed: "{@time}{@raw}"
every:
  id: sg_event_id
  at: timestamp
  user_id: user_id
  email: email
take:
  - when: {event: "*"}
    event:
      name: "=Mail {event}"
      channel: =email
      campaign: [marketing_campaign_name, category]
      page: url
      properties: {message_id: sg_message_id, reason: reason, kind: type}
"""
    body: ClassVar[str] = """[
  {"email": "example@test.com", "timestamp": 1513299569, "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
   "event": "processed", "category": "cat facts", "sg_event_id": "sg_event_id-1", "sg_message_id": "14c5d75ce93.1"},
  {"email": "example@test.com", "timestamp": 1513299570, "event": "click", "category": "cat facts",
   "url": "http://www.sendgrid.com/offer?x=1", "sg_event_id": "sg_event_id-2", "sg_message_id": "14c5d75ce93.1"}
]"""
