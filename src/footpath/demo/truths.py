"""The planted truths in words, for whoever wants to check what a map found; the product never reads them."""

from collections.abc import Mapping

from msgspec import Struct

from footpath.demo.orders import TOPICS, slow_topic
from footpath.demo.shop import Shop
from footpath.demo.world import CATEGORIES, CUSTOMER_TYPES, MARKETS, OWNERS


class Truth(Struct, frozen=True, omit_defaults=True):
    """One thing that is really so in the data.

    Attributes:
        key: its name among the truths of a shop.
        kind: error | wait | drop_off | low_conversion | churn | loyal | repeat_contact.
        where: words of which a touchpoint or stage it happens at should hold one.
        dimensions, values: the group it happens to: names its dimension may have, and how its value may be written;
            empty when it is everybody.
        period: first day and day after the last; empty when it is the whole time.
        direction: what is higher or lower than elsewhere.
        persons: how many it touched.
    """

    key: str
    kind: str
    where: tuple[str, ...]
    direction: str
    persons: int
    dimensions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    period: tuple[str, str] | None = None


CHURN = {
    "return": (("return", "refund"), "customers who return something come back less"),
    "rescheduled": (("rescheduled", "delivery"), "customers whose delivery was rescheduled come back less"),
    "reopened": (("reopened", "ticket"), "customers whose ticket was reopened come back less"),
}


# What varies from shop to shop: kind, where, dimensions, direction.
EXTRAS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], str]] = {
    "search_without_results": (
        "drop_off",
        ("search",),
        ("country", "region", "locale"),
        "searches find nothing more often, and people leave",
    ),
    "coupon_denied": ("error", ("coupon",), ("campaign",), "coupons are denied more often, and people leave"),
    "delivery_choice": (
        "drop_off",
        ("delivery option", "checkout", "delivery"),
        ("country", "region", "locale"),
        "more leave at the choice of delivery",
    ),
    "slow_owner": (
        "wait",
        ("qualified", "deal", "create"),
        ("deal_owner", "owner"),
        "time from creation of a deal to qualification is longer",
    ),
    "assembly": (
        "repeat_contact",
        ("assembly", "ticket", "review", "opened"),
        ("category",),
        "more tickets and lower ratings about assembly",
    ),
    "slow_tickets": (
        "wait",
        ("first answered", "ticket", "answer", "opened"),
        ("topic",),
        "time to the first answer is longer",
    ),
}


def truths(shop: Shop, touched: Mapping[str, int]) -> list[Truth]:
    """Return what was planted; `touched` counts the persons of each plant."""
    always = (_payment_on_mobile, _slow_region, _bad_campaign, _loyal_type, _churn_signal)
    extras = [_extra(shop, name, touched.get(name, 0)) for name in shop.plants.extras]
    return [plant(shop, touched) for plant in always] + extras


def _payment_on_mobile(shop: Shop, touched: Mapping[str, int]) -> Truth:
    begin, end = shop.week(shop.plants.payment_week)
    return Truth(
        key="payment_on_mobile",
        kind="error",
        where=("payment",),
        dimensions=("device",),
        values=("mobile",),
        period=(f"{begin:%Y-%m-%d}", f"{end:%Y-%m-%d}"),
        direction="paying fails more often",
        persons=touched["payment"],
    )


def _slow_region(shop: Shop, touched: Mapping[str, int]) -> Truth:
    market, region = shop.plants.slow_region
    return Truth(
        key="slow_region",
        kind="wait",
        where=("delivered", "delivery", "shipped"),
        dimensions=("region",),
        values=(MARKETS[market].regions[region][0],),
        direction="time from shipped to delivered is longer",
        persons=touched["slow"],
    )


def _bad_campaign(shop: Shop, touched: Mapping[str, int]) -> Truth:
    return Truth(
        key="bad_campaign",
        kind="low_conversion",
        where=("deal", "lead", "qualified", "lost", "order", "cart", "product", "won"),
        dimensions=("campaign", "source_campaign"),
        values=(shop.campaigns[shop.plants.bad_campaign][0],),
        direction="visitors and leads of the campaign convert less",
        persons=touched["bad_campaign"],
    )


def _loyal_type(shop: Shop, touched: Mapping[str, int]) -> Truth:
    return Truth(
        key="loyal_type",
        kind="loyal",
        where=("order", "return", "repeat"),
        dimensions=("customer_type",),
        values=(CUSTOMER_TYPES[shop.plants.loyal_type][0],),
        direction="customers of the type order again more often",
        persons=touched["loyal"],
    )


def _churn_signal(shop: Shop, touched: Mapping[str, int]) -> Truth:
    where, direction = CHURN[shop.plants.churn_signal]
    return Truth(key="churn_signal", kind="churn", where=where, direction=direction, persons=touched["churn"])


def _extra(shop: Shop, name: str, persons: int) -> Truth:
    plants = shop.plants
    market = (MARKETS[plants.market].country, MARKETS[plants.market].locale)
    kind, where, dimensions, direction = EXTRAS[name]
    values = {
        "search_without_results": market,
        "coupon_denied": (shop.campaigns[plants.campaign][0],),
        "delivery_choice": market,
        "slow_owner": (OWNERS[plants.owner],),
        "assembly": (list(CATEGORIES)[plants.category],),
        "slow_tickets": (TOPICS[slow_topic(shop)],),
    }
    return Truth(
        key=name,
        kind=kind,
        where=where,
        dimensions=dimensions,
        values=values[name],
        direction=direction,
        persons=persons,
    )
