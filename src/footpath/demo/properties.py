"""Where each event happened and what it was about, as the paths and JSON properties of the clickstream."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.demo.log import KINDS
from footpath.demo.people import Flags, Floats, Ints
from footpath.demo.shop import Shop
from footpath.demo.world import CATEGORIES, DELIVERY, MARKETS, SEARCHES

ERRORS = ("declined", "gateway_timeout")


@dataclass
class Stream:
    """Events of one chunk as columns, in order of time.

    Attributes:
        kind: position in `KINDS`; item: what the kind says it is.
        context: JSON members of the Segment context; user: JSON, quoted or null.
        orders: order ids by number in the chunk; emails: addresses by person of the chunk.
    """

    kind: Ints
    at: Ints
    item: Ints
    amount: Floats
    market: Ints
    app: Ints
    context: pa.Array
    anonymous: pa.Array
    user: pa.Array
    orders: pa.Array
    emails: pa.Array

    def part(self, chosen: Flags) -> "Stream":
        """Return the chosen events."""
        index = np.flatnonzero(chosen)
        columns: dict[str, Any] = {
            name: getattr(self, name)[index] for name in ("kind", "at", "item", "amount", "market", "app")
        }
        texts = {name: getattr(self, name).take(pa.array(index)) for name in ("context", "anonymous", "user")}
        return replace(self, **columns, **texts)


def paths(shop: Shop, stream: Stream, template: str) -> pa.Array:
    """Return the page paths of a stream of one kind, whose template may hold one slot."""
    before, brace, rest = template.partition("{")
    if not brace:
        return pa.array([template] * len(stream.at))
    slot, _, after = rest.partition("}")
    tables = {
        "product": lambda: pa.array([product.slug for product in shop.products]),
        "category": lambda: pa.array(list(CATEGORIES)),
        "order": lambda: stream.orders,
    }
    return pc.binary_join_element_wise(before, tables[slot]().take(pa.array(stream.item)), after, "")


def properties(shop: Shop, stream: Stream, code: int) -> pa.Array:
    """Return the properties of events of one kind as JSON; for identify the e-mail address."""
    kind = KINDS[code]
    writers = {
        "product": _product_properties,
        "category": _category_properties,
        "search": _search_properties,
        "delivery": _delivery_properties,
        "method": _method_properties,
        "order": _order_properties,
        "": _value_properties,
        "person": _addresses,
    }
    return writers[kind.item](shop, stream) if kind.name != "Payment Failed" else _failure_properties(shop, stream)


def _product_properties(shop: Shop, stream: Stream) -> pa.Array:
    rows = [
        f'{{"product_id":"{p.id}","name":"{p.title}","category":"{list(CATEGORIES)[p.category]}",'
        f'"price":{p.price * m.rate:.2f},"currency":"{m.currency}"}}'
        for m in MARKETS
        for p in shop.products
    ]
    return pa.array(rows).take(pa.array(stream.market * len(shop.products) + stream.item))


def _category_properties(_: Shop, stream: Stream) -> pa.Array:
    return pa.array([f'{{"category":"{name}"}}' for name in CATEGORIES]).take(pa.array(stream.item))


def _search_properties(_: Shop, stream: Stream) -> pa.Array:
    words = [SEARCHES[market.locale[:2]] for market in MARKETS]
    longest = max(map(len, words))
    rows = [
        f'{{"query":"{words[m][t % len(words[m])]}","results":{0 if empty else 4 + 3 * t}}}'
        for m in range(len(MARKETS))
        for empty in (False, True)
        for t in range(longest)
    ]
    empty, term = stream.item // 1000, stream.item % 1000
    return pa.array(rows).take(pa.array((stream.market * 2 + empty) * longest + term))


def _delivery_properties(_: Shop, stream: Stream) -> pa.Array:
    return pa.array([f'{{"option":"{name}"}}' for name in DELIVERY]).take(pa.array(stream.item))


def _method_names(stream: Stream) -> pa.Array:
    names = pa.array([market.methods[i % len(market.methods)] for market in MARKETS for i in range(3)])
    return names.take(pa.array(stream.market * 3 + stream.item % 10))


def _method_properties(_: Shop, stream: Stream) -> pa.Array:
    return pc.binary_join_element_wise('{"method":"', _method_names(stream), '"}', "")


def _failure_properties(_: Shop, stream: Stream) -> pa.Array:
    error = pa.array(ERRORS).take(pa.array(stream.item // 10))
    return pc.binary_join_element_wise('{"method":"', _method_names(stream), '","error":"', error, '"}', "")


def _order_properties(shop: Shop, stream: Stream) -> pa.Array:
    order = pc.binary_join_element_wise('{"order_id":"', stream.orders.take(pa.array(stream.item)), '"', "")
    if not stream.amount.any():
        return pc.binary_join_element_wise(order, "}", "")
    return pc.binary_join_element_wise(order, ",", pc.utf8_slice_codeunits(_value_properties(shop, stream), 1), "")


def _value_properties(_: Shop, stream: Stream) -> pa.Array:
    if not stream.amount.any():
        return pa.array(["{}"] * len(stream.at))
    rate = np.array([market.rate for market in MARKETS])[stream.market]
    pence = np.round(stream.amount * rate * 100).astype(np.int64)
    currency = pa.array([market.currency for market in MARKETS]).take(pa.array(stream.market))
    cents = pc.utf8_lpad(text(pence % 100), 2, "0")
    return pc.binary_join_element_wise('{"value":', text(pence // 100), ".", cents, ',"currency":"', currency, '"}', "")


def _addresses(_: Shop, stream: Stream) -> pa.Array:
    return stream.emails.take(pa.array(stream.item))


def text(numbers: Ints) -> pa.Array:
    """Write whole numbers."""
    return pc.cast(pa.array(numbers), pa.string())
