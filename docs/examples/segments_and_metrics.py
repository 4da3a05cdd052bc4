"""Who, and how much: segments and metrics over a small shop, in Python."""

from pathlib import Path

import footpath as fp
from footpath.analytics import define_metric, save, size

folder = Path("exports")
folder.mkdir()
events = ["customer_id,event,time,device,amount"]
answers = ["customer_id,answered_at,How likely are you to recommend us (0-10)?"]
for customer in range(240):
    for visit in range(1 + customer % 4):
        week, device = (customer + 3 * visit) % 8, ("mobile", "desktop")[(customer + visit) % 2]
        day = f"2026-{9 + week // 4:02}-{1 + week % 4 * 7 + customer % 5:02}"
        events.append(f"c{customer},Visit,{day} 09:00:00,{device},")
        if (customer + visit) % 2 == 0:
            events.append(f"c{customer},Order,{day} 09:20:00,{device},{19.9 + customer % 50}")
            if customer % 11 == 0:
                events.append(f"c{customer},Refund,{day} 18:00:00,{device},19.9")
    if customer % 3 == 0:
        answers.append(f"c{customer},2026-10-30 12:00:00,{10 - customer % 7}")
plans = ["customer_id,plan"] + [f"c{customer},{('free', 'pro')[customer % 5 == 0]}" for customer in range(240)]
for name, rows in (("shop", events), ("customers", plans), ("survey", answers)):
    (folder / f"{name}.csv").write_text("\n".join(rows))

store = fp.read(folder, store="shop")

# Segments: saved once, used by name wherever `who` is asked for, alone or inside other conditions.
save("shop", "loyal", "did Order at least 2 times within 60 d and not (trait plan = free or did Refund)")
loyal = size(store.journeys(), "loyal")  # persons, of how many, share with its interval
funnel = store.ask("funnel", steps=["Visit", "Order"], who="in loyal or spent >= 60")

# Metrics: the same number everywhere, with its interval, over time, broken down, beside the period before.
define_metric("shop", "revenue", "sum of Order")
define_metric("shop", "per visitor", "ratio of revenue to (units of Visit)")
weekly = store.ask("metric", metric="revenue", every="week", by="device", compare="previous")
rows = weekly.tables()["trend"].to_pylist()
weekly.plot().save("revenue.html")
quick = store.ask("metric", metric="share of Order among Visit within 7 d", who="loyal")
buyers = store.ask("metric", metric="nps", who="did Order")
