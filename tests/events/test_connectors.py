"""Each connector on tiny files: what it recognises, what becomes of the rows, what is set apart."""

# ruff: noqa: E501 - files stand here as they are

import gzip
import hashlib
import json
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import zstandard
from tests.events.importing_world import World

from footpath.events import Unclear
from footpath.events.connectors import CONNECTORS

LOG = "user_id,event,time,value\nu1,visit,2024-05-01T10:00:00Z,\nu1,buy,2024-05-01T10:05:00Z,12.50\nu2,visit,2024-05-02T09:00:00Z,\n"
NAMES = "SELECT name, count(*) FROM events GROUP BY ALL ORDER BY name"


def _at(day: int, hour: int = 0) -> datetime:
    return datetime(2024, 5, day, hour)  # noqa: DTZ001 - files and spreadsheets have no zones


def test_every_connector_says_what_it_is_for() -> None:
    for kind in CONNECTORS.classes():
        assert kind.summary.endswith(".")


def test_a_log_gives_one_event_a_row(world: World) -> None:
    report = world.take(world.write("log.csv", LOG))
    assert report.total("events") == 3
    assert world.rows(NAMES) == [("buy", 1), ("visit", 2)]
    assert world.rows("SELECT user_id, value FROM events WHERE name = 'buy'") == [("u1", 12.5)]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_delimiters_are_recognised(world: World, sign: str) -> None:
    world.take(world.write("log.txt", LOG.replace(",", sign)))
    assert world.rows(NAMES) == [("buy", 1), ("visit", 2)]


def test_a_bom_and_packed_files_are_read(world: World) -> None:
    world.take(world.write("a.csv", b"\xef\xbb\xbf" + LOG.encode()))
    world.take(world.write("b.csv.gz", gzip.compress(LOG.encode())))
    world.take(world.write("c.csv.zst", zstandard.compress(LOG.encode())))
    assert world.rows("SELECT source, count(*) FROM events GROUP BY ALL ORDER BY 1") == [
        ("a.csv", 3),
        ("b.csv", 3),
        ("c.csv", 3),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(world: World, encoding: str) -> None:
    world.take(world.write("log.csv", LOG.replace("buy", "zakup – łóżko"), encoding))
    assert world.rows(NAMES)[1] == ("zakup – łóżko", 1)


def test_a_polish_file_in_windows_1250_with_decimal_commas_and_dates_by_day(world: World) -> None:
    text = (
        "Numer zamówienia;Klient;Data zamówienia;Kwota;Waluta\n"
        "Z1;Żaneta;05.04.2024 12:30;1 234,50;PLN\nZ2;Łukasz;06.04.2024 08:00;99,90;PLN\nZ3;Łukasz;07.04.2024 08:00;5,00;PLN\n"
    )
    world.take(world.write("zamowienia.csv", text, "cp1250"))
    found = world.rows('SELECT user_id, name, "at"::VARCHAR, value, currency, event_id FROM events ORDER BY event_id')
    assert found[0] == ("Żaneta", "Zamówienie", "2024-04-05 12:30:00+00", 1234.5, "PLN", "Z1")


def test_a_latvian_file_in_windows_1257(world: World) -> None:
    text = "Klients,Notikums,Datums un laiks,Kanāls\nJānis,Pasūtījums nosūtīts,2024-03-01 10:00,veikals\nJānis,Piegādāts,2024-03-03 11:00,veikals\nŅina,Pasūtījums nosūtīts,2024-03-04 10:00,tīmeklis\n"
    world.take(world.write("notikumi.csv", text, "cp1257"))
    assert world.rows('SELECT name, channel, user_id FROM events ORDER BY "at"')[1] == ("Piegādāts", "veikals", "Jānis")


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_a_chinese_file(world: World, encoding: str) -> None:
    text = "客戶編號,事件,時間,金額\nc1,瀏覽商品,2024/03/01 10:00,\nc1,下單,2024/03/01 10:10,1200\nc2,瀏覽商品,2024/03/02 10:00,\n"
    world.take(world.write("紀錄.csv", text, encoding))
    assert world.rows(NAMES) == [("下單", 1), ("瀏覽商品", 2)]


def test_columns_in_line_without_a_header(world: World) -> None:
    lines = "".join(f" {n % 20:05} 199701{n % 28 + 1:02}  {n}  {n}.50\n" for n in range(60))
    report = world.take(world.write("sales.txt", lines))
    assert report.total("events") == 60
    assert world.rows('SELECT count(DISTINCT user_id), min("at")::VARCHAR FROM events') == [
        (20, "1997-01-01 00:00:00+00")
    ]


def test_dates_that_could_be_either_are_asked_for_and_never_guessed(world: World) -> None:
    path = world.write("log.csv", "user_id,event,date\nu1,visit,03/04/2024\nu1,buy,05/06/2024\n")
    with pytest.raises(Unclear, match="days and months") as problem:
        world.take(path)
    assert "--dates day-first" in problem.value.hint
    assert world.rows("SELECT count(*) FROM events") == [(0,)]
    world.take(path, dates="month-first")
    assert world.rows('SELECT min("at")::VARCHAR FROM events') == [("2024-03-04 00:00:00+00",)]


def test_one_date_anywhere_in_the_file_tells_days_from_months(world: World) -> None:
    rows = "".join(f"u{n},visit,03/04/2024\n" for n in range(9000))
    world.take(world.write("log.csv", f"user_id,event,date\n{rows}u0,buy,25/12/2024\n"))
    assert world.rows('SELECT DISTINCT "at"::VARCHAR FROM events ORDER BY 1')[0] == ("2024-04-03 00:00:00+00",)


def test_the_question_can_be_answered_by_a_person(world: World) -> None:
    path = world.write("log.csv", "user_id,event,date\nu1,visit,03/04/2024\nu1,buy,05/06/2024\n")
    world.take(path, ask=lambda question: question.choices[0])
    assert world.rows('SELECT min("at")::VARCHAR FROM events') == [("2024-04-03 00:00:00+00",)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1714557600", "2024-05-01 10:00:00+00"),
        ("1714557600123", "2024-05-01 10:00:00.123+00"),
        ("1714557600123456", "2024-05-01 10:00:00.123456+00"),
        ("20240501", "2024-05-01 00:00:00+00"),
        ("2024-05-01T12:00:00+02:00", "2024-05-01 10:00:00+00"),
        ("2024-W18-3", "2024-05-01 00:00:00+00"),
        ("01.05.2024 10:00", "2024-05-01 10:00:00+00"),
        ("1 maja 2024", "2024-05-01 00:00:00+00"),
        ("2024年5月1日 下午3:05", "2024-05-01 15:05:00+00"),
        ("May 1, 2024 10:00 AM", "2024-05-01 10:00:00+00"),
        ("Wed May 01 10:00:00 +0000 2024", "2024-05-01 10:00:00+00"),
    ],
)
def test_ways_to_write_an_instant(world: World, text: str, instant: str) -> None:
    world.take(world.write("log.csv", f"user_id;event;time\nu1;visit;{text}\nu1;buy;{text}\nu2;visit;{text}\n"))
    assert world.rows('SELECT DISTINCT "at"::VARCHAR FROM events') == [(instant,)]


def test_times_without_a_zone_are_read_in_the_zone_that_was_given(world: World) -> None:
    world.take(world.write("log.csv", LOG.replace("Z,", ",")), tz="Europe/Riga")
    assert world.rows('SELECT min("at")::VARCHAR FROM events') == [("2024-05-01 07:00:00+00",)]


def test_one_order_row_gives_an_event_for_each_date_it_has(world: World) -> None:
    text = (
        "order_id,customer_id,email,created_at,shipped_at,delivered_at,total\n"
        "o1,c1,Ann@Example.org,2024-05-01 10:00,2024-05-02 10:00,2024-05-04 10:00,10.5\n"
        "o2,c2,bob@example.org,2024-05-01 11:00,2024-05-03 10:00,,20\no3,c1,ann@example.org,2024-05-05 10:00,,,7\n"
    )
    report = world.take(world.write("orders.csv", text))
    assert world.rows(NAMES) == [("Order created", 3), ("Order delivered", 1), ("Order shipped", 2)]
    assert world.rows("SELECT sum(value) FROM events") == [(37.5,)]
    assert report.total("rejected") == 0
    assert world.rows("SELECT count(*) FROM events WHERE properties LIKE '%example.org%'") == [(0,)]
    hashed = hashlib.sha256(b"ann@example.org").hexdigest()
    assert world.rows("SELECT DISTINCT user_id FROM events WHERE email_hash = '" + hashed + "'") == [("c1",)]


def test_bad_rows_are_set_apart_with_line_reason_and_remedy(world: World) -> None:
    text = LOG + "u3,visit,yesterday,\n,visit,2024-05-03T09:00:00Z,\nu4,visit\nu5,buy,2024-05-04T09:00:00Z,3\n"
    report = world.take(world.write("log.csv", text))
    assert (report.total("events"), report.total("rejected")) == (4, 3)
    rejects = world.rejects()
    assert "yesterday" in rejects
    assert "nobody is named" in rejects
    assert "fewer fields than there are columns" in rejects


def test_importing_again_adds_nothing(world: World) -> None:
    path = world.write("log.csv", LOG)
    world.take(path)
    assert world.take(path).total("events") == 0
    longer = world.write("log.csv", LOG + "u9,visit,2024-05-09T10:00:00Z,\n")
    report = world.take(longer)
    assert (report.total("events"), report.total("duplicates")) == (1, 3)


def test_persons_become_traits_and_it_says_so(world: World) -> None:
    rows = "".join(f"c{n},Ann {n},+4812345{n},{20 + n},gold\n" for n in range(30))
    report = world.take(world.write("people.csv", f"customer_id,name,phone,age,tier\n{rows}"))
    assert (report.total("traits"), report.total("events")) == (30, 0)
    assert "personas" in " ".join(report.tables[0].notes)
    assert "phone" not in world.rows("SELECT traits FROM traits LIMIT 1")[0][0]


def test_reviews_become_signals_with_their_scale(world: World) -> None:
    rows = "".join(
        f'r{n},u{n % 7},2024-05-{n % 28 + 1:02},{n % 5 + 1},"It took {n} days to arrive, which was fine.",Lamp\n'
        for n in range(40)
    )
    world.take(world.write("reviews.csv", f"review_id,user_id,date,rating,text,product\n{rows}"))
    found = world.rows(
        "SELECT kind, metric, scale_min, scale_max, about, count(*), avg(score) FROM signals GROUP BY ALL"
    )
    assert found == [("review", "rating", 1.0, 5.0, "Lamp", 40, 3.0)]
    assert world.rows(NAMES) == [("Review", 40)]


def test_words_for_feelings_are_scores(world: World) -> None:
    rows = "".join(
        f"Obsługa była {n} razy taka sama jak zawsze\t{word}\n"
        for n in range(9)
        for word in ("negatywny", "pozytywny", "neutralny")
    )
    world.take(world.write("opinie.tsv", f"opinia\twydźwięk\n{rows}"))
    assert world.rows("SELECT score, count(*) FROM signals GROUP BY 1 ORDER BY 1") == [(-1.0, 9), (0.0, 9), (1.0, 9)]


def test_an_nps_question_knows_that_eleven_is_no_answer(world: World) -> None:
    rows = "".join(f"{n},{n % 12}\n" for n in range(120))
    world.take(world.write("answers.csv", f"respondent_id,nps\n{rows}"))
    assert world.rows("SELECT count(*), max(score), any_value(scale_max) FROM signals") == [(110, 10.0, 10.0)]


def test_a_scale_of_zero_to_six_is_asked_for(world: World) -> None:
    rows = "".join(f"{n},{n % 7}\n" for n in range(70))
    path = world.write("answers.csv", f"respondent_id,satisfaction\n{rows}")
    with pytest.raises(Unclear) as problem:
        world.take(path)
    assert "--scale 1..5 or --scale 0..6" in problem.value.hint
    world.take(path, scale=(0, 6))
    assert world.rows("SELECT count(*), min(score) FROM signals") == [(70, 0.0)]


def test_json_array_lines_and_wrapped(world: World) -> None:
    events = [
        {"user": {"id": f"u{n}"}, "event": "visit", "time": f"2024-05-0{n + 1}T10:00:00Z", "tags": ["a"]}
        for n in range(4)
    ]
    world.take(world.write("a.json", json.dumps(events)))
    world.take(world.write("b.jsonl", "\n".join(map(json.dumps, events)) + "\n{broken\n"))
    world.take(world.write("c.json", json.dumps({"total": 4, "events": events})))
    world.take(world.write("d.json", json.dumps(events)[:-30]))
    counts = world.rows("SELECT source, count(*), count(DISTINCT user_id) FROM events GROUP BY 1 ORDER BY 1")
    assert counts == [("a.json", 4, 4), ("b.jsonl", 4, 4), ("c.json", 4, 4), ("d.json", 3, 3)]
    assert "not a JSON object" in world.rejects()
    assert "breaks off" in world.rejects()


def test_segment_calls(world: World) -> None:
    calls = [
        {"type": "page", "messageId": "1", "anonymousId": "a", "timestamp": "2024-05-01T10:00:00Z", "name": "Home", "properties": {"path": "/", "title": "Home"}},
        {"type": "track", "messageId": "2", "anonymousId": "a", "timestamp": "2024-05-01T10:01:00Z", "event": "Order Completed", "properties": {"revenue": 9.5, "currency": "EUR", "email": "a@b.org"}, "context": {"library": {"name": "analytics-ios"}}},
        {"type": "track", "messageId": "2", "anonymousId": "a", "timestamp": "2024-05-01T10:01:00Z", "event": "Order Completed", "properties": {"revenue": 9.5, "currency": "EUR", "email": "a@b.org"}, "context": {"library": {"name": "analytics-ios"}}},
        {"type": "identify", "messageId": "3", "anonymousId": "a", "userId": "u", "timestamp": "2024-05-01T10:02:00Z", "traits": {"email": "A@b.org", "plan": "pro", "phone": "1"}},
        {"type": "alias", "messageId": "4", "previousId": "a", "userId": "u2", "timestamp": "2024-05-01T10:03:00Z"},
    ]  # fmt: skip
    report = world.take(world.write("export.jsonl", "\n".join(map(json.dumps, calls))))
    assert (report.total("events"), report.total("duplicates"), report.total("traits")) == (2, 1, 2)
    assert world.rows('SELECT name, type, page, channel, value FROM events ORDER BY "at"') == [
        ("Home", "page", "/", "web", None),
        ("Order Completed", "track", None, "app", 9.5),
    ]
    assert world.rows("SELECT traits FROM traits WHERE anonymous_id = 'a' AND user_id = 'u'") == [('{"plan":"pro"}',)]
    assert "a@b.org" not in str(world.rows("SELECT properties FROM events"))


def test_parquet_with_nested_columns(world: World) -> None:
    table = pa.table(
        {
            "user": pa.array([{"id": "u1"}, {"id": "u1"}, {"id": "u2"}]),
            "event": ["visit", "buy", "visit"],
            "time": pa.array([_at(1, 10), _at(1, 11), _at(2)], pa.timestamp("us")),
        }
    )
    path = world.write("log.parquet", b"")
    pq.write_table(table, path)
    world.take(path)
    assert world.rows('SELECT user_id, name, "at"::VARCHAR FROM events ORDER BY 3')[0] == (
        "u1",
        "visit",
        "2024-05-01 10:00:00+00",
    )


def test_a_spreadsheet_whose_header_is_not_on_its_first_line(world: World) -> None:
    path = world.write("tickets.xlsx", b"")
    with xlsxwriter.Workbook(path) as book:
        style = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet("Q1")
        sheet.write(0, 0, "Tickets of the first quarter")
        sheet.write_row(2, 0, ["Ticket ID", "Customer ID", "Opened", "Closed", "Topic"])
        for n in range(5):
            sheet.write_row(3 + n, 0, [f"T{n}", f"C{n % 2}"])
            sheet.write_datetime(3 + n, 2, _at(n + 1, 10), style)
            sheet.write_datetime(3 + n, 3, _at(n + 2, 10), style)
        book.add_worksheet("Empty")
    report = world.take(path)
    assert report.total("events") == 10
    assert world.rows(NAMES) == [("Ticket closed", 5), ("Ticket opened", 5)]


XES = """<?xml version="1.0"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<classifier name="Activity" keys="concept:name"/>
<trace><string key="concept:name" value="case 1"/><string key="channel" value="web"/>
<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2024-05-01T10:00:00.000+02:00"/>
<string key="org:resource" value="Ann"><string key="team" value="red"/></string></event>
<event><string key="concept:name" value="B"/><date key="time:timestamp" value="2024-05-01T11:00:00.000+02:00"/></event></trace>
<trace><string key="concept:name" value="case 2"/><event><string key="concept:name" value="A"/>
<date key="time:timestamp" value="2024-05-02T10:00:00.000+02:00"/></event></trace></log>"""


def test_an_xes_log_and_one_that_breaks_off(world: World) -> None:
    world.take(world.write("log.xes", XES))
    assert world.rows('SELECT user_id, name, "at"::VARCHAR FROM events ORDER BY 3')[0] == (
        "case 1",
        "A",
        "2024-05-01 08:00:00+00",
    )
    assert "org:resource.team" in world.rows("SELECT properties FROM events WHERE properties IS NOT NULL")[0][0]
    assert world.rows("SELECT traits FROM traits") == [('{"case:channel":"web"}',)]
    cut = XES[: XES.index("case 2")]
    report = world.take(world.write("cut.xes.gz", gzip.compress(cut.encode())))
    assert (report.total("events"), report.total("rejected")) == (2, 1)


ACCESS = (
    '1.2.3.4 - - [01/May/2024:10:00:00 +0000] "GET /shop?x=1 HTTP/1.1" 200 10 "https://www.google.com/" "Mozilla/5.0 (iPhone) Mobile Safari"\n'
    '1.2.3.4 - - [01/May/2024:10:00:01 +0000] "GET /style.css HTTP/1.1" 200 10 "https://me.org/shop" "Mozilla/5.0 (iPhone) Mobile Safari"\n'
    '1.2.3.4 - - [01/May/2024:10:00:02 +0000] "GET /gone HTTP/1.1" 404 10 "https://me.org/shop" "Mozilla/5.0 (iPhone) Mobile Safari"\n'
    '9.9.9.9 - - [01/May/2024:10:00:03 +0000] "GET /shop HTTP/1.1" 200 10 "-" "Googlebot/2.1"\n'
    "nonsense\n"
)


def test_an_access_log_tells_pages_files_errors_and_bots_apart(world: World) -> None:
    report = world.take(world.write("access.log", ACCESS))
    assert report.total("rejected") == 1
    assert world.rows('SELECT name, type, page, device FROM events ORDER BY "row"') == [
        ("Page view", "page", "/shop", "mobile"),
        ("File loaded", "log", "/style.css", "mobile"),
        ("Page not found", "error", "/gone", "mobile"),
        ("Bot request", "log", "/shop", "bot"),
    ]
    assert world.rows("SELECT count(DISTINCT anonymous_id) FROM events WHERE anonymous_id NOT LIKE '%1.2.3.4%'") == [
        (2,)
    ]
    assert '"came_from":"search"' in world.rows('SELECT properties FROM events ORDER BY "row" LIMIT 1')[0][0]


def test_path_totals_are_unrolled(world: World) -> None:
    world.take(
        world.write(
            "paths.csv",
            "path,total_conversions,total_conversion_value,total_null\nads > mail,2,10,1\nmail > ads > ads,0,0,1\n",
        )
    )
    assert world.rows(NAMES) == [("Conversion", 2), ("ads", 5), ("mail", 4)]
    assert world.rows("SELECT count(DISTINCT user_id), sum(value) FROM events") == [(4, 10.0)]


def test_texts_with_labels_beside_them(world: World) -> None:
    texts = world.write("de/train_text.txt", "Das war wirklich gut\nDas war gar nicht gut\nDas war mir ganz egal\n")
    world.write("de/train_labels.txt", "2\n0\n1\n")
    report = world.take(texts.parent)
    assert report.total("signals") == 3
    assert world.rows('SELECT score, scale_max FROM signals ORDER BY "row"') == [(2.0, 2.0), (0.0, 2.0), (1.0, 2.0)]


def test_reviews_in_xml(world: World) -> None:
    xml = '<?xml version="1.0"?><sentences><sentence id="1"><text>The staff was horrible to us.</text><aspectCategories><aspectCategory category="service" polarity="negative"/><aspectCategory category="food" polarity="positive"/></aspectCategories></sentence></sentences>'
    world.take(world.write("reviews.xml", xml))
    assert world.rows("SELECT about, score FROM signals ORDER BY 1") == [("food", 1.0), ("service", -1.0)]
