"""The people of the shop: who they are, what they carry, how keen they are, when they first look in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from footpath.demo.shop import DAY_US, Shop
from footpath.demo.world import ADDRESS_NAMES, CUSTOMER_TYPES, FAMILY_NAMES, GIVEN_NAMES, MARKETS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max
# by hour of the local day
HOUR_WEIGHTS = np.array(
    [1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3, 4, 4.5, 4.5, 5, 4.5, 4, 4, 4.2, 5, 6, 7.5, 8.5, 8, 5, 2.5]
)


@dataclass
class People:
    """One chunk of persons as columns; `first` is the number of the first of them in the whole shop.

    Attributes:
        device: 0 desktop, 1 mobile, 2 tablet: what they browse the web shop with.
        campaign: what first brought them, -1 for none.
        keen: their own part in the log-odds of buying.
        known_at: instant from which the web shop knows who they are; `known_app_at` the same in the app.
        orders: how many they have placed so far.
    """

    first: int
    market: Ints
    region: Ints
    device: Ints
    agent: Ints
    uses_app: Flags
    kind: Ints
    campaign: Ints
    keen: Floats
    first_at: Ints
    known_at: Ints
    known_app_at: Ints
    orders: Ints
    name: Ints

    def __len__(self) -> int:
        return len(self.market)

    def number(self, who: Ints) -> Ints:
        """Return the persons' numbers in the whole shop."""
        return self.first + who

    def user_id(self, who: int) -> str:
        """Return the id the shop knows a person by."""
        return f"u{self.first + who:07d}"

    def email(self, who: int) -> str:
        """Return a person's address, in a domain that can never exist."""
        names = ADDRESS_NAMES[self.language(who)]
        given = names[int(self.name[who]) % len(names)]
        host = ("example.com", "example.net", "example.org")[int(self.name[who]) % 3]
        return f"{given}.{self.first + who}@mail.{host}"

    def full_name(self, who: int) -> str:
        """Return a person's name as their own language orders it."""
        language, code = self.language(who), int(self.name[who])
        given = GIVEN_NAMES[language][code % len(GIVEN_NAMES[language])]
        family = FAMILY_NAMES[language][(code // 16) % len(FAMILY_NAMES[language])]
        return f"{family}{given}" if language == "zh" else f"{given} {family}"

    def language(self, who: int) -> str:
        """Return the two-letter language a person writes in."""
        return MARKETS[int(self.market[who])].locale[:2]


def people(rng: np.random.Generator, shop: Shop, first: int, n: int) -> People:
    """Draw `n` persons."""
    market = rng.choice(len(MARKETS), size=n, p=shop.market_weights)
    weights = np.array([campaign[3] for campaign in shop.campaigns])
    acquired = rng.choice(len(weights), size=n, p=weights / weights.sum())
    kinds = np.array([weight for _, weight in CUSTOMER_TYPES])
    phone, tablet = shop.phone_share, 0.05
    device = rng.choice(3, size=n, p=[1 - phone - tablet, phone, tablet])
    span = shop.end_us - shop.start_us - 5 * DAY_US
    # slightly more newcomers as the shop grows
    day = shop.start_us + (rng.beta(1.25, 1.15, size=n) * span).astype(np.int64)
    return People(
        first=first,
        market=market,
        region=_regions(rng, market),
        device=device,
        agent=rng.integers(0, 2, size=n),
        uses_app=rng.random(n) < np.where(device == 1, shop.app_share * 1.3, shop.app_share * 0.6),
        kind=rng.choice(len(kinds), size=n, p=kinds),
        campaign=np.where(rng.random(n) < 0.62, acquired, -1),
        keen=rng.normal(0.0, 0.8, size=n),
        first_at=waking_hour(rng, day, market),
        known_at=np.full(n, NEVER),
        known_app_at=np.full(n, NEVER),
        orders=np.zeros(n, dtype=np.int64),
        name=rng.integers(0, 1 << 20, size=n),
    )


def _regions(rng: np.random.Generator, market: Ints) -> Ints:
    region = np.zeros(len(market), dtype=np.int64)
    for code, place in enumerate(MARKETS):
        mine = np.flatnonzero(market == code)
        weights = np.array([weight for _, weight in place.regions])
        region[mine] = rng.choice(len(weights), size=len(mine), p=weights / weights.sum())
    return region


def waking_hour(rng: np.random.Generator, at: Ints, market: Ints) -> Ints:
    """Move instants within their day to an hour at which people of that market shop."""
    offset = np.array([place.hours for place in MARKETS])[market]
    hour = rng.choice(24, size=len(at), p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    second = rng.integers(0, 3600, size=len(at))
    utc = (hour - offset) % 24 * 3600 + second
    moved: Ints = at // DAY_US * DAY_US + utc * 1_000_000 + rng.integers(0, 1000, size=len(at)) * 1000
    return moved
