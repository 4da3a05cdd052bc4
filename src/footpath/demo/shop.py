"""One seed's shop: its period, markets, campaigns and the truths planted in how its customers fare."""

from datetime import UTC, datetime, timedelta

import numpy as np
from msgspec import Struct

from footpath.demo.world import CAMPAIGNS, CATEGORIES, CUSTOMER_TYPES, MARKETS, OWNERS

DAY_US = 86_400_000_000
EXTRAS = ("search_without_results", "coupon_denied", "delivery_choice", "slow_owner", "assembly", "slow_tickets")
CHURN_SIGNALS = ("return", "rescheduled", "reopened")


class Product(Struct, frozen=True):
    """A thing to buy; `price` in pounds, `style` 0…1 is how well liked it is."""

    id: int
    slug: str
    title: str
    category: int
    price: float
    style: float


class Plants(Struct, frozen=True):
    """What is wrong or special in this shop, by index into its lists.

    Attributes:
        payment_week: week of the period, from 0, in which paying on a phone in the web shop often fails.
        payment_failure: share of attempts that fail then and there.
        slow_region: (market, region) whose parcels take longer.
        slow_days: how many days longer, on average.
        bad_campaign: campaign whose visitors rarely buy and whose sales leads are rarely won.
        loyal_type: customer type that comes back more.
        loyal_return: chance that a customer of that type starts on a next purchase.
        churn_signal: what happens to customers before they stay away.
        churn_return: chance that a customer comes back after it.
        extras: names out of EXTRAS.
        market: the country that the extras of one country happen in.
        campaign: the campaign whose coupon does not work.
        owner: the salesperson who answers late.
        category: the product group that is hard to assemble.
    """

    payment_week: int
    payment_failure: float
    slow_region: tuple[int, int]
    slow_days: float
    bad_campaign: int
    loyal_type: int
    loyal_return: float
    churn_signal: str
    churn_return: float
    extras: tuple[str, ...]
    market: int
    campaign: int
    owner: int
    category: int


class Shop(Struct, frozen=True):
    """Everything that holds for all customers of one seed's shop.

    Attributes:
        start: first instant of the period, a Monday, UTC.
        weeks: length of the period.
        market_weights: share of visitors by market.
        campaigns: (name, source, medium, weight, keenness) in use.
        app_share: share of persons who also use the app.
        phone_share: share of web visitors on a phone.
        keenness: added to the log-odds of putting something in the cart.
    """

    start: datetime
    weeks: int
    market_weights: tuple[float, ...]
    campaigns: tuple[tuple[str, str, str, float, float], ...]
    products: tuple[Product, ...]
    app_share: float
    phone_share: float
    keenness: float
    plants: Plants

    @property
    def start_us(self) -> int:
        """First instant of the period in µs since 1970."""
        return int(self.start.timestamp()) * 1_000_000

    @property
    def end_us(self) -> int:
        """First instant after the period in µs since 1970: what had not happened by then is in no export."""
        return self.start_us + self.weeks * 7 * DAY_US

    def week(self, number: int) -> tuple[datetime, datetime]:
        """Return the first instant of a week of the period and of the one after it."""
        begin = self.start + timedelta(weeks=number)
        return begin, begin + timedelta(weeks=1)


def shop_for(seed: int) -> Shop:
    """Return the shop of a seed; the same for any number of persons."""
    rng = np.random.default_rng([seed, 7])
    weeks = int(rng.integers(16, 24))
    weights = rng.dirichlet(np.array([35.0, 30.0, 14.0, 21.0]))
    kept = np.sort(rng.choice(len(CAMPAIGNS), size=7, replace=False))
    return Shop(
        start=datetime(2025, 1, 6, tzinfo=UTC) + timedelta(weeks=int(rng.integers(0, 40))),
        weeks=weeks,
        market_weights=tuple(float(w) for w in weights),
        campaigns=tuple(CAMPAIGNS[i] for i in kept),
        products=_products(rng),
        app_share=float(rng.uniform(0.18, 0.3)),
        phone_share=float(rng.uniform(0.5, 0.62)),
        keenness=float(rng.uniform(-0.1, 0.15)),
        plants=_plants(rng, weeks, weights),
    )


def _products(rng: np.random.Generator) -> tuple[Product, ...]:
    found: list[Product] = []
    for index, (category, (price, models)) in enumerate(CATEGORIES.items()):
        for model in models:
            number = 1000 + 37 * len(found) + int(rng.integers(0, 30))
            noun = category.rstrip("s").replace("-", " ").replace("shelve", "shelf")
            found.append(
                Product(
                    id=number,
                    slug=f"{number}-{model.lower()}-{noun.replace(' ', '-')}",
                    title=f"{model} {noun}",
                    category=index,
                    price=round(price * float(rng.uniform(0.7, 1.5))) - 0.05,
                    style=float(rng.beta(5, 2)),
                )
            )
    return tuple(found)


def _plants(rng: np.random.Generator, weeks: int, market_weights: np.ndarray) -> Plants:
    extras = rng.choice(len(EXTRAS), size=int(rng.integers(1, 4)), replace=False)
    return Plants(
        payment_week=int(rng.integers(weeks // 3, weeks - 3)),
        payment_failure=float(rng.uniform(0.38, 0.55)),
        slow_region=_slow_region(rng, market_weights),
        slow_days=float(rng.uniform(3.5, 6.0)),
        bad_campaign=int(rng.integers(0, 7)),
        loyal_type=int(rng.integers(0, len(CUSTOMER_TYPES) - 1)),
        loyal_return=float(rng.uniform(0.66, 0.78)),
        churn_signal=CHURN_SIGNALS[int(rng.integers(0, len(CHURN_SIGNALS)))],
        churn_return=float(rng.uniform(0.05, 0.1)),
        extras=tuple(EXTRAS[i] for i in np.sort(extras)),
        market=int(rng.integers(0, len(MARKETS))),
        campaign=int(rng.integers(0, 7)),
        owner=int(rng.integers(0, len(OWNERS))),
        category=int(rng.integers(3, len(CATEGORIES))),
    )


def _slow_region(rng: np.random.Generator, market_weights: np.ndarray) -> tuple[int, int]:
    """Pick a region with 4 to 12 % of all visitors."""
    choices = [
        (m, r)
        for m, market in enumerate(MARKETS)
        for r, (_, weight) in enumerate(market.regions)
        if 0.04 <= weight * market_weights[m] <= 0.12
    ]
    return choices[int(rng.integers(0, len(choices)))]
