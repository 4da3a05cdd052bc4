"""Maps that are hard to draw: very many lanes, five curves, blueprints, texts that attack."""

from worlds import AS_OF, OBSERVED, feeling, ladder, share

from footpath.maps.model import Card, CardLink, Column, Edge, Figure, Lane, Map, Note, Path, Persona


def huge() -> Map:
    """Twelve stages, 25 columns, 25 lanes."""
    columns: list[Column] = []
    for stage in range(12):
        columns.append(Column(key=f"s{stage}", title=f"Stage number {stage + 1} of the twelve"))
        for step in range(3 if stage == 5 else 2):
            columns += [
                Column(
                    key=f"s{stage}c{step}",
                    title=f"Step {stage + 1}.{step + 1} with a name",
                    parent=f"s{stage}",
                    moment_of_truth=stage == 3,
                    figures={
                        "reach": share(1 / (1 + stage / 3 + step / 5)),
                        "drop_off": share(0.08),
                        "time_next_median": Figure(value=3600.0 * (stage + 1) * (step + 1), unit="seconds", n=900),
                        "time_next_p90": Figure(value=86_400.0 * (stage + 2), unit="seconds", n=900),
                    },
                )
            ]
    leaf = [column.key for column in columns if column.parent]
    types = (
        "traffic",
        "emotion",
        "engagement",
        "time",
        "path",
        "persona",
        "channel",
        "chart",
        "importance",
        "image",
        "storyboard",
        "touchpoint",
        "verbatim",
        "thought",
        "goal",
        "pain_point",
        "insight",
        "opportunity",
        "solution",
        "text",
        "metric",
        "actor",
        "process",
        "submap",
        "grid",
        "divider",
        "video",
        "document",
    )
    cards: list[Card] = []
    for number, kind in enumerate(types):
        for i, at in enumerate(leaf):
            if (i + number) % 3 == 0 and kind not in ("traffic", "time", "path", "persona", "divider"):
                cards.append(_filled(kind, number, i, at))
    mix = {"web": share(0.62), "app": share(0.3), "phone": share(0.08), "switches": share(0.11)}
    cards += [
        Card(key=f"mix{i}", lane="channel", at=at, figures=mix, evidence=OBSERVED) for i, at in enumerate(leaf[::4])
    ]
    return Map(
        key="huge",
        title="Everything, everywhere, in one picture",
        as_of=AS_OF,
        persons=2_000_000,
        columns=tuple(columns),
        edges=tuple(
            Edge(frm=leaf[a], to=leaf[b], kind="loop", figures={"share": share(s)})
            for a, b, s in ((4, 2, 0.2), (9, 3, 0.12), (5, 4, 0.08), (20, 10, 0.05), (6, 6, 0.04), (24, 0, 0.03))
        ),
        lanes=tuple(
            Lane(key=kind, type=kind, title=kind.replace("_", " ").capitalize(), note="a note on it") for kind in types
        ),
        cards=tuple(cards),
        personas=(
            Persona(key="a", name="Anna, careful comparer", share=share(0.5), traits=("compares 3.1× as often",)),
            Persona(key="b", name="Ben, in a hurry", description="Wants it today.", share=share(0.3)),
        ),
        paths=(
            Path(key="p", title="Straight", columns=tuple(leaf), figures={"share": share(0.4)}, persona="a"),
            Path(
                key="q", title="Back and forth", columns=(leaf[0], leaf[3], leaf[5], leaf[4], leaf[5], leaf[9], leaf[3])
            ),
        ),
        sources=tuple(f"source-{i}.csv" for i in range(9)),
    )


def _filled(kind: str, number: int, i: int, at: str) -> Card:
    numbers = {
        "emotion": ("score", -0.9 + (i % 7) * 0.3),
        "engagement": ("score", 1 + i % 5),
        "importance": ("score", 1 + i % 5),
        "chart": ("count", 40.0 * (i + 1)),
        "metric": ("share", 0.031 * (i + 1)),
    }
    unit, value = numbers.get(kind, ("", 0.0))
    figure = Figure(value=value, unit=unit, n=30 + i, lo=value * 0.9, hi=value * 1.1) if unit else None  # type: ignore[arg-type]
    text = "" if unit and kind != "metric" else f"Card {i} says something of a few words about {kind.replace('_', ' ')}"
    return Card(
        key=f"{kind}{i}",
        lane=kind,
        at=at,
        text=text,
        value=figure,
        evidence=ladder(i + number),
        detail="and a second line in smaller letters" if number % 2 else "",
        owner="Ola" if number % 3 == 0 else "",
        tone=("neutral", "pain", "warn", "good")[i % 4],
        props=_props(kind),
    )


def _props(kind: str) -> dict[str, str]:
    far = {"src": "https://example.org/a/very/long/address/that/has/to/be/broken?for=it&is=longer", "alt": "Seen"}
    return {
        "submap": {"map": "other"},
        "video": far,
        "document": {"src": "/api/v1/attachments/x", "file": "a.pdf"},
    }.get(kind, {})


def five_curves() -> Map:
    """Five personas on one emotion lane, one of them as it is and as it should be."""
    personas = ("Anna", "Ben from the office downstairs with a very long name", "Chiara", "Dovilė", "Eve")
    cards: list[Card] = []
    for p in range(5):
        for i in range(9):
            if (i + p) % 7:
                value = ((i * (p + 2) * 7 + p * 5) % 19) / 9.5 - 1
                cards.append(
                    Card(
                        key=f"e{p}-{i}", lane="emotion", at=f"c{i}", persona=f"p{p}", value=feeling(value, 40 + i, 0.08)
                    )
                )
    cards += [
        Card(
            key=f"f{i}",
            lane="emotion",
            at=f"c{i}",
            persona="p0",
            value=Figure(value=0.5 + i / 30, unit="score"),
            props={"state": "future"},
        )
        for i in range(9)
    ]
    return Map(
        key="five",
        title="Five people, one journey",
        as_of=AS_OF,
        columns=tuple(Column(key=f"c{i}", title=f"Moment {i + 1}") for i in range(9)),
        lanes=(Lane(key="emotion", type="emotion", title="Emotion", note="five personas"),),
        personas=tuple(Persona(key=f"p{i}", name=name, share=share(0.2)) for i, name in enumerate(personas)),
        cards=tuple(cards),
    )


def blueprint() -> Map:
    """A service blueprint with its three lines, arrows between cards, and personas that hand over."""
    roles = (
        ("evidence", "image", "Physical evidence"), ("customer_actions", "process", "Customer actions"),
        ("frontstage_people", "actor", "Front-stage people"), ("frontstage_tech", "process", "Front-stage technology"),
        ("backstage_people", "process", "Back-stage people"), ("backstage_tech", "process", "Back-stage systems"),
        ("support", "process", "Support processes"),
    )  # fmt: skip
    steps = ("Book a table", "Arrive", "Order", "Eat", "Pay")
    what = {
        "evidence": ("Confirmation mail", "Sign at the door", "Menu", "Plate", "Bill"),
        "customer_actions": (
            "Calls or books online",
            "Is shown to the table",
            "Asks about allergies",
            "Eats",
            "Pays and leaves a tip",
        ),
        "frontstage_people": (
            "Host answers",
            "Host greets",
            "Waiter advises",
            "Waiter asks if all is well",
            "Waiter brings the bill",
        ),
        "frontstage_tech": ("Booking site", "", "Tablet", "", "Card terminal"),
        "backstage_people": ("", "Table is set", "Cook reads the ticket", "Dishes are made", ""),
        "backstage_tech": ("Reservation book", "", "Kitchen display", "", "Till"),
        "support": ("Marketing", "Cleaning", "Deliveries", "", "Accounting"),
    }
    cards = [
        Card(key=f"{role}{i}", lane=role, at=f"c{i}", text=text, evidence=ladder(i))
        for role, texts in what.items() for i, text in enumerate(texts) if text
    ]  # fmt: skip
    cards += [
        Card(key="m1", lane="hand", at="c0", persona="guest", text="Asks for a quiet corner"),
        Card(key="m2", lane="hand", at="c1", persona="host", text="Passes it on"),
        Card(key="m3", lane="hand", at="c2", persona="guest", text="Is happy about it"),
    ]
    links = (
        ("customer_actions0", "frontstage_people0"), ("frontstage_people2", "frontstage_tech2"),
        ("frontstage_tech2", "backstage_people2"), ("backstage_people2", "backstage_people3"),
        ("backstage_people3", "frontstage_people3"), ("customer_actions4", "support4"), ("m1", "m2"), ("m2", "m3"),
    )  # fmt: skip
    return Map(
        key="blueprint",
        title="An evening out",
        kind="blueprint",
        state="future",
        columns=tuple(Column(key=f"c{i}", title=title) for i, title in enumerate(steps)),
        lanes=(
            *(Lane(key=role, type=kind, title=title, role=role) for role, kind, title in roles),
            Lane(key="hand", type="persona_interaction", title="Who hands over to whom"),
        ),
        cards=tuple(cards),
        personas=(Persona(key="guest", name="The guest"), Persona(key="host", name="The host")),
        links=tuple(
            CardLink(frm=a, to=b, kind="handoff" if a == "m1" else "triggers", label="her wish" if a == "m1" else "")
            for a, b in links
        ),
    )


def hostile() -> Map:
    """Texts that try to break out, run the other way or have no letters."""
    bad = (
        "<script>alert('x')</script>",
        "\"quoted\" & 'single' </text><image href=x onerror=alert(1)>",
        "مرحبا بالعالم — هذا نص عربي طويل جداً",
        "👩‍👩‍👧‍👦🏳️‍🌈🔥 emoji 👍🏽",
        "bell\x07 null\x00 override\u202etxt \ufffe",
        "</script><!-- ]]> {{7*7}} ${x}",
        "  \n\t ",
    )
    columns = tuple(
        Column(key=f"c{i}", title=text, description=text, figures={"reach": share(0.5)}) for i, text in enumerate(bad)
    )
    lanes = ("traffic", "emotion", "verbatim", "pain_point", "text", "touchpoint", "submap")
    cards = tuple(
        Card(key=f'{lane}"{i}', lane=lane, at=f"c{i}", text=text, detail=text, origin=text, owner=text, channel=text,
             value=feeling(0.1 * i - 0.3, 50) if lane == "emotion" else None, props={"map": text}, lang='x"y')
        for lane in lanes if lane != "traffic" for i, text in enumerate(bad)
    )  # fmt: skip
    return Map(
        key="hostile",
        title=bad[0] + bad[2],
        scenario=bad[1],
        columns=columns,
        lanes=tuple(Lane(key=lane, type=lane, title=bad[1], note=bad[0]) for lane in lanes),
        cards=cards,
        personas=(Persona(key="x", name=bad[0], traits=bad, profile={bad[1]: bad}, segment=bad[5]),),
        paths=(Path(key=bad[0], title=bad[0], columns=("c0", "c1", "nowhere")),),
        notes=(Note(topic=bad[0], text=bad[5]),),
        sources=bad,
    )
