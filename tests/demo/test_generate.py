"""The demo shop's exports: what a company has, the same every time."""

import csv
import gzip
import hashlib
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from footpath.core.errors import Conflict, Invalid
from footpath.demo import generate
from footpath.demo.shop import shop_for
from footpath.demo.texts import LANGUAGES, About, Writer, _phrases

PERSONS = 1500


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    generate(folder, persons=PERSONS, seed=3)
    return folder


def lines(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted((folder / "exports" / "segment").glob("*.jsonl.gz")):
        found += gzip.decompress(path.read_bytes()).decode().splitlines()
    return found


def events(folder: Path) -> list[dict[str, object]]:
    found = []
    for line in lines(folder):
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes_other_seed_other_shop(shop: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", persons=PERSONS, seed=3)
    assert digests(tmp_path / "again") == digests(shop)
    generate(tmp_path / "other", persons=PERSONS, seed=4)
    theirs, ours = digests(tmp_path / "other"), digests(shop)
    assert all(theirs[name] != ours[name] for name in theirs.keys() & ours.keys())


def test_progress_counts_the_persons(tmp_path: Path) -> None:
    seen: list[int] = []
    written = generate(tmp_path, persons=20_300, seed=1, progress=seen.append)
    assert seen == [20_000, 20_300]
    assert written.persons == 20_300


def test_clickstream_has_the_mess_of_real_ones(shop: Path) -> None:
    parsed = events(shop)
    assert 0 <= len(lines(shop)) - len(parsed) < 0.002 * len(parsed)
    ids = Counter(event["messageId"] for event in parsed)
    assert 0.002 < sum(1 for count in ids.values() if count > 1) / len(ids) < 0.012
    assert any("Googlebot" in json.dumps(event["context"]) for event in parsed)
    assert {event["type"] for event in parsed} == {"page", "screen", "track", "identify"}


def test_visitors_are_anonymous_until_they_identify(shop: Path) -> None:
    users: dict[object, list[tuple[str, object]]] = {}
    for event in events(shop):
        users.setdefault(event["anonymousId"], []).append((str(event["timestamp"]), event["userId"]))
    known = [sorted(seen, key=lambda pair: pair[0]) for seen in users.values() if any(user for _, user in seen)]
    assert known
    for seen in known:
        flags = [user is not None for _, user in seen]
        assert flags == sorted(flags)  # never known first and unknown later
        assert len({user for _, user in seen if user}) == 1
    assert any(not seen[0][1] for seen in known)


def test_orders_of_the_shop_and_of_the_polish_branch_are_written_each_in_its_way(shop: Path) -> None:
    with (shop / "exports" / "shop" / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        ours = list(csv.DictReader(file))
    with (shop / "exports" / "shop" / "orders_pl.csv").open(encoding="cp1250", newline="") as file:
        polish = list(csv.DictReader(file, delimiter=";"))
    assert (shop / "exports" / "shop" / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert all("," in row["Kwota"] and "." not in row["Kwota"] for row in polish)
    assert {row["Status"] for row in polish} <= {"zwrócone", "dostarczone", "wysłane", "opłacone"}
    for row in polish:
        datetime.strptime(row["Data utworzenia"], "%d.%m.%Y %H:%M")  # noqa: DTZ007 - the file says no zone
    assert not {row["order_id"] for row in ours} & {row["Numer zamówienia"] for row in polish}
    assert {row["currency"] for row in ours} == {"GBP", "EUR", "TWD"}


def test_steps_of_an_order_come_in_order(shop: Path) -> None:
    steps = ("created_at", "paid_at", "shipped_at", "delivered_at", "return_requested_at", "refunded_at")
    with (shop / "exports" / "shop" / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            dates = [row[step] for step in steps if row[step] and row[step] != "0000-00-00"]
            assert dates == sorted(dates)


def test_every_completed_order_of_the_clickstream_is_in_a_ledger(shop: Path) -> None:
    clicked = {
        event["properties"]["order_id"]  # type: ignore[index]
        for event in events(shop)
        if event.get("event") == "Order Completed"
    }
    booked = set()
    for name, encoding, mark, key in (("orders", "utf-8-sig", ",", "order_id"), ("orders_pl", "cp1250", ";", None)):
        with (shop / "exports" / "shop" / f"{name}.csv").open(encoding=encoding, newline="") as file:
            booked |= {row[key or "Numer zamówienia"] for row in csv.DictReader(file, delimiter=mark)}
    assert len(clicked - booked) <= 2  # a line may be cut short
    assert len(booked) > 50


def test_tickets_are_an_excel_sheet_with_real_dates(shop: Path) -> None:
    sheet = CalamineWorkbook.from_path(str(shop / "exports" / "support" / "tickets.xlsx")).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    opened = header.index("opened")
    assert rows
    assert all(isinstance(row[opened], datetime) for row in rows)


def test_people_write_in_their_four_languages(shop: Path) -> None:
    with (shop / "exports" / "reviews" / "product_reviews.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["language"] for row in rows} == {"en-GB", "pl-PL", "lv-LV", "zh-TW"}
    assert all(row["text"] and "{" not in row["text"] and "[" not in row["text"] for row in rows)
    assert len({row["text"] for row in rows}) > 0.8 * len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrase_files_have_the_same_shape_in_every_language(language: str) -> None:
    ours, english = _phrases(language, True), _phrases("en", True)
    assert {topic: set(lines) for topic, lines in ours["topics"].items()} == {
        topic: set(lines) for topic, lines in english["topics"].items()
    }
    for lamp in (True, False):
        topics = _phrases(language, lamp)["topics"]
        assert all(len(lines) >= 2 for topic in topics.values() for lines in topic.values())


def test_no_one_complains_about_a_flickering_sofa() -> None:
    import numpy as np

    writer = Writer(np.random.default_rng(0))
    sofa = About("en", "Fjord", lamp=False)
    texts = " ".join(writer.remark(sofa, "quality", good=False) for _ in range(300))
    assert "flicker" not in texts
    assert "wobbles" in texts


def test_answers_stand_beside_the_exports_and_count_whom_each_truth_touched(shop: Path) -> None:
    answers = msgspec.json.decode((shop / "answers" / "planted-truths.json").read_bytes())
    assert not list((shop / "exports").rglob("*.json"))
    truths = {truth["key"]: truth for truth in answers["truths"]}
    assert {"payment_on_mobile", "slow_region", "bad_campaign", "loyal_type", "churn_signal"} <= truths.keys()
    assert 6 <= len(truths) <= 8
    assert all(truth["persons"] >= 0 and truth["direction"] for truth in truths.values())
    assert truths["slow_region"]["persons"] > 0


def test_shops_differ_by_seed_in_what_is_planted() -> None:
    plants = [shop_for(seed).plants for seed in range(12)]
    assert len({plant.slow_region for plant in plants}) > 3
    assert len({plant.payment_week for plant in plants}) > 3
    assert len({plant.churn_signal for plant in plants}) == 3
    assert len({plant.extras for plant in plants}) > 4


def test_refuses_a_full_folder_and_an_empty_shop(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="already exists"):
        generate(shop, persons=PERSONS, seed=3)
    with pytest.raises(Invalid, match="--persons is 5"):
        generate(tmp_path, persons=5)
