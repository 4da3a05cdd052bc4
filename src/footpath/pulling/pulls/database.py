"""A database of one's own."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Database(Pull):
    """A database (PostgreSQL, MySQL, SQLite, … by SQLAlchemy's address): orders as events, customers as traits.

    The password is the secret; without one none is sent.
    """

    name: ClassVar[str] = "database"
    needs: ClassVar[tuple[str, ...]] = ("url",)
    yaml: ClassVar[str] = """
kind: sql
url: postgresql+pg8000://reader@localhost/shop
every: 15m
tables:
  orders:
    columns: [id, customer_id, total, currency, status, created_at, updated_at]
    cursor: updated_at
    lag_s: 60
    mapping:
      who: {user: customer_id}
      leave_out: [updated_at]
      events:
        - {name: =Order placed, type: =order, at: {column: created_at}, value: total, currency: currency, event_id: id}
  customers:
    cursor: updated_at
    columns: [id, email, country, segment, updated_at]
    mapping:
      who: {user: id, email: email}
      leave_out: [email]
      traits: {at: {column: updated_at}, row_id: "={id}-{updated_at}", columns: [country, segment]}
"""
