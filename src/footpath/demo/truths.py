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


def truths(shop: Shop, touched: Mapping[str, int]) -> list[Truth]:
    """Return what was planted; `touched` counts the persons of each plant."""
    plants = shop.plants
    market, region = plants.slow_region
    begin, end = shop.week(plants.payment_week)
    where, direction = CHURN[plants.churn_signal]
    found = [
        Truth(
            key="payment_on_mobile",
            kind="error",
            where=("payment",),
            dimensions=("device",),
            values=("mobile",),
            period=(f"{begin:%Y-%m-%d}", f"{end:%Y-%m-%d}"),
            direction="paying fails more often",
            persons=touched["payment"],
        ),
        Truth(
            key="slow_region",
            kind="wait",
            where=("delivered", "delivery", "shipped"),
            dimensions=("region",),
            values=(MARKETS[market].regions[region][0],),
            direction="time from shipped to delivered is longer",
            persons=touched["slow"],
        ),
        Truth(
            key="bad_campaign",
            kind="low_conversion",
            where=("deal", "lead", "qualified", "lost", "order", "cart", "product", "won"),
            dimensions=("campaign", "source_campaign"),
            values=(shop.campaigns[plants.bad_campaign][0],),
            direction="visitors and leads of the campaign convert less",
            persons=touched["bad_campaign"],
        ),
        Truth(
            key="loyal_type",
            kind="loyal",
            where=("order", "return", "repeat"),
            dimensions=("customer_type",),
            values=(CUSTOMER_TYPES[plants.loyal_type][0],),
            direction="customers of the type order again more often",
            persons=touched["loyal"],
        ),
        Truth(key="churn_signal", kind="churn", where=where, direction=direction, persons=touched["churn"]),
    ]
    return found + [_extra(shop, name, touched.get(name, 0)) for name in plants.extras]


def _extra(shop: Shop, name: str, persons: int) -> Truth:
    plants = shop.plants
    country, locale = MARKETS[plants.market].country, MARKETS[plants.market].locale
    extras = {
        "search_without_results": Truth(
            key=name,
            kind="drop_off",
            where=("search",),
            dimensions=("country", "region", "locale"),
            values=(country, locale),
            direction="searches find nothing more often, and people leave",
            persons=persons,
        ),
        "coupon_denied": Truth(
            key=name,
            kind="error",
            where=("coupon",),
            dimensions=("campaign",),
            values=(shop.campaigns[plants.campaign][0],),
            direction="coupons are denied more often, and people leave",
            persons=persons,
        ),
        "delivery_choice": Truth(
            key=name,
            kind="drop_off",
            where=("delivery option", "checkout", "delivery"),
            dimensions=("country", "region", "locale"),
            values=(country, locale),
            direction="more leave at the choice of delivery",
            persons=persons,
        ),
        "slow_owner": Truth(
            key=name,
            kind="wait",
            where=("qualified", "deal", "create"),
            dimensions=("deal_owner", "owner"),
            values=(OWNERS[plants.owner],),
            direction="time from creation of a deal to qualification is longer",
            persons=persons,
        ),
        "assembly": Truth(
            key=name,
            kind="repeat_contact",
            where=("assembly", "ticket", "review", "opened"),
            dimensions=("category",),
            values=(list(CATEGORIES)[plants.category],),
            direction="more tickets and lower ratings about assembly",
            persons=persons,
        ),
        "slow_tickets": Truth(
            key=name,
            kind="wait",
            where=("first answered", "ticket", "answer", "opened"),
            dimensions=("topic",),
            values=(TOPICS[slow_topic(shop)],),
            direction="time to the first answer is longer",
            persons=persons,
        ),
    }
    return extras[name]
