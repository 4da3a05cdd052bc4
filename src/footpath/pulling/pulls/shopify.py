"""Shopify: orders and customers."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Shopify(Pull):
    """Shopify: orders and cancellations as events with their value, customers as traits.

    The secret is the Admin API's access token; `shop` is one's own, as in shop.myshopify.com.
    """

    name: ClassVar[str] = "shopify"
    needs: ClassVar[tuple[str, ...]] = ("shop",)
    yaml: ClassVar[str] = """
kind: rest
url: https://{shop}.myshopify.com
every: 15m
auth: {kind: header, name: X-Shopify-Access-Token}
settings: {shop: "", version: 2025-01}
tables:
  orders:
    path: /admin/api/{version}/orders.json
    query: {status: any, order: updated_at asc, updated_at_min: "{since}", limit: 250}
    records: orders
    paging: {kind: link_header}
    cursor: changed
    lag_s: 60
    pick:
      id: id
      customer: customer.id
      email: email
      name: name
      total: total_price
      currency: currency
      status: financial_status
      channel: source_name
      country: shipping_address.country_code
      reason: cancel_reason
      created: created_at
      cancelled: cancelled_at
      changed: updated_at
    mapping:
      who: {user: "=shopify:{customer}", email: email}
      leave_out: [email, changed]
      events:
        - {name: =Order placed, type: =order, at: {column: created}, channel: channel, value: total, currency: currency,
           region: country, event_id: id}
        - {name: =Order cancelled, type: =order, at: {column: cancelled}, optional: true, channel: channel,
           currency: currency, region: country, event_id: id}
  customers:
    path: /admin/api/{version}/customers.json
    query: {order: updated_at asc, updated_at_min: "{since}", limit: 250}
    records: customers
    paging: {kind: link_header}
    cursor: changed
    lag_s: 60
    pick:
      {id: id, email: email, state: state, orders: orders_count, spent: total_spent, tags: tags, changed: updated_at}
    mapping:
      who: {user: "=shopify:{id}", email: email}
      leave_out: [email]
      traits: {at: {column: changed}, row_id: "={id}-{changed}", columns: [state, orders, spent, tags]}
"""
