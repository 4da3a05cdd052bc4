"""What people did in web shop and app: kinds of event, and the columns that gather them."""

from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from footpath.demo.people import Floats, Ints


class Kind(Struct, frozen=True):
    """A kind of event in the exports.

    Attributes:
        type: page (a screen in the app), track or identify.
        name: event name, or title of the page.
        path: where it happens; {product}, {category} and {order} stand for that of the event.
        item: what the event's `item` number means: product, category, order, search, delivery,
            method, person or nothing.
    """

    type: str
    name: str
    path: str
    item: str = ""


KINDS = (
    Kind("page", "Home", "/"),
    Kind("page", "Category", "/category/{category}", "category"),
    Kind("page", "Product", "/product/{product}", "product"),
    Kind("track", "Products Searched", "/search", "search"),
    Kind("track", "Product List Filtered", "/category/{category}", "category"),
    Kind("track", "Reviews Read", "/product/{product}", "product"),
    Kind("track", "Products Compared", "/compare", "product"),
    Kind("track", "Chat Started", "/product/{product}", "product"),
    Kind("track", "Product Added", "/product/{product}", "product"),
    Kind("page", "Cart", "/cart"),
    Kind("track", "Product Removed", "/cart", "product"),
    Kind("track", "Coupon Applied", "/cart"),
    Kind("track", "Coupon Denied", "/cart"),
    Kind("track", "Checkout Started", "/checkout"),
    Kind("track", "Signed Up", "/account/sign-up"),
    Kind("identify", "identify", "/account", "person"),
    Kind("track", "Signed In", "/account/sign-in"),
    Kind("page", "Checkout – delivery", "/checkout/delivery"),
    Kind("track", "Delivery Option Selected", "/checkout/delivery", "delivery"),
    Kind("page", "Checkout – payment", "/checkout/payment"),
    Kind("track", "Payment Submitted", "/checkout/payment", "method"),
    Kind("track", "Payment Failed", "/checkout/payment", "method"),
    Kind("track", "Order Completed", "/order/{order}/thank-you", "order"),
    Kind("page", "Order status", "/account/orders/{order}", "order"),
    Kind("page", "Help", "/help"),
    Kind("track", "Return Requested", "/account/orders/{order}/return", "order"),
    Kind("page", "Account", "/account"),
)
CODE = {kind.name: code for code, kind in enumerate(KINDS)}


@dataclass
class Visits:
    """One chunk's visits as columns: who came, by which platform (0 web, 1 app), brought by which campaign (-1 no)."""

    who: Ints
    app: Ints
    campaign: Ints


@dataclass
class Log:
    """Events gathered as columns; each belongs to a visit."""

    visits: list[Visits] = field(default_factory=list)
    n_visits: int = 0
    _parts: list[tuple[Ints, Ints, Ints, Ints, Floats]] = field(default_factory=list)

    def open(self, visits: Visits) -> int:
        """Add visits; returns the number of the first of them."""
        first = self.n_visits
        self.visits.append(visits)
        self.n_visits += len(visits.who)
        return first

    def add(self, visit: Ints, kind: str, at: Ints, item: Ints, amount: Floats) -> None:
        """Add one event a visit given; arrays align."""
        self._parts.append((visit, np.full(len(visit), CODE[kind]), at, item, amount))

    def all_visits(self) -> Visits:
        """Return all visits in the order of their numbers."""
        return Visits(
            who=np.concatenate([part.who for part in self.visits]),
            app=np.concatenate([part.app for part in self.visits]),
            campaign=np.concatenate([part.campaign for part in self.visits]),
        )

    def columns(self) -> tuple[Ints, Ints, Ints, Ints, Floats]:
        """Return (visit, kind, at, item, amount) of all events, ordered by time, then as they were added."""
        visit, kind, at, item, amount = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        order = np.argsort(at, kind="stable")
        return visit[order], kind[order], at[order], item[order], amount[order]
