"""A workspace in which people write Greek: whatever Latin letters say, Footpath says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

import footpath
from tests.ui.conftest import Site

EVENTS = ("Αρχή", "Αναζήτηση", "Προϊόν", "Καλάθι", "Πληρωμή", "Παραγγελία")
CHANNELS = ("ιστός", "κατάστημα")
GONE = (0.1, 0.15, 0.2, 0.35, 0.3)  # leave after each of the first five
SAID = ("Η πληρωμή με κάρτα δεν δουλεύει", "Πολύ ωραία λάμπα", "Άργησε πολύ η παράδοση", "Όλα καλά, ευχαριστώ")
MAP = """format: footpath-map/1
key: lamp
title: Αγοράζω λάμπα
locale: el
goal: pay
columns:
- {key: look, title: Κοιτάζω, matches: [home, search]}
- {key: choose, title: Διαλέγω, matches: [item, cart]}
- {key: pay, title: Πληρώνω, matches: [pay, order]}
touchpoints:
- {key: home, title: Αρχή, channel: ιστός, where: {name: [Αρχή]}}
- {key: search, title: Αναζήτηση, where: {name: [Αναζήτηση]}}
- {key: item, title: Προϊόν, where: {name: [Προϊόν]}}
- {key: cart, title: Καλάθι, where: {name: [Καλάθι]}}
- {key: pay, title: Πληρωμή, where: {name: [Πληρωμή]}}
- {key: order, title: Παραγγελία, where: {name: [Παραγγελία]}}
personas:
- {key: lena, name: Λένα}
lanes:
- {key: path, type: traffic, title: Δρόμος}
- {key: pains, type: pain, title: Πόνοι}
- {key: mood, type: emotion, title: Διάθεση}
cards:
- {key: c1, lane: pains, at: pay, text: Αργεί, evidence: {reported: 2}}
- {key: c2, lane: mood, at: pay, value: {value: -0.4, unit: score, n: 12}}
"""


def store(folder: Path, persons: int = 120) -> None:
    """Import events, and what people said, into the store of a folder."""
    random = np.random.default_rng(5)
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    events, said = ["person,time,event,channel,amount,πόλη"], ["person,time,score,comment"]
    for person in range(persons):
        at = start + timedelta(hours=float(random.uniform(0, 24 * 70)))
        channel, city = CHANNELS[int(random.random() < 0.3)], ("Αθήνα", "Πάτρα")[person % 2]
        for place, event in enumerate(EVENTS):
            amount = f"{random.uniform(20, 90):.2f}" if event == EVENTS[-1] else ""
            events.append(f"p{person:03},{at:%Y-%m-%dT%H:%M:%SZ},{event},{channel},{amount},{city}")
            if random.random() < 0.2:  # looks again
                at += timedelta(minutes=9)
                events.append(f"p{person:03},{at:%Y-%m-%dT%H:%M:%SZ},{EVENTS[1]},{channel},,{city}")
            at += timedelta(minutes=float(random.exponential(90)))
            if place < len(GONE) and random.random() < GONE[place]:
                break
        if random.random() < 0.6:
            text = SAID[int(random.integers(len(SAID)))]
            said.append(f"p{person:03},{at:%Y-%m-%dT%H:%M:%SZ},{int(random.integers(11))},{text}")
    for name, rows in (("γεγονότα", events), ("φωνές", said)):
        (folder / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
        footpath.read(folder / f"{name}.csv", store=folder / "footpath-store")


def fill(site: Site, locale: str) -> dict[str, str]:
    """Put something of every kind into the workspace; return the ids."""
    shop = site.enter()
    place = f"/workspaces/{shop}"
    site.ask("PATCH", place, {"name": "Λάμπες"})
    site.ask("PATCH", "/me", {"name": "Άννα"})
    made = {"map": site.ask("POST", f"{place}/maps", {"file": MAP, "name": "lamp.map.yaml"})["id"]}
    drawn = footpath.open(site.folder / "footpath-store").map(locale=locale, title="Από δεδομένα", personas=2)
    drawn.save(site.folder / "drawn.map.yaml")
    file = (site.folder / "drawn.map.yaml").read_text(encoding="utf-8")
    made["drawn"] = site.ask("POST", f"{place}/maps", {"file": file, "name": "drawn.map.yaml"})["id"]
    made["template"] = site.ask("POST", f"{place}/maps", {"template": "ecommerce", "locale": locale})["id"]
    for kind in ("persona", "insight", "opportunity", "solution", "touchpoint", "channel", "stakeholder"):
        made[kind] = site.ask("POST", f"{place}/items", {"kind": kind, "title": "Φως"})["id"]
    for kind in ("framework", "stakeholder_map", "impact_map"):
        made[kind] = site.ask("POST", f"{place}/boards", {"kind": kind, "title": "Πίνακας"})["id"]
    workshop = site.ask("POST", f"{place}/workshops", {"title": "Μαζί", "question": "Τι;"})
    made |= {"workshop": workshop["id"], "code": workshop["code"]}
    site.ask("POST", f"/maps/{made['map']}/comments", {"text": "Σωστά;", "element": "cards/c1"})
    site.ask("POST", f"/maps/{made['map']}/versions", {"name": "Πρώτη"})
    site.ask("PATCH", f"/maps/{made['map']}", {"status": "live", "review_every_days": 30, "reviewed": True})
    site.ask("POST", f"{place}/keys", {"name": "ρομπότ", "scopes": ["maps:read"]})
    made["invitation"] = site.ask("POST", f"{place}/invitations", {"role": "editor"})["link"].rsplit("/", 1)[1]
    made["share"] = site.ask("POST", f"/maps/{made['map']}/shares", {"name": "Για όλους"})["link"].rsplit("/", 1)[1]
    made["secret"] = site.ask("POST", f"/maps/{made['map']}/shares", {"password": "άνοιξε σουσάμι"})["link"].rsplit(
        "/", 1
    )[1]
    return made


PANELS = (
    "check",
    "find",
    "versions",
    "comments",
    "personas",
    "map",
    "translate",
    "numbers",
    "binding",
    "planned",
    "moved",
    "proposals",
)


def addresses(made: dict[str, str], questions: list[str]) -> list[str]:
    """Return the address of every page and of every state of one that an address can name."""
    kinds = ("persona", "insight", "opportunity", "solution", "touchpoint", "channel", "stakeholder")
    return [
        "/", "/new", "/draw", "/people", "/settings", "/audit", "/nowhere",
        *(f"/library/{kind}" for kind in kinds), *(f"/library/{kind}?item={made[kind]}" for kind in kinds),
        f"/library/persona/{made['persona']}", "/library/boards", "/library/boards/matrix",
        *(f"/library/boards/{made[kind]}" for kind in ("framework", "stakeholder_map", "impact_map")),
        "/overall", "/overall?status=open", "/overall?lane=emotion",
        "/workshops", f"/workshops/{made['workshop']}", f"/join/{made['code']}", "/join/ABCDEF",
        f"/invitation/{made['invitation']}", "/invitation/gone", "/reset/gone",
        f"/shared/{made['share']}", f"/shared/{made['secret']}", f"/embed/{made['share']}",
        "/explore", "/explore/saved", "/explore/sql", "/explore/person?id=p003",
        *(f"/explore/{name}" for name in questions),
        *(f"/explore/frequency?show={table}&as=table" for table in ("often", "recency", "grid")),
        *(f"/maps/{made[one]}{view}" for one in ("map", "drawn", "template") for view in ("", "?view=table")),
        *(f"/maps/{made['map']}?view={view}" for view in ("present", "matrix", "beside")),
        *(f"/maps/{made['map']}?panel={panel}" for panel in PANELS),
        *(f"/maps/{made['drawn']}?panel={panel}" for panel in ("numbers", "proposals", "planned", "element")),
        f"/maps/{made['template']}?at=cards/emotion-see-ad",
        f"/maps/{made['map']}/wall",
    ]  # fmt: skip
