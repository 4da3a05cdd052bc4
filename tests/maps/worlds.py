"""Maps built by hand, from the smallest to the unreasonable, that every picture must survive."""

from datetime import UTC, datetime

from footpath.maps.model import Card, CardLink, Column, Edge, Evidence, Figure, Lane, Map, Note, Path, Persona

AS_OF = datetime(2026, 11, 30, 9, 12, tzinfo=UTC)
GUESS, REPORTED = Evidence(), Evidence(reported=3)
OBSERVED = Evidence(observed=80)
MEASURED = Evidence(observed=900, measured=900, newest_at=AS_OF)


def share(value: float, n: int = 41_208, unit: str = "share") -> Figure:
    return Figure(
        value=value,
        unit=unit,  # type: ignore[arg-type]
        n=n,
        numerator=round(value * n),
        denominator=n,
        lo=max(0.0, value - 0.01),
        hi=min(1.0, value + 0.01),
        definition="Persons with at least one event on this step, of all persons.",
        source="web, app",
        as_of=AS_OF,
    )


def count(value: float) -> Figure:
    return Figure(
        value=value, unit="persons", n=int(value), definition="Persons seen there.", source="web", as_of=AS_OF
    )


def feeling(value: float, n: int, width: float = 0.06) -> Figure:
    return Figure(
        value=value, unit="score", n=n, lo=value - width, hi=value + width, definition="Mean of answers and texts."
    )


def lamp() -> Map:
    """The map of the reference picture."""
    stages = ("Discover", "Consider", "Buy", "Receive", "Use & get help", "Come back")
    steps = (
        ("Search, ad", 0, 1.0, 38), ("Read review", 0, 0.62, 4), ("Compare", 1, 0.58, 24), ("Ask in chat", 1, 0.21, 0),
        ("Cart", 2, 0.34, 4), ("Delivery choice", 2, 0.30, 8), ("Pay", 2, 0.22, 0), ("Track parcel", 3, 0.21, 0),
        ("Unpack", 3, 0.206, 0), ("First use", 4, 0.19, 0), ("Contact support", 4, 0.061, 0), ("Reorder", 5, 0.074, 0),
        ("Recommend", 5, 0.03, 0),
    )  # fmt: skip
    columns: list[Column] = []
    for index, title in enumerate(stages):
        columns.append(Column(key=f"s{index}", title=title))
        for at, (name, stage, reach, lost) in enumerate(steps):
            if stage == index:
                figures = {"reach": share(reach)}
                if lost:
                    figures["drop_off"] = Figure(value=lost, unit="points", n=41_208, definition="Seen here last.")
                columns.append(
                    Column(key=f"c{at}", title=name, parent=f"s{index}", figures=figures, moment_of_truth=name == "Pay")
                )
    emotions = (0.25, 0.45, 0.3, 0.55, 0.2, -0.25, -0.72, -0.35, 0.7, 0.62, -0.15, 0.4, 0.55)
    counts = (212, 380, 271, 96, 640, 512, 1204, 488, 903, 310, 422, 180, 74)
    cards = [
        Card(
            key=f"e{i}", lane="emotion", at=f"c{i}", value=feeling(v, k, 0.03 + 1 / k**0.6), evidence=MEASURED,
            tone="pain" if v < -0.3 else "neutral", text="pay on phone" if i == 6 else "",
        )
        for i, (v, k) in enumerate(zip(emotions, counts, strict=True))
    ]  # fmt: skip
    quotes = (
        ("c1", "Finally someone shows the lamp in a real room.", "en", "review · 12 Sep"),
        ("c6", "Card refused three times, then charged twice.", "en", "ticket 4410 · 14 Oct"),
        ("c7", "Paczka stoi w sortowni od pięciu dni.", "pl", "opinia · 3 paź"),
        ("c8", "比照片還漂亮，包裝很用心。", "zh", "問卷 · 11月2日"),
    )
    cards += [
        Card(key=f"q{at}", lane="words", at=at, text=text, lang=lang, origin=origin, evidence=REPORTED)
        for at, text, lang, origin in quotes
    ]
    touch = (
        ("Web · ads", 41208, MEASURED), ("Web", 25549, MEASURED), ("Web", 23901, MEASURED), ("Chat", 8654, OBSERVED),
        ("Web · app", 14011, MEASURED), ("Web · app", 12362, MEASURED), ("Web · app", 9066, MEASURED),
        ("E-mail", 8650, MEASURED), ("Courier", 8489, OBSERVED), ("Home", 7830, GUESS), ("Chat · phone", 2514, MEASURED),
        ("App", 3049, MEASURED), ("Social", 1236, REPORTED),
    )  # fmt: skip
    cards += [
        Card(key=f"t{i}", lane="touch", at=f"c{i}", text=name, value=count(n), evidence=evidence)
        for i, (name, n, evidence) in enumerate(touch)
    ]
    cards += [
        Card(key="p1", lane="pain", at="c2", to="c3", text="Delivery price appears only at checkout",
             detail="24 pts leave before cart · 9,800 people", tone="warn", rank=2, evidence=OBSERVED),
        Card(key="p2", lane="pain", at="c5", to="c6", text="Payment fails on phones since 12 Oct",
             detail="1 in 4 tries, 11% loop back · ≈ €41k a month (38–45)", tone="pain", rank=1, evidence=MEASURED),
        Card(key="p3", lane="pain", at="c7", text="No news for 5 days", detail="2.1 contacts each", tone="warn", rank=3,
             evidence=MEASURED),
        Card(key="p4", lane="pain", at="c10", text="Tells the story twice", detail="chat → phone", tone="warn", rank=4,
             evidence=REPORTED),
        Card(key="o1", lane="chance", at="c2", to="c3", text="How might we show delivery cost on the product page?",
             detail="A/B running: +3.1 pts (0.8 to 5.4)", owner="Ola", evidence=MEASURED),
        Card(key="o2", lane="chance", at="c5", to="c6", text="How might we let phones pay without leaving?",
             detail="fix ships 2 Dec · holdout 10%", owner="Marek", evidence=OBSERVED),
        Card(key="o3", lane="chance", at="c7", to="c8", text="How might we tell people before they ask?",
             detail="flow live: 8,120 told · contacts −34% (−41 to −26)", evidence=MEASURED),
    ]  # fmt: skip
    return Map(
        key="lamp",
        title="I order a lamp and live with it",
        subtitle="Marigold Home · Anna, careful comparer (38% of buyers) · 1 Sep – 30 Nov 2026 · as of today 09:12",
        as_of=AS_OF,
        persons=41_208,
        columns=tuple(columns),
        edges=(Edge(frm="c6", to="c5", kind="loop", figures={"share": share(0.11, 9066)}),),
        lanes=(
            Lane(key="path", type="traffic", title="Path travelled", note="share of 41,208 people; red leaves here"),
            Lane(key="emotion", type="emotion", title="Emotion", note="mean of answers and texts, 95% interval; n under each point"),
            Lane(key="words", type="verbatim", title="In their words", note="quotes that show the point best"),
            Lane(key="touch", type="touchpoint", title="Touchpoints", note="channel and reach"),
            Lane(key="pain", type="pain_point", title="Pain points", note="ranked by people × harm"),
            Lane(key="chance", type="opportunity", title="Opportunities", note="impact × effort; owner; state"),
        ),
        cards=tuple(cards),
        personas=(
            Persona(key="anna", name="Anna, careful comparer", description="Reads before she buys.", share=share(0.38),
                    traits=("compares 3.1× as often", "buys on the phone"), typical="main"),
        ),
        paths=(
            Path(key="main", title="Straight through", columns=("c0", "c1", "c2", "c4", "c5", "c6", "c7", "c8"),
                 persona="anna", figures={"share": share(0.41)}),
            Path(key="loop", title="Pays at the third try", columns=("c0", "c4", "c5", "c6", "c5", "c6", "c7", "c10"),
                 figures={"share": share(0.09)}),
        ),
        notes=(
            Note(topic="Stages", text="Aligned with the shop template from the names and order of 42 touchpoints."),
            Note(topic="Left out", text="Heartbeat events and 3 bots."),
        ),
        sources=("web", "app", "orders.csv", "tickets.xlsx"),
    )  # fmt: skip


__all__ = ["CardLink", "lamp"]
