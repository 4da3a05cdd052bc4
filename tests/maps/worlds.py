"""Maps built by hand, from the smallest to the unreasonable, that every picture must survive."""

from datetime import UTC, datetime

from footpath.maps.model import Card, Column, Edge, Evidence, Figure, Lane, Map, Note, Path, Persona

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
        ("Web · ads", 41208, MEASURED),
        ("Web", 25549, MEASURED),
        ("Web", 23901, MEASURED),
        ("Chat", 8654, OBSERVED),
        ("Web · app", 14011, MEASURED),
        ("Web · app", 12362, MEASURED),
        ("Web · app", 9066, MEASURED),
        ("E-mail", 8650, MEASURED),
        ("Courier", 8489, OBSERVED),
        ("Home", 7830, GUESS),
        ("Chat · phone", 2514, MEASURED),
        ("App", 3049, MEASURED),
        ("Social", 1236, REPORTED),
    )
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
            Lane(
                key="emotion",
                type="emotion",
                title="Emotion",
                note="mean of answers and texts, 95% interval; n under each point",
            ),
            Lane(key="words", type="verbatim", title="In their words", note="quotes that show the point best"),
            Lane(key="touch", type="touchpoint", title="Touchpoints", note="channel and reach"),
            Lane(key="pain", type="pain_point", title="Pain points", note="ranked by people × harm"),
            Lane(key="chance", type="opportunity", title="Opportunities", note="impact × effort; owner; state"),
        ),
        cards=tuple(cards),
        personas=(
            Persona(
                key="anna",
                name="Anna, careful comparer",
                description="Reads before she buys.",
                share=share(0.38),
                traits=("compares 3.1× as often", "buys on the phone"),
                typical="main",
            ),
        ),
        paths=(
            Path(
                key="main",
                title="Straight through",
                columns=("c0", "c1", "c2", "c4", "c5", "c6", "c7", "c8"),
                persona="anna",
                figures={"share": share(0.41)},
            ),
            Path(
                key="loop",
                title="Pays at the third try",
                columns=("c0", "c4", "c5", "c6", "c5", "c6", "c7", "c10"),
                figures={"share": share(0.09)},
            ),
        ),
        notes=(
            Note(topic="Stages", text="Aligned with the shop template from the names and order of 42 touchpoints."),
            Note(topic="Left out", text="Heartbeat events and 3 bots."),
        ),
        sources=("web", "app", "orders.csv", "tickets.xlsx"),
    )


def ladder(index: int) -> Evidence:
    return (GUESS, REPORTED, OBSERVED, MEASURED)[index % 4]


def long_words() -> Map:
    """Polish, Latvian and German words longer than any column."""
    titles = (
        ("Poszukiwanie najodpowiedniejszego rozwiązania", "Porównywanie ubezpieczeń", "Konsultacja"),
        ("Iepazīšanās un salīdzināšana", "Nepieciešamības izvērtēšana", "Priekšapmaksas pieprasījums"),
        ("Vertragsabschluss", "Rechtsschutzversicherungsgesellschaften", "Kraftfahrzeughaftpflichtversicherung"),
    )
    columns: list[Column] = []
    for stage, (name, *steps) in enumerate(titles):
        columns.append(Column(key=f"s{stage}", title=name))
        columns += [
            Column(
                key=f"s{stage}c{i}", title=step, parent=f"s{stage}", figures={"reach": share(0.9 - stage / 4 - i / 9)}
            )
            for i, step in enumerate(steps)
        ]
    leaf = [column.key for column in columns if column.parent]
    texts = (
        "Nieprawdopodobnie skomplikowany formularz ubezpieczeniowy",
        "Konstantynopolitańczykowianeczka nie wie, co wpisać w polu „przynależność”",
        "Nepārvarams šķērslis: neizprotamākajiem nosacījumiem nepieciešama konsultācija",
        "Pretvīrusslimībapkarošanaslīdzekļi",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "https://example.org/ein/sehr/langer/pfad/ohne-leerzeichen?mit=parametern&und=mehr",
    )
    lanes = ("text", "pain_point", "opportunity", "verbatim", "touchpoint", "process", "metric")
    cards = [
        Card(key=f"{lane}{i}", lane=lane, at=at, text=texts[i], detail="Szczegóły: " + texts[(i + 1) % 6],
             value=share(0.123) if lane == "metric" else None, evidence=ladder(i), lang="pl", owner="Wilhelmina")
        for lane in lanes for i, at in enumerate(leaf)
    ]  # fmt: skip
    feelings = (0.2, -0.1, -0.6, 0.1, 0.4, -0.8)
    cards += [Card(key=f"e{i}", lane="emotion", at=at, value=feeling(feelings[i], 40 + i)) for i, at in enumerate(leaf)]
    return Map(
        key="long",
        title="Jak klientka z najdłuższym nazwiskiem w województwie zachodniopomorskim "
        "kupuje ubezpieczenie na życie i dożycie",
        locale="pl",
        as_of=AS_OF,
        persons=1_234_567,
        period_start=datetime(2026, 9, 1, tzinfo=UTC),
        period_end=AS_OF,
        columns=tuple(columns),
        lanes=(
            Lane(key="traffic", type="traffic", title="Przebyta droga klientek i klientów"),
            Lane(key="emotion", type="emotion", title="Samopoczucie", note="średnia odpowiedzi i tekstów"),
            *(
                Lane(key=lane, type=lane, title="Najprawdopodobniejsze okoliczności", note="Uzgodnione")
                for lane in lanes
            ),
        ),
        cards=tuple(cards),
        sources=("ankiety-posprzedażowe.csv",),
    )


def chinese() -> Map:
    """Everything in Traditional Chinese."""
    stages = (
        ("認識", "搜尋廣告", "閱讀評價"),
        ("購買", "放入購物車", "選擇配送方式", "付款"),
        ("收貨與使用", "追蹤包裹", "開箱"),
    )
    columns: list[Column] = []
    at, reach = 0, (1.0, 0.71, 0.52, 0.47, 0.33, 0.32, 0.31)
    for stage, (name, *steps) in enumerate(stages):
        columns.append(Column(key=f"s{stage}", title=name))
        for step in steps:
            lost = {"drop_off": Figure(value=12, unit="points", n=9000)} if at in (0, 1, 3) else {}
            columns.append(
                Column(key=f"c{at}", title=step, parent=f"s{stage}", figures={"reach": share(reach[at]), **lost})
            )
            at += 1
    quotes = (
        "「終於有人把燈放在真實的房間裡展示，而不是只有白色背景的商品照片。」",
        "刷卡三次都失敗，最後卻被扣款兩次，客服電話等了四十分鐘才有人接聽！",
        "比照片還漂亮，包裝很用心（連緞帶都有）。",
    )
    cards = [
        Card(
            key=f"q{i}",
            lane="words",
            at=at,
            text=text,
            lang="zh-Hant",
            origin="問卷 · 2026年11月2日",
            evidence=REPORTED,
        )
        for i, (at, text) in enumerate(zip(("c1", "c4", "c6"), quotes, strict=True))
    ]
    values = (0.2, 0.4, 0.1, -0.2, -0.7, -0.3, 0.8)
    cards += [
        Card(key=f"e{i}", lane="emotion", at=f"c{i}", value=feeling(v, 80 * (i + 1)), evidence=ladder(i))
        for i, v in enumerate(values)
    ]
    cards += [
        Card(
            key="p1",
            lane="pain",
            at="c3",
            to="c4",
            text="十月十二日起手機付款失敗",
            detail="四次有一次失敗，每月約損失 €41k",
            evidence=MEASURED,
        ),
        Card(
            key="p2",
            lane="pain",
            at="c5",
            text="五天沒有消息",
            detail="每人聯絡 2.1 次",
            tone="warn",
            evidence=OBSERVED,
        ),
        Card(
            key="o1", lane="chance", at="c3", to="c4", text="我們可以如何讓手機使用者不必離開就能付款？", owner="陳小姐"
        ),
        *(
            Card(
                key=f"t{i}",
                lane="touch",
                at=f"c{i}",
                text=("網站", "評價", "網站", "應用程式", "應用程式", "電子郵件", "宅配")[i],
                figures={"persons": count(9000 - 900 * i)},
                evidence=ladder(i + 2),
            )
            for i in range(7)
        ),
    ]
    return Map(
        key="chinese",
        title="我買了一盞燈，並與它一起生活",
        locale="zh-Hant",
        as_of=AS_OF,
        persons=9_000,
        period_start=datetime(2026, 9, 1, tzinfo=UTC),
        period_end=AS_OF,
        columns=tuple(columns),
        edges=(Edge(frm="c4", to="c3", kind="loop", figures={"share": share(0.11, 900)}),),
        lanes=(
            Lane(key="path", type="traffic", title="實際走過的路", note="占 9,000 人的比例；紅色表示在此離開"),
            Lane(key="emotion", type="emotion", title="情緒", note="回答與文字的平均，95% 區間"),
            Lane(key="words", type="verbatim", title="他們的原話", note="最能說明重點的引述"),
            Lane(key="touch", type="touchpoint", title="接觸點"),
            Lane(key="pain", type="pain_point", title="痛點", note="依人數乘以傷害排序"),
            Lane(key="chance", type="opportunity", title="機會"),
        ),
        cards=tuple(cards),
        sources=("網站", "應用程式"),
    )


def tiny() -> Map:
    """Three stages without steps, one lane."""
    return Map(
        key="tiny",
        title="I drink a coffee",
        columns=tuple(
            Column(key=k, title=k.title(), figures={"reach": share(r)})
            for k, r in (("order", 1.0), ("wait", 0.9), ("drink", 0.88))
        ),
        lanes=(Lane(key="path", type="traffic", title="Path travelled"),),
    )


def empty() -> Map:
    """Nothing at all."""
    return Map(key="empty", title="")


def empty_lanes() -> Map:
    """Columns and one lane of every known type, no cards."""
    types = (
        "traffic",
        "emotion",
        "verbatim",
        "touchpoint",
        "channel",
        "metric",
        "time",
        "pain_point",
        "opportunity",
        "insight",
        "solution",
        "text",
        "thought",
        "goal",
        "image",
        "storyboard",
        "engagement",
        "importance",
        "actor",
        "process",
        "persona",
        "path",
        "persona_interaction",
        "chart",
        "submap",
        "grid",
        "divider",
        "video",
        "document",
        "hologram",
    )
    return Map(
        key="empty-lanes",
        title="An empty page shows what it will be",
        columns=(Column(key="a", title="Before"), Column(key="b", title="During"), Column(key="c", title="After")),
        lanes=tuple(Lane(key=name, type=name, title=name.replace("_", " ").capitalize()) for name in types),
    )
