"""Shopify's webhooks: orders, refunds, check-outs, customers."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Shopify(Preset):
    """Shopify: orders and their changes, check-outs, customers; `X-Shopify-Hmac-Sha256` with the client secret."""

    name: ClassVar[str] = "shopify"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: X-Shopify-Hmac-Sha256, encoding: base64}
every:
  id: "={@header.x-shopify-webhook-id}"
  at: [updated_at, created_at]
  user_id: [customer.id, user_id]
  email: [email, customer.email, contact_email]
take:
  - when: {"@header.x-shopify-topic": "orders/*"}
    event:
      name: "={@header.x-shopify-topic}"
      type: =order
      value: total_price
      currency: currency
      properties:
        order_id: id
        order: name
        status: financial_status
        fulfilment: fulfillment_status
        cancel_reason: cancel_reason
        sales_channel: source_name
  - when: {"@header.x-shopify-topic": "checkouts/*"}
    event:
      name: "={@header.x-shopify-topic}"
      value: total_price
      currency: currency
      properties: {checkout_id: id}
  - when: {"@header.x-shopify-topic": "customers/*"}
    traits:
      user_id: id
      traits: {state: state, orders_count: orders_count, total_spent: total_spent, tags: tags, verified: verified_email}
"""
    headers: ClassVar[dict[str, str]] = {
        "x-shopify-topic": "orders/create",
        "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    }
    body: ClassVar[str] = """{
  "id": 820982911946154508, "name": "#9999", "email": "jon@example.com", "created_at": "2021-12-31T19:00:00-05:00",
  "updated_at": "2021-12-31T19:00:00-05:00", "currency": "USD", "total_price": "398.00", "financial_status": "voided",
  "fulfillment_status": null, "cancel_reason": "customer", "source_name": "web",
  "customer": {"id": 115310627314723954, "email": "john@example.com", "first_name": "John"},
  "line_items": [{"id": 487817672276298554, "title": "Aviator sunglasses", "quantity": 1, "price": "89.99"}]
}"""
