"""Every real data set imports, means what it should, and gives the figures that its README gives."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.events.importing_world import World


@pytest.fixture
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        yield World(Path(folder))


# file → (events, persons)
LOGS = {
    "pm4py_running_example/running-example.csv": (42, 6),
    "helpdesk_bpi_sequences/helpdesk.csv": (13_710, 3_804),
    "wabo_receipt/receipt.csv": (8_577, 1_434),
    "bpic2013_incidents/bpic2013_incidents.xes.gz": (65_533, 7_554),
    "bpic2020_travel/DomesticDeclarations.xes.gz": (55_628, 10_357),
    "bpic2020_travel/RequestForPayment.csv.gz": (36_072, 6_760),
    "bupar_eventlogs/hospital_billing.csv.gz": (49_951, 10_000),
    "bupar_eventlogs/traffic_fines.csv.gz": (34_724, 10_000),
    "bupar_eventlogs/patients.csv.gz": (5_442, 500),
    "cdnow/CDNOW_master.txt": (69_659, 23_570),
    "cdnow/CDNOW_sample.txt": (6_919, 2_357),
    "bpic2016_complaints/BPI2016_Complaints.csv": (289, 226),
    "apache_access_logs/apache_logs": (10_000, 1_862),
    "airline_tweets/tweets_half.csv": (7_557, 3_904),
}


def _depth(name: str) -> list[pytest.MarkDecorator]:
    """Leave the large logs to an evening."""
    return [pytest.mark.deep] * (LOGS[name][0] > 14_000)


@pytest.mark.parametrize("name", [pytest.param(name, marks=_depth(name)) for name in LOGS])
def test_logs_give_their_events_and_persons(shared_data: Path, world: World, name: str) -> None:
    report = world.take(shared_data / name)
    events, persons = LOGS[name]
    assert report.total("rejected") == 0
    assert world.rows("SELECT count(*), count(DISTINCT coalesce(user_id, anonymous_id)) FROM events") == [
        (events, persons)
    ]


def _variants(world: World) -> list[tuple[str, int]]:
    paths = """SELECT user_id, string_agg(name, ' > ' ORDER BY "at", "row") path FROM events GROUP BY 1"""
    query = f"""SELECT path, count(*) n FROM ({paths}) GROUP BY 1 ORDER BY n DESC, path"""
    return list(world.rows(query))


@pytest.mark.parametrize(
    ("name", "variants", "top", "cases"),
    [
        pytest.param(
            "bpic2013_incidents/bpic2013_incidents.xes.gz",
            1_511,
            "Accepted > Accepted > Completed",
            1_754,
            marks=pytest.mark.deep,
        ),
        ("helpdesk_bpi_sequences/helpdesk.csv", 154, "1 > 8 > 6", 2_173),
        (
            "bupar_eventlogs/hospital_billing.csv.gz",
            288,
            "NEW > CHANGE DIAGN > FIN > RELEASE > CODE OK > BILLED",
            3_617,
        ),
    ],
)
def test_logs_give_their_variants(
    shared_data: Path, world: World, name: str, variants: int, top: str, cases: int
) -> None:
    world.take(shared_data / name)
    found = _variants(world)
    assert found[0] == (top, cases)
    assert len(found) == variants


def test_a_case_called_na_is_a_case_and_a_user_called_na_is_nobody(shared_data: Path, world: World) -> None:
    world.take(
        shared_data / "bupar_eventlogs/hospital_billing.csv.gz",
        shared_data / "diginetica_sample/sample_train-item-views.csv",
    )
    assert world.rows("SELECT count(*) > 0 FROM events WHERE user_id = 'NA' AND source LIKE 'hospital%'") == [(True,)]
    assert world.rows(
        "SELECT count(*), count(DISTINCT anonymous_id), count(user_id) FROM events WHERE source LIKE 'sample%'"
    ) == [(12_391, 2_986, 4_710)]


def test_item_views_keep_their_order_within_a_day(shared_data: Path, world: World) -> None:
    world.take(shared_data / "diginetica_sample/sample_train-item-views.csv")
    first = world.rows('SELECT "at"::VARCHAR, properties FROM events WHERE anonymous_id = \'1\' ORDER BY "at" LIMIT 1')
    assert first[0][0].startswith("2016-05-09 00:0")
    assert world.rows('SELECT count(DISTINCT "at") > 10000 FROM events') == [(True,)]


def test_cdnow_amounts(shared_data: Path, world: World) -> None:
    world.take(shared_data / "cdnow/CDNOW_master.txt")
    found = world.rows('SELECT min("at")::VARCHAR, max("at")::VARCHAR, count(value), count(DISTINCT name) FROM events')
    assert found == [("1997-01-01 00:00:00+00", "1998-06-30 00:00:00+00", 69_659, 1)]


def test_the_attribution_paths_unroll_to_their_totals(shared_data: Path, world: World) -> None:
    world.take(shared_data / "channelattribution/PathData.csv")
    won = "SELECT count(*), round(sum(value), 2) FROM events WHERE name = 'Conversion'"
    assert world.rows(won) == [(19_785, 74_802.97)]
    first = """SELECT name, count(*) n FROM (SELECT user_id, arg_min(name, "at") name FROM events
        WHERE user_id IN (SELECT user_id FROM events WHERE name = 'Conversion') GROUP BY 1)
        GROUP BY 1 ORDER BY n DESC LIMIT 4"""
    assert world.rows(first) == [("alpha", 6_308), ("iota", 4_606), ("eta", 3_164), ("beta", 2_831)]


@pytest.mark.deep
def test_the_surveys_of_eight_years_with_renamed_columns(shared_data: Path, world: World) -> None:
    report = world.take(shared_data / "sfo_survey")
    assert [table.rows for table in report.tables] == [
        3_234,
        3_872,
        3_521,
        3_535,
        *[table.rows for table in report.tables][4:],
    ]
    assert not report.problems
    counts = world.rows("SELECT source, count(DISTINCT about) FROM signals GROUP BY 1 ORDER BY 1")
    assert all(questions >= 20 for _, questions in counts)
    assert len(counts) == 8
    scales = world.rows(
        "SELECT DISTINCT scale_min, scale_max, min(score), max(score) FROM signals GROUP BY ALL ORDER BY 2"
    )
    assert scales == [(1.0, 5.0, 1.0, 5.0), (0.0, 10.0, 0.0, 10.0)]
    assert world.rows("SELECT count(DISTINCT user_id) FROM signals") > [(25_000,)]


def test_nps_counts_the_code_eleven_as_no_answer(shared_data: Path, world: World) -> None:
    world.take(shared_data / "sfo_survey/2017_SFO_Customer_Survey.csv")
    nps = "100 * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*)"
    weighted = "100 * (sum(weight) FILTER (score >= 9) - sum(weight) FILTER (score <= 6)) / sum(weight)"
    found = world.rows(f"SELECT count(*), round({nps}, 2), round({weighted}, 2) FROM signals WHERE metric = 'nps'")
    assert found == [(2_746, 39.84, 40.40)]


# file → (signals, score → how many)
OPINIONS: dict[str, tuple[int, dict[float | None, int]]] = {
    "chinese_reviews/ChnSentiCorp_htl_all.csv": (7_766, {0.0: 2_444, 1.0: 5_322}),
    "restaurant_reviews/Restaurant_Reviews.tsv": (1_001, {0.0: 500, 1.0: 501}),
    "polish_polemo/klej_polemo2.0-in_dev.tsv": (723, {-1.0: 271, 0.0: 243, 1.0: 209}),
    "latvian_tweets/viksna.tsv": (3_618, {-1.0: 519, 0.0: 2_202, 1.0: 897}),
    "latvian_tweets/ltec-sentiment-annotated-train.json": (5_059, {}),
    "banking77/train.csv": (10_003, {None: 10_003}),
    "semeval2014_absa/Restaurants_Train_v2.xml": (3_713, {}),
    "ecommerce_shipping/E_Commerce.csv": (10_999, {}),
}


@pytest.mark.parametrize("name", OPINIONS)
def test_reviews_give_their_texts_and_scores(shared_data: Path, world: World, name: str) -> None:
    report = world.take(shared_data / name)
    signals, scores = OPINIONS[name]
    assert (report.total("signals"), report.total("rejected")) == (signals, 0)
    found = dict(world.rows("SELECT score, count(*) FROM signals GROUP BY 1"))
    assert not scores or found == scores


def test_airline_tweets_hold_text_label_and_airline(shared_data: Path, world: World) -> None:
    report = world.take(shared_data / "airline_tweets/tweets_half.csv")
    assert report.total("signals") == 7_557
    found = world.rows("SELECT count(text), count(score), count(DISTINCT about), min(score), max(score) FROM signals")
    assert found == [(7_557, 7_557, 6, -1.0, 1.0)]


def test_tweets_in_seven_languages_are_read_with_their_labels(shared_data: Path, world: World) -> None:
    report = world.take(shared_data / "xlmt_multilingual_tweets")
    assert not report.problems
    assert report.total("signals") == 7 * (1_839 + 324)
    assert world.rows("SELECT count(*) FROM signals WHERE score IS NULL") == [(0,)]


PERSONS = {
    "bank_marketing/bank-full.csv": 45_211,
    "cookie_cats/cookie_cats.csv": 90_189,
    "customer_personality/marketing_campaign.csv": 2_240,
    "mall_customers/Mall_Customers.csv": 200,
    "online_shoppers_intention/online_shoppers_intention.csv": 12_330,
    "telco_churn/Telco-Customer-Churn.csv": 7_043,
}


@pytest.mark.parametrize("name", PERSONS)
def test_tables_of_persons_become_traits(shared_data: Path, world: World, name: str) -> None:
    report = world.take(shared_data / name)
    assert report.tables[0].kind == "persons"
    assert world.rows("SELECT count(*), count(DISTINCT user_id) FROM traits") == [(PERSONS[name], PERSONS[name])]


@pytest.mark.parametrize(
    "name", ["udacity_freetrial_ab", "channelattribution/expected_heuristics.csv", "banking77/categories.json"]
)
def test_tables_of_totals_say_that_they_hold_no_persons(shared_data: Path, world: World, name: str) -> None:
    report = world.take(shared_data / name)
    assert all(table.kind == "totals" and "totals" in table.notes[-1] for table in report.tables)
    assert world.rows("SELECT count(user_id) FROM traits") == [(0,)]


def test_encodings_of_real_files(shared_data: Path, world: World) -> None:
    report = world.take(shared_data / "bpic2016_complaints/BPI2016_Complaints.csv")
    notes: Any = report.tables[0].notes
    assert "semicolon-separated, cp1252" in notes[0]
    assert world.rows("SELECT count(*) FROM events WHERE properties LIKE '%\ufffd%'") == [(0,)]


@pytest.mark.slow
@pytest.mark.deep
def test_the_big_logs(shared_data: Path, world: World) -> None:
    world.take(
        shared_data / "bpic2020_travel/InternationalDeclarations.xes.gz",
        shared_data / "bupar_eventlogs/hospital.csv.gz",
    )
    found = world.rows("SELECT source, count(*), count(DISTINCT user_id) FROM events GROUP BY 1 ORDER BY 1")
    assert found == [("InternationalDeclarations.xes", 70_727, 6_323), ("hospital.csv", 150_291, 1_143)]
