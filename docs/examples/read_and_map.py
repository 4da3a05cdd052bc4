"""From a folder of exports to a map, in Python."""

from pathlib import Path

import footpath as fp

folder = Path("exports")
folder.mkdir()
rows = ["customer,event,time"]
steps = ["Saw product", "Added to cart", "Started checkout", "Paid"]
for customer in range(120):
    for position, step in enumerate(steps[: 1 + customer % 4]):
        rows.append(f"c{customer},{step},2026-11-{1 + customer % 20:02} 10:{position:02}:00")
(folder / "shop.csv").write_text("\n".join(rows))

store = fp.read(folder)
journey = store.map()
journey.save("map.html")
journey.save("map.map.yaml")
