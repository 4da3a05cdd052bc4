"""Stripe's webhooks: check-outs, payments, invoices, subscriptions, refunds, disputes."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Stripe(Preset):
    """Stripe: check-outs, payments, invoices, subscriptions and refunds; `Stripe-Signature`."""

    name: ClassVar[str] = "stripe"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: Stripe-Signature, part: v1, time_part: t, signed: "{@time}.{@raw}"}
every:
  id: id
  at: created
  user_id: [data.object.client_reference_id, data.object.customer]
  email: [data.object.customer_details.email, data.object.customer_email, data.object.receipt_email]
take:
  - when: {type: checkout.session.completed}
    event:
      name: =Checkout completed
      type: =order
      value_minor: data.object.amount_total
      currency: data.object.currency
      properties: {order_id: data.object.id, mode: data.object.mode, status: data.object.payment_status}
  - when: {type: [invoice.paid, invoice.payment_failed]}
    event:
      name: "={type}"
      type: =order
      value_minor: data.object.amount_due
      currency: data.object.currency
      properties: {invoice_id: data.object.id, reason: data.object.billing_reason}
  - when: {type: ["charge.refunded", "charge.failed", "payment_intent.*"]}
    event:
      name: "={type}"
      value_minor: [data.object.amount_refunded, data.object.amount]
      currency: data.object.currency
      properties: {object_id: data.object.id, failure: data.object.failure_code}
  - when: {type: "customer.subscription.*"}
    event:
      name: "={type}"
      properties:
        subscription_id: data.object.id
        status: data.object.status
        plan: data.object.items.data[0].price.id
        reason: data.object.cancellation_details.reason
  - when: {type: customer.subscription.deleted, data.object.cancellation_details.comment: "*"}
    signal: {kind: =survey, text: data.object.cancellation_details.comment, about: =Cancellation}
"""
    body: ClassVar[str] = """{
  "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy", "object": "event", "api_version": "2024-06-20", "created": 1686089970,
  "type": "checkout.session.completed", "livemode": false,
  "data": {"object": {"id": "cs_test_a1", "object": "checkout.session", "amount_total": 4999, "currency": "eur",
    "customer": "cus_NffrFeUfNV2Hib", "client_reference_id": null, "mode": "payment", "payment_status": "paid",
    "customer_details": {"email": "Jenny@Example.com", "name": "Jenny Rosen"}}}
}"""
