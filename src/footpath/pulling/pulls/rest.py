"""A REST service of one's own."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Rest(Pull):
    """Any REST service that answers with JSON: here orders by page numbers, with a bearer token. Edit it."""

    name: ClassVar[str] = "rest"
    needs: ClassVar[tuple[str, ...]] = ("url",)
    yaml: ClassVar[str] = """
kind: rest
url: https://api.example.com
every: 1h
tables:
  orders:
    path: /orders
    query: {updated_after: "{since}", sort: updated_at}
    records: items
    paging: {kind: page, param: page, total: pages}
    cursor: updated_at
    mapping:
      who: {user: customer.id, email: customer.email}
      leave_out: [customer.email, updated_at]
      events:
        - name: "=Order {status}"
          type: =order
          at: {column: created_at}
          value: total
          currency: currency
          event_id: "={id}-{status}"
"""
