"""A small shop: what its customers did, and its map."""

from footpath.maps import Card, Column, Lane, Map

ROWS = [
    f"p{person},{step},2026-03-{day:02d}T10:00:{person:02d}Z"
    for person in range(40)
    for day, step in enumerate(("Home", "Lamp", "=cmd()", "Order")[: 2 + person % 3], start=1 + person % 20)
]
CSV = "\n".join(["user_id,event,timestamp", *ROWS])
SHOP = Map(
    key="shop",
    title="Shop",
    goal="order",
    columns=tuple(Column(key=name.lower(), title=name) for name in ("Home", "Lamp", "Order")),
    lanes=(Lane(key="l", type="text", title="L"),),
    cards=(Card(key="b", lane="l", at="order", text="Buyers", props={"binding": {"metric": "units of Order"}}),),
)
