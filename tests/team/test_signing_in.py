import base64
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from footpath.accounts import Actor, CodeNeeded, People, Sessions, acting, last_entries
from footpath.accounts import totp as codes
from footpath.core import clock
from footpath.core.database import Database
from footpath.core.errors import Conflict, Invalid, SignedOut, TooMany
from tests.team.rooms_of import PASSWORD

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


@pytest.fixture
def sessions(database: Database, people: People) -> Sessions:
    people.first(email="Ann@Example.org", name="Ann", password=PASSWORD, workspace="Lamps")
    return Sessions(database)


def test_only_the_first_person_sets_the_server_up(people: People) -> None:
    assert people.needed()
    first = people.first(email="ann@example.org", name="Ann", password=PASSWORD, workspace="Lamps")
    assert first.admin
    assert not people.needed()
    with pytest.raises(Conflict):
        people.first(email="eve@example.org", name="Eve", password=PASSWORD, workspace="Mine")


def test_a_short_password_and_a_wrong_address_name_their_field(people: People) -> None:
    with pytest.raises(Invalid, match=r"^password: "):
        people.first(email="ann@example.org", name="Ann", password=PASSWORD[:9], workspace="Lamps")
    with pytest.raises(Invalid, match=r"^email: "):
        people.first(email="ann", name="Ann", password=PASSWORD, workspace="Lamps")


def test_a_session_is_found_by_its_secret_until_it_ends(sessions: Sessions) -> None:
    session = sessions.sign_in("ann@example.org ", PASSWORD)
    assert sessions.find(session.token).user.email == "ann@example.org"
    sessions.end(session.actor)
    with pytest.raises(SignedOut):
        sessions.find(session.token)


def test_signing_out_everywhere_ends_every_session(sessions: Sessions) -> None:
    one, other = (sessions.sign_in("ann@example.org", PASSWORD) for _ in range(2))
    sessions.end_all(one.actor)
    with pytest.raises(SignedOut):
        sessions.find(other.token)


def test_a_session_that_nobody_uses_ends(sessions: Sessions) -> None:
    with clock.freeze(NOON):
        token = sessions.sign_in("ann@example.org", PASSWORD).token
    with clock.freeze(NOON + timedelta(days=13)):
        sessions.find(token)
    with clock.freeze(NOON + timedelta(days=26)), pytest.raises(SignedOut):
        sessions.find("not it")
    with clock.freeze(NOON + timedelta(days=28)), pytest.raises(SignedOut):
        sessions.find(token)


def test_the_secret_changes_and_the_former_one_works_a_minute_longer(sessions: Sessions) -> None:
    with clock.freeze(NOON):
        old = sessions.sign_in("ann@example.org", PASSWORD).token
    later = NOON + timedelta(hours=13)
    with clock.freeze(later):
        fresh = sessions.find(old).token
        assert fresh
        assert fresh != old
        assert sessions.find(old).token == ""
    with clock.freeze(later + timedelta(minutes=2)):
        sessions.find(fresh)
        with pytest.raises(SignedOut):
            sessions.find(old)


def test_a_wrong_address_and_a_wrong_password_are_told_apart_by_nobody(sessions: Sessions) -> None:
    told = []
    for email, password in (("ann@example.org", "wrong password"), ("bob@example.org", PASSWORD)):
        with pytest.raises(SignedOut) as refused:
            sessions.sign_in(email, password)
        told.append(str(refused.value))
    assert told[0] == told[1]


def test_after_eight_tries_even_the_right_password_has_to_wait(sessions: Sessions) -> None:
    with clock.freeze(NOON):
        for _ in range(8):
            with pytest.raises(SignedOut):
                sessions.sign_in("ann@example.org", "wrong password")
        with pytest.raises(TooMany) as refused:
            sessions.sign_in("ann@example.org", PASSWORD)
        assert refused.value.wait_s == 15 * 60
    with clock.freeze(NOON + timedelta(minutes=16)):
        sessions.sign_in("ann@example.org", PASSWORD)


def test_one_network_may_try_many_addresses_only_so_often(sessions: Sessions) -> None:
    with clock.freeze(NOON):
        for number in range(40):
            with pytest.raises(SignedOut):
                sessions.sign_in(f"p{number}@example.org", "wrong password", network="192.0.2.1")
        with pytest.raises(TooMany):
            sessions.sign_in("ann@example.org", PASSWORD, network="192.0.2.1")


def test_another_password_ends_every_session(sessions: Sessions, people: People) -> None:
    session = sessions.sign_in("ann@example.org", PASSWORD)
    with pytest.raises(Invalid, match=r"^current: "):
        people.set_password(session.actor, session.user.id, "another password", current="wrong password")
    people.set_password(session.actor, session.user.id, "another password", current=PASSWORD)
    with pytest.raises(SignedOut):
        sessions.find(session.token)
    sessions.sign_in("ann@example.org", "another password")


def test_a_reset_works_once_and_for_an_hour(sessions: Sessions, people: People) -> None:
    assert people.ask_reset("nobody@example.org") is None
    with clock.freeze(NOON):
        user, token = people.ask_reset("ann@example.org") or pytest.fail("nobody")
    with clock.freeze(NOON + timedelta(minutes=61)), pytest.raises(Invalid, match=r"^token: "):
        people.reset(token, "another password")
    with clock.freeze(NOON + timedelta(minutes=59)):
        people.reset(token, "another password")
        with pytest.raises(Invalid, match=r"^token: "):
            people.reset(token, "a third password")
        sessions.sign_in(user.email, "another password")


# RFC 6238, appendix B, the rows for SHA-1.
@pytest.mark.parametrize(
    ("second", "expected"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
     (2000000000, "69279037"), (20000000000, "65353130")],
)  # fmt: skip
def test_codes_are_those_of_the_standard(second: int, expected: str) -> None:
    assert codes.code(b"12345678901234567890", second // 30, digits=8) == expected


def test_with_a_second_factor_a_code_is_asked_for_and_none_works_twice(sessions: Sessions, people: People) -> None:
    session = sessions.sign_in("ann@example.org", PASSWORD)
    secret, address = people.begin_totp(session.actor)
    assert address.startswith("otpauth://totp/Footpath:ann%40example.org?secret=")
    sessions.sign_in("ann@example.org", PASSWORD)  # not before it is proved
    key = base64.b32decode(secret)

    def shown(at: datetime) -> str:
        return codes.code(key, int(at.timestamp()) // 30)

    with clock.freeze(NOON):
        with pytest.raises(Invalid, match=r"^code: "):
            people.prove_totp(session.actor, "000000" if shown(NOON) != "000000" else "000001")
        people.prove_totp(session.actor, shown(NOON))
        with pytest.raises(CodeNeeded):
            sessions.sign_in("ann@example.org", PASSWORD)
        with pytest.raises(SignedOut):
            sessions.sign_in("ann@example.org", PASSWORD, code=shown(NOON))  # it proved the app already
    later = NOON + timedelta(minutes=5)
    with clock.freeze(later):
        sessions.sign_in("ann@example.org", PASSWORD, code=shown(later - timedelta(seconds=30)))  # a slow phone
        with pytest.raises(SignedOut):
            sessions.sign_in("ann@example.org", PASSWORD, code=shown(later - timedelta(seconds=30)))
        people.end_totp(session.actor, PASSWORD)
        sessions.sign_in("ann@example.org", PASSWORD)


def test_a_recovery_code_stands_in_for_a_lost_app_once(sessions: Sessions, people: People, database: Database) -> None:
    actor = sessions.sign_in("ann@example.org", PASSWORD).actor
    with pytest.raises(Conflict):
        people.renew_recovery(actor, PASSWORD)  # there is nothing to stand in for
    secret, _ = people.begin_totp(actor)
    with clock.freeze(NOON):
        given = people.prove_totp(actor, totp_at(secret, NOON))
    assert len(set(given)) == 10 == people.recovery_left(actor)
    with database.read() as con:
        kept = con.execute(sa.text("SELECT code_hash FROM recovery_codes")).scalars().all()
    assert not {code.replace("-", "") for code in given} & set(kept)  # hashes only

    sessions.sign_in("ann@example.org", PASSWORD, code=given[0])
    sessions.sign_in("ann@example.org", PASSWORD, code=given[1].replace("-", " ").upper())
    with pytest.raises(SignedOut):
        sessions.sign_in("ann@example.org", PASSWORD, code=given[0])
    assert people.recovery_left(actor) == 8

    with pytest.raises(Invalid, match=r"^password: "):
        people.renew_recovery(actor, "not it at all")
    renewed = people.renew_recovery(actor, PASSWORD)
    assert people.recovery_left(actor) == 10
    with pytest.raises(SignedOut):
        sessions.sign_in("ann@example.org", PASSWORD, code=given[2])
    sessions.sign_in("ann@example.org", PASSWORD, code=renewed[0])
    people.end_totp(actor, PASSWORD)
    assert people.recovery_left(actor) == 0
    said = [(entry.action, entry.detail) for _, entry in last_entries(database, 50) if entry.action.startswith("totp")]
    assert said == [
        ("totp.on", {"recovery_codes": 10}), ("totp.recovery_used", {"recovery_codes": 9}),
        ("totp.recovery_used", {"recovery_codes": 8}), ("totp.recovery_codes", {"recovery_codes": 10}),
        ("totp.recovery_used", {"recovery_codes": 9}), ("totp.off", {}),
    ]  # fmt: skip


def totp_at(secret: str, at: datetime) -> str:
    return codes.code(base64.b32decode(secret), int(at.timestamp()) // 30)


def test_somebody_disabled_is_signed_out(sessions: Sessions, people: People) -> None:
    user = people.add(Actor(name="cli"), email="bob@example.org", name="Bob", password=PASSWORD)
    session = sessions.sign_in("bob@example.org", PASSWORD)
    people.disable(Actor(name="cli"), user.id)
    with pytest.raises(SignedOut):
        sessions.find(session.token)
    with pytest.raises(SignedOut):
        sessions.sign_in("bob@example.org", PASSWORD)
    assert acting(people.find("ann@example.org")).admin
