"""Webhooks by mappings of one's own: conditions, many elements, signatures, replays, dead letters."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from footpath.cli.main import cli
from footpath.collector import letters, replay
from footpath.collector.hook import HOOKS, Hook, Verify
from footpath.collector.hook_files import HookFolder, checked
from footpath.collector.picking import Around, value_of
from footpath.collector.protocol import Request
from footpath.collector.records import Refused
from footpath.collector.signatures import check
from footpath.core.errors import FootpathError, Invalid
from footpath.core.paths import steps_of, walk
from footpath.core.written import read_text
from footpath.events import Lake
from tests.collector.hooking import SECRET, Hooked, T, digest, example, send
from tests.collector.live import living
from tests.collector.reading import NOON

OPEN = "verify: {scheme: none}\n"
ORDERS = (
    OPEN
    + """
each: data.orders
every: {id: id, at: when, user_id: buyer.id}
take:
  - when: {state: [paid, "part*"]}
    event: {name: "=Order {state}", value: total, currency: "@body.currency", properties: {lines: lines}}
  - when: {note: "*"}
    signal: {kind: =note, text: note}
"""
)


_VERIFIES = [preset.hook().verify for preset in HOOKS.classes()]


def order(**more: object) -> dict[str, object]:
    return {"id": "o1", "when": "2026-03-01T10:00:00Z", "buyer": {"id": "b1"}, "state": "paid", "total": "9.5"} | more


def test_one_body_holds_many_elements_and_conditions_choose_what_each_becomes(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("shop", ORDERS)
    orders = [order(), order(id="o2", state="partly paid", note="Leave it at the door"), order(id="o3", state="draft")]
    reading = hooks.read("shop", {"currency": "EUR", "data": {"orders": orders}})
    assert [(e.dedupe_id, e.name, e.value, e.currency) for e in reading.events] == [
        ("o1", "Order paid", 9.5, "EUR"),
        ("o2", "Order partly paid", 9.5, "EUR"),
    ]
    assert [(s.dedupe_id, s.text) for s in reading.signals] == [("o2", "Leave it at the door")]
    assert json.loads(reading.answer.body) == {"success": True, "ignored": 1}


def test_a_bad_element_is_refused_with_its_field_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("shop", ORDERS)
    orders = [order(total="nine"), order(id="o2"), order(id="o3", buyer=None), order(id="o4", when="soon")]
    reading = hooks.read("shop", {"currency": "EUR", "data": {"orders": orders}})
    assert [event.dedupe_id for event in reading.events] == ["o2"]
    assert [(p.element, p.field, p.reason) for p in reading.problems] == [
        (0, "value (total)", "it is no number"),
        (2, "user_id", "nobody is named (looked at buyer.id)"),
        (3, "at (when)", "it is no time"),
    ]


def test_an_element_without_a_fitting_condition_is_refused_where_the_webhook_says_so(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("shop", ORDERS + "unmatched: refuse\n")
    reading = hooks.read("shop", {"data": {"orders": [order(state="draft")]}})
    assert [problem.field for problem in reading.problems] == ["take"]


def test_amounts_in_the_smallest_unit_follow_the_currency(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("pay", OPEN + "take: [{event: {name: =Paid, user_id: u, value_minor: n, currency: c}}]\n")
    body = [{"u": "a", "n": 1234, "c": code} for code in ("eur", "JPY", "kwd")]
    assert [(e.value, e.currency) for e in hooks.read("pay", body).events] == [
        (12.34, "EUR"), (1234.0, "JPY"), (1.234, "KWD"),
    ]  # fmt: skip


def test_two_rows_of_one_element_have_ids_of_their_own(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("x", OPEN + "every: {id: id, user_id: u}\ntake: [{event: {name: =A}}, {event: {name: =B}}]\n")
    assert [e.dedupe_id for e in hooks.read("x", {"id": "1", "u": "p"}).events] == ["1", "1#1"]


@pytest.mark.parametrize("kind", ["plain", "payload", "parts"])
def test_forms_are_read_too(kind: str, tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("form", OPEN + "take: [{signal: {text: said, email: from}}]\n")
    bodies = {
        "plain": (b"said=Good+morning&from=A%40b.example", "application/x-www-form-urlencoded"),
        "payload": (
            b"payload=%7B%22said%22%3A%22Good+morning%22%2C%22from%22%3A%22a%40b.example%22%7D",
            "application/x-www-form-urlencoded",
        ),
        "parts": (
            b"".join(
                [
                    b'--x\r\nContent-Disposition: form-data; name="said"\r\n\r\nGood morning\r\n',
                    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n\x89PNG\r\n',
                    b'--x\r\nContent-Disposition: form-data; name="from"\r\n\r\na@b.example\r\n--x--\r\n',
                ]
            ),
            "multipart/form-data; boundary=x",
        ),
    }
    body, content_type = bodies[kind]
    (signal,) = hooks.read("form", body, {"content-type": content_type}).signals
    assert signal.text == "Good morning"
    assert signal.email_hash == hashlib.sha256(b"a@b.example").hexdigest()


def test_a_form_that_is_refused_is_a_dead_letter_that_can_be_replayed(tmp_path: Path) -> None:
    hooks = HookFolder(Lake.open(tmp_path, create=True).folder)
    hooks.add("form", OPEN + "unmatched: refuse\ntake: [{when: {kind: x}, signal: {text: said, email: from}}]\n")
    with living(tmp_path) as live:
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert send(live.port, "form", b"said=Good+morning&from=a%40b.example", form) == 200
    assert [(one.source, one.field) for one in letters(tmp_path)] == [("form", "take")]
    hooks.remove("form")
    hooks.add("form", OPEN + "take: [{signal: {text: said, email: from}}]\n")
    assert replay(tmp_path).taken == 1
    assert live.rows("signals", "text") == [("Good morning",)]


def test_signatures_published_by_their_inventors_hold() -> None:
    """GitHub's, Slack's and Standard Webhooks' own examples."""
    github = Request("POST", "/x", headers={"x-hub-signature-256": "sha256="
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"}, body=b"Hello, World!")  # fmt: skip
    assert check(HOOKS["github"].hook().verify, github, None, "It's a Secret to Everybody") == ""
    slack_body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name="
        b"foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F"
        b"hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015."
        b"47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    slack = Request("POST", "/x", headers={
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }, body=slack_body, received_at=1_531_420_620_000_000)  # fmt: skip
    assert check(HOOKS["slack"].hook().verify, slack, None, "8f742231b10e8888abcd99yyyzzz85a5")
    standard = Request("POST", "/x", headers={
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }, body=b'{"test": 2432232314}', received_at=1_614_265_331_000_000)  # fmt: skip
    assert check(HOOKS["standard"].hook().verify, standard, None, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@pytest.mark.parametrize(("away_s", "taken"), [(0, True), (299, True), (-299, True), (301, False), (-301, False)])
def test_a_signature_far_from_now_is_refused(away_s: int, taken: bool) -> None:
    headers = {"stripe-signature": f"t={T},v1={digest(f'{T}.'.encode() + b'{}').hex()}"}
    request = Request("POST", "/x", headers=headers, body=b"{}", received_at=NOON + away_s * 1_000_000)
    verify = HOOKS["stripe"].hook().verify
    if taken:
        assert check(verify, request, None, SECRET)
    else:
        with pytest.raises(Refused, match="away from now"):
            check(verify, request, None, SECRET)


@pytest.mark.parametrize("stamp", ["", "soon", "nan", "inf"])
def test_a_signature_without_a_time_is_refused(stamp: str) -> None:
    headers = {"stripe-signature": f"t={stamp},v1={digest(f'{stamp}.'.encode() + b'{}').hex()}"}
    request = Request("POST", "/x", headers=headers, body=b"{}", received_at=NOON)
    with pytest.raises(Refused, match="missing or no number"):
        check(HOOKS["stripe"].hook().verify, request, None, SECRET)


@given(st.binary(max_size=40), st.text(max_size=80), st.sampled_from([None, {}, [1], {"signature": {"signature": 5}}]))
def test_no_made_up_signature_passes_or_breaks_the_check(body: bytes, text: str, content: object) -> None:
    for verify in _VERIFIES:
        names = [verify.header or "authorization", verify.time_header or "x-none"]
        request = Request("POST", "/x", headers={name.lower(): text for name in names}, body=body, received_at=NOON)
        with pytest.raises(Refused) as refusal:
            check(verify, request, content, SECRET)
        assert refusal.value.status == 401


@given(st.text(max_size=30), st.recursive(st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)))  # fmt: skip
def test_any_text_is_a_path_that_can_be_walked_or_is_refused(path: str, document: object) -> None:
    try:
        steps = steps_of(path)
    except Invalid:
        return
    walk(document, steps)


def test_paths_reach_names_positions_quoted_keys_and_what_stands_around() -> None:
    element = {"a": {"b": [{"c": 1}, {"c": 2}]}, "How was it?": "good", "x.y": 3}
    around = Around({"x-topic": "orders"}, {"shop": "1"}, {"total": 7})
    found = [
        value_of(ref, element, around)
        for ref in ("$.a.b[0].c", "a.b[-1].c", '["How was it?"]', "['x.y']", "@header.X-Topic", "@query.shop",
                    "@body.total", ["nope", "a.b[1].c"], "=no {nope}", "=is {a.b[0].c}", "=const", 5)
    ]  # fmt: skip
    assert found == [1, 2, "good", 3, "orders", "1", 7, 2, None, "is 1", "const", 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("verify: {scheme: none}\ntake:\n  - event: {nmae: =A}\n", "line 3: take[0].event"),
        ("verify: {scheme: rot13}\ntake: []\n", "line 1: verify.scheme"),
        ("verify: {scheme: none}\ntake: [\n", "line 3"),
        ("verify: {scheme: none}\ntake: []\n", "take: it is empty"),
        ("verify: {scheme: hmac}\ntake: [{event: {name: =A}}]\n", "verify.header"),
        ("verify: {scheme: none}\nevery: {id: 'a..b['}\ntake: [{event: {name: =A}}]\n", "every.id: 'a..b[' is no path"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as problem:
        HookFolder(tmp_path).add("x", text)
    assert expected in str(problem.value)
    assert problem.value.hint


def test_a_replayed_request_adds_nothing_and_a_letter_is_taken_once_its_mapping_is_mended(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with living(store) as live:
        hooks = HookFolder(store)
        text = OPEN + "every: {user_id: who}\ntake: [{event: {name: =Visit, value: spent}}]\n"
        signed = "{scheme: hmac, header: X-Sig, time_header: X-Time, tolerance_s: 1000000000, "
        timed = text.replace("{scheme: none}", signed + 'signed: "{@time}.{@raw}"}')
        hooks.add("door", timed)
        hooks.keep_secret("door", SECRET)
        hooks.add("till", text)
        body = b'{"who": "p1", "spent": 1}'
        headers = {"x-sig": digest(f"{T}.".encode() + body).hex(), "x-time": T}
        for _ in range(3):
            assert send(live.port, "door", body, headers) == 200
        later = str(int(T) + 1)
        again = {"x-sig": digest(f"{later}.".encode() + body).hex(), "x-time": later}
        assert send(live.port, "door", body, again) == 200
        assert send(live.port, "till", b'{"who": "p2", "spent": "much"}') == 200
        assert send(live.port, "nobody", b"{}") == 404
        live.wait_for("events", "source, user_id", 2)
    assert sorted(live.rows("events", "source, user_id, value")) == [("door", "p1", 1.0), ("door", "p1", 1.0)]
    run = CliRunner()
    assert "0 taken, 1 left" in run.invoke(cli, ["deadletters", "replay", "--store", str(store)]).output
    path = store / "hooks" / "till.yaml"
    path.write_text(path.read_text().replace("value: spent", "properties: {spent: spent}"))
    assert "1 taken, 0 left" in run.invoke(cli, ["deadletters", "replay", "--store", str(store)]).output
    assert sorted(live.rows("events", "source, user_id, properties"))[2] == ("till", "p2", '{"spent":"much"}')


def test_secrets_are_hashed_or_in_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("plain", HOOKS["plain"].yaml)
    made = hooks.folder.keep_secret("plain")
    hooks.add("stripe", HOOKS["stripe"].yaml, SECRET)
    path = tmp_path / "secrets.json"
    assert made not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert hooks.read("plain", {"name": "A", "user_id": "u"}, {"x-footpath-secret": made}).events
    assert made not in "".join(file.read_text() for file in (tmp_path / "hooks").iterdir())


def test_a_secret_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("stripe", HOOKS["stripe"].yaml)
    body, headers = example("stripe")
    with pytest.raises(Refused, match="has none yet"):
        hooks.read("stripe", body, headers)
    monkeypatch.setenv("FOOTPATH_SECRET_HOOK_STRIPE", SECRET)
    assert Hooked(tmp_path).read("stripe", body, headers).events


def test_a_challenge_is_answered_only_to_who_can_sign(tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add("slack", HOOKS["slack"].yaml, SECRET)
    body = b'{"type":"url_verification","challenge":"3eZbrw1aB"}'
    headers = {"x-slack-request-timestamp": T, "x-slack-signature": "v0=" + digest(f"v0:{T}:".encode() + body).hex()}
    reading = hooks.read("slack", body, headers)
    assert (reading.public, reading.answer.body) == (True, b"3eZbrw1aB")
    with pytest.raises(Refused):
        hooks.read("slack", body, headers | {"x-slack-signature": "v0=00"})


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    hooks = HookFolder(Path(os.devnull).parent / "no-such-store")
    assert hooks.find(f"../{name}") is None
    with pytest.raises(FootpathError):
        hooks.path(f"../{name}")


def test_the_commands_make_try_list_and_remove_a_webhook(tmp_path: Path) -> None:
    run, store = CliRunner(), ["--store", str(tmp_path / "s")]
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    added = run.invoke(cli, ["hook", "add", "pay", "--preset", "stripe", "--source", "till", "--secret-file",
                             str(tmp_path / "secret"), *store])  # fmt: skip
    assert "POST /v1/hooks/pay" in added.output
    assert HookFolder(tmp_path / "s").secret("pay") == SECRET
    tried = run.invoke(cli, ["hook", "test", "pay", "--preset", "stripe", *store])
    assert json.loads(tried.output)["name"] == "Checkout completed"
    (tmp_path / "body.json").write_text('{"type": "charge.failed", "created": "never", "data": {}}')
    bad = run.invoke(cli, ["hook", "test", "pay", str(tmp_path / "body.json"), *store])
    assert (bad.exit_code, "at (created): it is no time" in bad.output) == (1, True)
    listed = run.invoke(cli, ["hook", "list", *store]).output
    assert "pay" in listed
    assert "till" in listed
    assert SECRET not in listed
    run.invoke(cli, ["hook", "remove", "pay", *store])
    assert "pay" not in run.invoke(cli, ["hook", "list", *store]).output
    assert HookFolder(tmp_path / "s").secret("pay") == ""


def test_every_scheme_says_what_it_needs() -> None:
    take = "take: [{event: {name: =A}}]\n"
    with pytest.raises(Invalid, match=r"verify\.header"):
        checked(read_text("verify: {scheme: shared}\n" + take, Hook, name="x", word="webhook"), "x")
    assert Verify(scheme="hmac", header="a").timed is False


def test_a_webhook_that_sends_too_much_is_told_when_to_come_back(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with living(store) as live:
        hooks = HookFolder(store)
        hooks.add("till", "verify: {scheme: none}\nrate: 0.001\ntake: [{event: {name: =Sold, user_id: u}}]\n")
        assert [send(live.port, "till", b'{"u":"a"}') for _ in range(3)] == [200, 429, 429]
        hooks.add("other", "verify: {scheme: none}\ntake: [{event: {name: =Sold, user_id: u}}]\n")
        assert send(live.port, "other", b'{"u":"a"}') == 200
    with pytest.raises(Invalid, match="rate"):
        hooks.add("odd", "verify: {scheme: none}\nrate: -1\ntake: [{event: {name: =Sold}}]\n")
