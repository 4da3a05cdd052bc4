"""Marigold Home, a believable shop made up from a seed: raw exports as a company has them, with truths planted.

For demos and end-to-end tests; never the only evidence that something works. Layout of a generated folder:

- `exports/segment/web-*.jsonl.gz`, `app-*.jsonl.gz`: clickstream as Segment exports it, a file a month.
- `exports/shop/orders.csv` (UTF-8 with BOM, ISO dates), `orders_pl.csv` (Windows-1250, semicolons,
  day-first dates, decimal commas).
- `exports/crm/contacts.csv`, `deals.csv` (dates 31/12/2025): what kind of customer each is; sales
  to offices.
- `exports/support/tickets.xlsx`; `reviews/product_reviews.csv` (epoch ms); `surveys/nps.csv` (by e-mail),
  `delivery_csat.csv`.
- `answers/planted-truths.json`: what was planted, for checking; outside the exports, so that no import ever sees it.

As in life there are crawlers, repeated deliveries, broken rows, guests without an id, typos, and four languages.
"""

from footpath.demo.generating import Written, generate

__all__ = ["Written", "generate"]
