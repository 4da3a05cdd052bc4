"""HubSpot's webhooks: contacts, companies, deals and tickets that changed."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Hubspot(Preset):
    """HubSpot: up to 100 changes a request, each an event or a trait; `X-HubSpot-Signature-v3` with the client secret.

    HubSpot signs the address it calls: set `verify.url` where it is not https://<host>/v1/hooks/<name>.
    """

    name: ClassVar[str] = "hubspot"
    yaml: ClassVar[str] = """
verify:
  scheme: hmac
  header: X-HubSpot-Signature-v3
  encoding: base64
  time_header: X-HubSpot-Request-Timestamp
  time_unit: ms
  signed: "{@method}{@url}{@raw}{@time}"
every:
  id: "={eventId}-{occurredAt}"
  at: occurredAt
  account_id: "=hubspot-portal:{portalId}"
take:
  - when: {subscriptionType: contact.propertyChange}
    traits: {user_id: "=hubspot:{objectId}", traits: {property: propertyName, value: propertyValue}}
  - when: {subscriptionType: ["contact.creation", "contact.deletion"]}
    event: {name: "={subscriptionType}", type: =crm, user_id: "=hubspot:{objectId}", channel: =crm}
  - when: {subscriptionType: ["deal.*", "ticket.*", "company.*"]}
    event:
      name: "={subscriptionType}"
      type: =crm
      channel: =crm
      properties: {object_id: objectId, property: propertyName, value: propertyValue, change_source: changeSource}
"""
    body: ClassVar[str] = """[
  {"objectId": 1246978, "propertyName": "lifecyclestage", "propertyValue": "subscriber", "changeSource": "ACADEMY",
   "eventId": 3816279480, "subscriptionId": 22, "portalId": 33, "appId": 1160452, "occurredAt": 1462216307945,
   "subscriptionType": "contact.propertyChange", "attemptNumber": 0},
  {"objectId": 1246965, "changeSource": "ACADEMY", "eventId": 3816279340, "subscriptionId": 25, "portalId": 33,
   "appId": 1160452, "occurredAt": 1462216307945, "subscriptionType": "contact.creation", "attemptNumber": 0}
]"""
