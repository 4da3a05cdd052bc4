"""Every real data set, end to end: what a person gets who points Footpath at it and gives no options.

Figures are those of the data's README. Sets whose texts would take minutes to read are cut to their first rows, which
`rows` says; nothing else is sampled.
"""

from collections import Counter
from itertools import islice
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
from msgspec import Struct

import footpath as fp
from footpath.analytics import Journeys
from footpath.core.errors import FootpathError, NoJourney
from footpath.maps.model import Map, leaves

pytestmark = pytest.mark.slow


class Log(Struct, frozen=True):
    """An event log with the figures it must reproduce.

    Attributes:
        path: below the data folder.
        variants, top: how many different ways there are, and how many persons took the most frequent one; 0 = not told.
    """

    path: str
    persons: int
    events: int
    variants: int = 0
    top: int = 0


LOGS = (
    Log("bpic2013_incidents/bpic2013_incidents.xes.gz", 7_554, 65_533, 1_511, 1_754),
    Log("bpic2020_travel/DomesticDeclarations.xes.gz", 10_357, 55_628, 90),
    Log("bpic2020_travel/InternationalDeclarations.xes.gz", 6_323, 70_727, 727),
    Log("bpic2020_travel/RequestForPayment.csv.gz", 6_760, 36_072),
    Log("bupar_eventlogs/hospital.csv.gz", 1_143, 150_291),
    Log("bupar_eventlogs/hospital_billing.csv.gz", 10_000, 49_951, 288, 3_617),
    Log("bupar_eventlogs/traffic_fines.csv.gz", 10_000, 34_724, 44),
    Log("bupar_eventlogs/patients.csv.gz", 500, 5_442),
    Log("cdnow/CDNOW_master.txt", 23_570, 69_659),
    Log("cdnow/CDNOW_sample.txt", 2_357, 6_919),
    Log("helpdesk_bpi_sequences/helpdesk.csv", 3_804, 13_710, 154, 2_173),
    Log("helpdesk_bpi_sequences/helpdesk.xes.gz", 4_580, 21_348, 226),
    Log("pm4py_running_example/running-example.csv", 6, 42),
    Log("wabo_receipt/receipt.csv", 1_434, 8_577, 116, 713),
    Log("diginetica_sample/sample_train-item-views.csv", 2_986, 12_391),
)


A_MEAL = 14_000  # logs of more events take minutes together


class Persons(Struct, frozen=True):
    """A table of persons without a journey: rows, and a trait with how many have it."""

    path: str
    rows: int
    trait: str
    value: str
    count: int


PERSONS = (
    Persons("bank_marketing/bank-full.csv", 45_211, "y", "yes", 5_289),
    Persons("telco_churn/Telco-Customer-Churn.csv", 7_043, "Churn", "Yes", 1_869),
    Persons("online_shoppers_intention/online_shoppers_intention.csv", 12_330, "Revenue", "TRUE", 1_908),
    Persons("mall_customers/Mall_Customers.csv", 200, "Gender", "Female", 112),
    Persons("cookie_cats/cookie_cats.csv", 90_189, "version", "gate_30", 44_700),
    Persons("udacity_freetrial_ab/control.csv", 37, "Clicks", "687", 1),
)


class Texts(Struct, frozen=True):
    """Texts or answers; `rows` cuts the file to so many lines, 0 takes it whole."""

    path: str
    signals: int
    rows: int = 0


TEXTS = (
    Texts("airline_tweets/tweets_half.csv", 150, 150),
    Texts("banking77/train.csv", 150, 150),
    Texts("chinese_reviews/ChnSentiCorp_htl_all.csv", 150, 150),
    Texts("latvian_tweets/viksna.tsv", 150, 150),
    Texts("polish_polemo/klej_polemo2.0-in_dev.tsv", 150, 150),
    Texts("restaurant_reviews/Restaurant_Reviews.tsv", 150, 150),
    Texts("ecommerce_shipping/E_Commerce.csv", 10_999),
)
QUICK_TEXTS = (
    "latvian_tweets/viksna.tsv",
    "chinese_reviews/ChnSentiCorp_htl_all.csv",
    "ecommerce_shipping/E_Commerce.csv",
)


@pytest.mark.parametrize(
    "log",
    [pytest.param(log, id=Path(log.path).name, marks=[pytest.mark.deep] * (log.events > A_MEAL)) for log in LOGS],
)
def test_event_logs_map_and_keep_their_figures(log: Log, shared_data: Path) -> None:
    store = fp.read(shared_data / log.path)
    journeys = store.journeys()
    assert (journeys.n_persons, journeys.n_events) == (log.persons, log.events)
    ways = variants(journeys)
    if log.variants:
        assert len(ways) == log.variants
    if log.top:
        assert ways.most_common(1)[0][1] == log.top
    model = store.map().model
    sound(model)
    assert model.persons == log.persons
    assert len(leaves(model)) >= 2


@pytest.mark.parametrize("table", PERSONS, ids=lambda table: Path(table.path).name)
def test_tables_without_a_journey_say_so_and_what_they_are_good_for(table: Persons, shared_data: Path) -> None:
    store = fp.read(shared_data / table.path)
    assert store.report is not None
    assert store.report.total("traits") == table.rows
    assert traits(store, table.trait)[table.value] == table.count
    with pytest.raises(NoJourney) as refused:
        store.map()
    assert refused.value.hint
    if table.rows > 100:
        assert "personas" in refused.value.hint


def test_persons_without_a_journey_become_personas(shared_data: Path) -> None:
    model = fp.read(shared_data / "mall_customers").map(personas=3).model
    sound(model)
    assert len(model.personas) == 3
    assert sum(persona.share.value for persona in model.personas if persona.share) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(one, id=Path(one.path).name, marks=[pytest.mark.deep] * (one.path not in QUICK_TEXTS))
        for one in TEXTS
    ],
)
def test_texts_and_answers_map(texts: Texts, shared_data: Path, tmp_path: Path) -> None:
    path = cut(shared_data / texts.path, texts.rows, tmp_path)
    store = fp.read(path)
    assert store.report is not None
    assert store.report.total("signals") + store.report.total("rejected") >= 0.95 * texts.signals
    outcome(store)


def test_access_log_sets_robots_apart(shared_data: Path) -> None:
    store = fp.read(shared_data / "apache_access_logs")
    assert store.journeys().n_events == 10_000
    model = store.map().model
    sound(model)
    assert any("robots" in str(note.text) for note in model.notes)
    assert model.persons is not None
    assert model.persons < store.journeys().n_persons


def test_complaints_of_customers_map(shared_data: Path) -> None:
    store = fp.read(shared_data / "bpic2016_complaints")
    assert (store.journeys().n_persons, store.journeys().n_events) == (226, 289)
    sound(store.map().model)


def test_paths_of_channels_become_journeys(shared_data: Path) -> None:
    journeys = fp.read(shared_data / "channelattribution" / "PathData.csv").journeys()
    names = journeys.signatures.column("name").to_pylist()
    events = journeys.signatures.column("events").to_pylist()
    converted = sum(n for name, n in zip(names, events, strict=True) if str(name).casefold() == "conversion")
    assert converted == 19_785


@pytest.mark.deep
def test_surveys_of_years_with_renamed_columns_map_together(shared_data: Path) -> None:
    folder = shared_data / "sfo_survey"
    store = fp.read([folder / "2013_SFO_Customer_Survey.csv", folder / "2017_SFO_Customer_Survey.csv"])
    assert store.report is not None
    assert not store.report.problems
    assert store.report.total("signals") > 50_000
    outcome(store)


@pytest.mark.deep
def test_several_logs_of_one_organisation_map_together(shared_data: Path) -> None:
    folder = shared_data / "bpic2020_travel"
    store = fp.read([folder / "DomesticDeclarations.xes.gz", folder / "RequestForPayment.csv.gz"])
    model = store.map().model
    sound(model)
    assert len(model.sources) == 2
    assert store.journeys().n_events == 55_628 + 36_072


@pytest.mark.parametrize(
    "name",
    [
        "customer_personality",
        pytest.param("semeval2014_absa", marks=pytest.mark.deep),
        pytest.param("xlmt_multilingual_tweets", marks=pytest.mark.deep),
    ],
)
def test_other_sets_end_in_a_map_or_in_advice(name: str, shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / name
    if name == "xlmt_multilingual_tweets":
        folder = tmp_path
        for part in ("val_text.txt", "val_labels.txt"):
            copyfile(shared_data / name / "english" / part, tmp_path / part)
    outcome(fp.read(folder))


def test_same_data_same_map_byte_for_byte(shared_data: Path, tmp_path: Path) -> None:
    for name in ("once", "again"):
        fp.read(shared_data / "wabo_receipt").map().save(tmp_path / f"{name}.map.yaml")
    assert (tmp_path / "once.map.yaml").read_bytes() == (tmp_path / "again.map.yaml").read_bytes()


ODD = {
    "empty.csv": b"",
    "header_only.csv": b"customer_id,event,timestamp\n",
    "one_row.csv": b"customer_id,event,timestamp\n7,Visit,2025-03-01T10:00:00Z\n",
    "one_word.txt": b"hello",
    "junk.csv": bytes(range(256)) * 200,
    "junk.bin": np.random.default_rng(0).bytes(50_000),
    "zipped.xlsx": b"PK\x03\x04 not a workbook",
    "broken.xes": b"<?xml version='1.0'?><log><trace><event>",
    "broken.json": b'{"type": "track", "event": "Visit", ',
    "broken.parquet": b"PAR1 nothing here PAR1",
    "half.jsonl": b'{"type":"track","event":"A","anonymousId":"1","timestamp":"2025-01-01T00:00:00Z"}\n{"type":"tr\n',
    "cut.csv.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01",
    "nul.csv": b"customer_id,event,timestamp\n1,A\x00B,2025-01-01\n",
    "wide.csv": "\n".join(
        ",".join([f"column_{i}" for i in range(300)] if row == 0 else [str(i * row) for i in range(300)])
        for row in range(50)
    ).encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_end_in_a_map_or_in_advice(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(ODD[name])
    try:
        store = fp.read(path)
    except FootpathError as refused:
        advice(refused, name)
    else:
        outcome(store)


def test_an_odd_file_does_not_keep_its_neighbours_out(tmp_path: Path, shared_data: Path) -> None:
    for name, data in ODD.items():
        (tmp_path / name).write_bytes(data)
    copyfile(shared_data / "pm4py_running_example" / "running-example.csv", tmp_path / "log.csv")
    store = fp.read(tmp_path)
    assert store.report is not None
    assert next(file for file in store.report.files if file.path.name == "log.csv").tables[0].events == 42


def outcome(store: "fp.Store") -> None:
    """Demand a sound map, or a refusal that says what to do."""
    try:
        model = store.map().model
    except FootpathError as refused:
        advice(refused)
    else:
        sound(model)


def advice(refused: FootpathError, name: str = "") -> None:
    assert refused.message
    assert refused.hint or name in refused.message


def sound(model: Map) -> None:
    """Demand what must hold on any drawn map: it can be saved, its cards stand on it, its shares are shares."""
    document = fp.MapDocument(model)
    assert not [problem for problem in document.lint() if problem.severity == "error"]
    keys = {column.key for column in model.columns}
    assert all(card.at in keys for card in model.cards)
    for column in model.columns:
        for name, figure in column.figures.items():
            if figure.unit == "share":
                assert 0.0 <= figure.value <= 1.0, (column.key, name)
            if figure.unit == "seconds":
                assert figure.value >= 0.0, (column.key, name)
    assert "<svg" in document._repr_html_() or "<iframe" in document._repr_html_()


def variants(journeys: Journeys) -> Counter[tuple[str, ...]]:
    """Count the different sequences of names."""
    names = journeys.signatures.column("name").to_pylist()
    ways: Counter[tuple[str, ...]] = Counter()
    for bucket in journeys.buckets:
        for start, end in zip(bucket.offsets[:-1], bucket.offsets[1:], strict=True):
            ways[tuple(names[code] for code in bucket.signature[start:end])] += 1
    return ways


def traits(store: "fp.Store", name: str) -> Counter[str]:
    """Count the values of a trait over all rows."""
    import duckdb

    with duckdb.connect() as con:
        rows = store.lake.relation(con, "traits").project(f"json_extract_string(traits, '$.\"{name}\"')").fetchall()
    return Counter(str(row[0]) for row in rows)


def cut(path: Path, rows: int, folder: Path) -> Path:
    """Copy the first lines of a text to a folder; the file itself when `rows` is 0."""
    if not rows:
        return path
    short = folder / path.name
    with path.open("rb") as whole:
        short.write_bytes(b"".join(islice(whole, rows + 1)))
    return short
