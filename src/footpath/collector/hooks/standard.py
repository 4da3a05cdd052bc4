"""Standard Webhooks, the common way that Svix and those who follow it sign."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Standard(Preset):
    """Standard Webhooks (Svix, Clerk, Resend, …): `webhook-signature`; edit what it takes."""

    name: ClassVar[str] = "standard"
    yaml: ClassVar[str] = """
verify:
  scheme: hmac
  header: webhook-signature
  prefix: v1,
  encoding: base64
  decode: whsec_
  time_header: webhook-timestamp
  signed: "{@header.webhook-id}.{@time}.{@raw}"
every:
  id: "={@header.webhook-id}"
  at: timestamp
  user_id: [data.user_id, data.id]
  email: data.email
take:
  - when: {type: "*"}
    event: {name: "={type}"}
"""
    headers: ClassVar[dict[str, str]] = {"webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"}
    body: ClassVar[str] = """{
  "type": "contact.created", "timestamp": "2022-11-03T20:26:10.344522Z",
  "data": {"id": "1f81eb52-5198-4599-803e-771906343485", "type": "contact", "email": "john@example.com"}
}"""
