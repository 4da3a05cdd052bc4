"""Mails as signals: charsets, broken headers, quotes, signatures, automatic replies, in several languages."""

import base64
import hashlib
import json
import quopri
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.events import Lake, import_paths, plain_text, read_mail
from footpath.events.mail.boxes import mails_in_mbox
from footpath.events.mail.quoting import own_words
from footpath.events.mail.reading import bare


def mail(body: bytes | str = "Hello", **headers: str) -> bytes:
    usual = {
        "From": "Ann <Ann@Shop.Example>",
        "Date": "Sun, 01 Mar 2026 12:00:00 +0100",
        "Subject": "Order",
        "Message-ID": "<1@shop.example>",
    }
    given = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    content = body if isinstance(body, bytes) else body.encode()
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + content


def test_a_mail_says_who_when_about_what_and_in_which_conversation() -> None:
    found = read_mail(mail("Where is it?\n", Subject="Re: AW: [Shop] Order 7", In_Reply_To="<0@shop.example>",
                           References="<root@shop.example> <0@shop.example>"))  # fmt: skip
    assert (found.id, found.address, found.subject, found.text) == (
        "1@shop.example", "ann@shop.example", "Order 7", "Where is it?",
    )  # fmt: skip
    assert found.at == datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
    assert (found.thread, found.reply, found.automatic) == ("root@shop.example", True, "")
    assert found.email_hash == hashlib.sha256(b"ann@shop.example").hexdigest()


@pytest.mark.parametrize(
    ("text", "charset", "written"),
    [
        ("Zażółć gęślą jaźń, proszę", "iso-8859-2", "iso-8859-2"),
        ("Zażółć gęślą jaźń, proszę", "windows-1250", "windows-1250"),
        ("我的訂單還沒有到貨，請幫我查詢", "big5", "big5"),
        ("我的订单还没有到货，请帮我查询", "gbk", "gb2312"),
        ("Kur ir mans pasūtījums? Tas nav saņemts", "iso-8859-13", "iso-8859-13"),
        ("It’s “fine” – really", "cp1252", "iso-8859-1"),
        ("注文した商品が届きません", "iso-2022-jp", "iso-2022-jp"),
        ("Hello – no charset said", "utf-8", ""),
        ("Hello – a wrong charset said", "utf-8", "klingon"),
        ("我的訂單還沒有到貨，請幫我查詢一下現在的狀況好嗎謝謝您", "utf-8", "us-ascii"),
    ],
)
@pytest.mark.parametrize("how", ["8bit", "base64", "quoted-printable"])
def test_texts_and_subjects_of_any_charset_are_read(text: str, charset: str, written: str, how: str) -> None:
    raw = text.encode(charset)
    packed = {"8bit": raw, "base64": base64.encodebytes(raw), "quoted-printable": quopri.encodestring(raw)}[how]
    kind = "text/plain" + (f"; charset={written}" if written else "")
    word = f"=?{written or 'utf-8'}?b?{base64.b64encode(raw).decode()}?="
    found = read_mail(mail(packed, Content_Type=kind, Content_Transfer_Encoding=how, Subject=word))
    assert found.text == text
    assert found.subject == text


def test_html_is_read_as_text_and_nothing_of_it_is_kept_that_is_not_seen() -> None:
    html = (
        "<html><head><title>T</title><style>p{}</style></head><body><p>Good&nbsp;day &lt;b&gt;</p>"
        "<script>alert(1)</script><div style='display:none'>hidden</div>One<br>Two<img src='http://x/y.png'>"
        "<blockquote type='cite'>earlier words</blockquote></body>"
    )
    found = read_mail(mail(html, Content_Type="text/html; charset=utf-8"))
    assert found.text == "Good day <b>\n\nOne\nTwo"
    assert plain_text("<p>a<b>b</p><ul><li>c<li>d</ul>") == "ab\n\nc\nd"


def test_the_plain_part_is_taken_and_attachments_are_not() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@b.example", "<2@b.example>"
    message.set_content("The plain words")
    message.add_alternative("<p>The same in HTML</p>", subtype="html")
    message.add_attachment("attached words", filename="notes.txt")
    message.add_attachment(b"\x89PNG" * 1000, maintype="image", subtype="png", filename="a.png")
    assert read_mail(message.as_bytes()).text == "The plain words"


QUOTES = {
    "English": "Thanks!\n\nOn Sun, Mar 1, 2026 at 10:00 AM Shop <help@shop.example> wrote:\n> Your order\n> is late\n",
    "German": "Thanks!\n\nAm 01.03.2026 um 10:00 schrieb Shop <help@shop.example>:\n> Ihre Bestellung\n",
    "Polish": "Thanks!\n\nW dniu 1.03.2026 o 10:00, Shop pisze:\n> Zamówienie\n",
    "wrapped": "Thanks!\n\nOn Sun, Mar 1, 2026 at 10:00 AM Shop Help\n<help@shop.example> wrote:\n\n> Your\n",
    "Chinese": "Thanks!\n\nShop <help@shop.example> 於 2026年3月1日 週日 上午10:00寫道：\n> 您的訂單\n",
    "Outlook": "Thanks!\n\n-----Original Message-----\nFrom: Shop <help@shop.example>\nSent: 1 March 2026 10:00\n"
    "To: Ann\nSubject: Order\n\nYour order\n",
    "Outlook in Polish": "Thanks!\n\n________________________________\nOd: Shop <help@shop.example>\n"
    "Wysłano: 1 marca 2026 10:00\nDo: Ann\nTemat: Order\n\nZamówienie\n",
    "without marks": "Thanks!\n\nOn 2026-03-01 10:00, Shop <help@shop.example> wrote:\nYour order is late\n",
    "signature": "Thanks!\n-- \nAnn Example\nTel. 555\n",
    "phone": "Thanks!\n\nSent from my iPhone\n",
    "phone in Polish": "Thanks!\n\nWysłane z iPhone'a\n",
    "between": "> Is it late?\nThanks!\n> Really?\n",
}


@pytest.mark.parametrize("kind", QUOTES)
def test_only_the_writers_own_words_are_kept(kind: str) -> None:
    assert own_words(QUOTES[kind]) == "Thanks!"


@pytest.mark.parametrize(
    "text",
    [
        "Two things:\n- it is late\n- it is 10:00 and nobody called me back:",
        "Order: 7\nName: Ann\nProblem: it broke",
        "My dates are 2026-03-01:\nplease check",
        "It costs more > than before, why?",
        "a -- b\n--- c",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Auto_Submitted": "auto-replied"}, "reply"),
        ({"Auto_Submitted": "no"}, ""),
        ({"X_Autoreply": "yes"}, "reply"),
        ({"Subject": "Automatyczna odpowiedź: Order"}, "reply"),
        ({"Subject": "自動回覆: Order"}, "reply"),
        ({"Subject": "Out of Office Re: Order"}, "reply"),
        ({"From": "MAILER-DAEMON@mx.example"}, "bounce"),
        ({"Content_Type": "multipart/report; report-type=delivery-status; boundary=x"}, "bounce"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, "bulk"),
    ],
)
def test_what_programs_wrote_is_told(headers: dict[str, str], expected: str) -> None:
    assert read_mail(mail(**headers)).automatic == expected


def test_marks_of_answers_are_taken_off_in_many_languages() -> None:
    given_ = ("Re: Fwd: A", "AW: WG: A", "Odp: A", "回复：A", "RE[2]: A", "Regarding A", "SV: VS: A")
    assert [bare(s) for s in given_] == [
        "A", "A", "A", "A", "A", "Regarding A", "A",
    ]  # fmt: skip


def test_mails_without_an_id_are_told_apart_by_what_they_are() -> None:
    one, same, other = (read_mail(mail(text, Message_ID="")) for text in ("a", "a", "b"))
    assert one.id == same.id != other.id


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=60),
       st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed; boundary=x", b"message/rfc822",
                        b"text/plain; charset*=x''%E0", b"text/plain; charset=\"\xff\""]),
       st.sampled_from([b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"\xff"]))  # fmt: skip
def test_no_mail_however_broken_makes_reading_fail(body: bytes, value: bytes, kind: bytes, how: bytes) -> None:
    names = (b"From", b"Subject", b"Date", b"Message-ID", b"References", b"Content-Disposition")
    head = b"".join(name + b": " + value + b"\r\n" for name in names)
    content = head + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + how + b"\r\n\r\n--x\r\n\r\n" + body
    found = read_mail(content)
    assert found.id
    found.text.encode()
    found.subject.encode()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_own_words_add_nothing_and_are_stable(text: str) -> None:
    kept = own_words(text)
    left = iter("".join(text.split()))
    assert all(sign in left for sign in "".join(kept.split()))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/=\"'&;abpdivscriptlockquoe -!", max_size=200))
def test_no_html_leaves_a_script_or_fails(html: str) -> None:
    assert "<script" not in plain_text(f"<script>{html}</script>")


def test_a_giant_mail_is_read_in_part() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@b.example", "<3@b.example>"
    message.set_content("word " * 100_000)
    message.add_attachment(b"0" * 3_000_000, maintype="application", subtype="octet-stream", filename="x")
    assert len(read_mail(message.as_bytes()).text) <= 100_000


def test_a_box_is_cut_into_its_mails_across_chunks() -> None:
    box = b"From a Sun Mar  1 12:00:00 2026\nSubject: 1\n\nA\n>From the start\nFrom here\n\nFrom b x\nSubject: 2\n\nB\n"
    for size in (1, 7, 1000):
        found = list(mails_in_mbox(iter([box[n : n + size] for n in range(0, len(box), size)])))
        assert found == [b"Subject: 1\n\nA\nFrom the start\nFrom here\n\n", b"Subject: 2\n\nB\n"]


def rows(lake: Lake) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return (
            lake.relation(con, "signals")
            .select("source, signal_id, text, about, channel, email_hash")
            .order("1, 2")
            .fetchall()
        )


def test_an_mbox_is_imported_without_what_programs_wrote_and_once(tmp_path: Path) -> None:
    mails = [mail("First"), mail("Second", Message_ID="<2@x>"), mail("Second", Message_ID="<2@x>"),
             mail("Away", Message_ID="<3@x>", Auto_Submitted="auto-replied"),
             mail("> all\n> quoted", Message_ID="<4@x>")]  # fmt: skip
    box = b"".join(b"From x Sun Mar  1 12:00:00 2026\n" + one.replace(b"\r\n", b"\n") + b"\n\n" for one in mails)
    (tmp_path / "support").write_bytes(box)
    lake = Lake.open(tmp_path / "s", create=True)
    (table,) = import_paths(lake, [tmp_path / "support"]).tables
    assert (table.connector, table.signals, table.duplicates, table.rejected) == ("mbox", 2, 1, 1)
    who = hashlib.sha256(b"ann@shop.example").hexdigest()
    assert rows(lake) == [
        ("support", "1@shop.example", "First", "Order", "email", who),
        ("support", "2@x", "Second", "Order", "email", who),
    ]
    grown = box + b"From x Sun Mar  1 12:00:00 2026\n" + mail("Third", Message_ID="<5@x>") + b"\n"
    (tmp_path / "support").write_bytes(grown)
    assert import_paths(lake, [tmp_path / "support"]).tables[0].signals == 1
    assert "ann" not in json.dumps(rows(lake)).lower()


def test_a_maildir_is_imported_file_by_file(tmp_path: Path) -> None:
    for number, folder in enumerate(("cur", "new")):
        (tmp_path / "box" / folder).mkdir(parents=True)
        name = f"17000{number}.M1P2.host:2,S"
        (tmp_path / "box" / folder / name).write_bytes(mail(f"Text {number}", Message_ID=f"<{number}@x>"))
    lake = Lake.open(tmp_path / "s", create=True)
    import_paths(lake, [tmp_path / "box"])
    assert [row[:3] for row in rows(lake)] == [("mail", "0@x", "Text 0"), ("mail", "1@x", "Text 1")]
