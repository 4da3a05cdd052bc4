"""The questions that all sides answer: what the steps, windows and limits are."""

from benchmarks.log import BEGIN_US, DAY_US, NAMES

WEEK_US = 7 * DAY_US
MONDAY_US = BEGIN_US - 2 * DAY_US  # the Monday before the year
FIVE = tuple(NAMES.index(name) for name in ("Home", "Product", "Cart", "Checkout", "Order"))
TWENTY = tuple(range(20))
STOPS = (20, 21)  # Complaint, Cancelled
PAUSE_US = 1_800_000_000  # 30 min: a longer pause begins another session
DEPTH = 10
SHOWN = 60  # the most frequent variants or ways that answers are compared by
EDGE = 32  # pair of names = first · 32 + second
