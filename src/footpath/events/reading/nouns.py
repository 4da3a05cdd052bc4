"""What a table is about, from the words in its name and its columns: orders, tickets, reviews, …"""

import re
from collections.abc import Iterable

from msgspec import Struct

from footpath.events.reading.names import fold

_CJK = re.compile(r"[\u3400-\u9fff]")


class Noun(Struct, frozen=True):
    """A thing that tables are about.

    Attributes:
        label: what one of it is called on a map.
        type: the event type.
        kind: the signal kind.
    """

    label: str
    type: str = "track"
    kind: str = "note"


_NOUNS: dict[str, Noun] = {}


def _add(words: str, label: str, type_: str, kind: str) -> None:
    for word in words.split():
        _NOUNS[word] = Noun(label, type_, kind)


_add("ticket tickets incident incidents helpdesk support", "Ticket", "ticket", "ticket")
_add("zgloszenie zgloszenia zgloszen", "Zgłoszenie", "ticket", "ticket")
_add("pieteikums pieteikumi pieteikumu pieteikuma", "Pieteikums", "ticket", "ticket")
_add("工單 客服 案件單", "工單", "ticket", "ticket")
_add("complaint complaints", "Complaint", "ticket", "ticket")
_add("reklamacja reklamacje", "Reklamacja", "ticket", "ticket")
_add("客訴 投訴", "客訴", "ticket", "ticket")
_add("review reviews feedback", "Review", "review", "review")
_add("opinie opinia recenzje recenzja", "Opinia", "review", "review")
_add("atsauksme atsauksmes atsauksmju", "Atsauksme", "review", "review")
_add("評論 評價", "評論", "review", "review")
_add("survey surveys nps csat questionnaire answers responses respondents", "Survey answer", "survey", "survey")
_add("ankieta ankiety ankiet odpowiedzi", "Ankieta", "survey", "survey")
_add("aptauja aptaujas aptauju", "Aptauja", "survey", "survey")
_add("問卷 調查 滿意度調查", "問卷", "survey", "survey")
_add("tweet tweets mention mentions posts", "Tweet", "track", "mention")
_add("order orders", "Order", "order", "note")
_add("zamowienie zamowienia zamowien", "Zamówienie", "order", "note")
_add("pasutijums pasutijumi pasutijuma pasutijumu", "Pasūtījums", "order", "note")
_add("訂單", "訂單", "order", "note")
_add("purchase purchases transaction transactions sales basket baskets cdnow", "Purchase", "order", "note")
_add("invoice invoices", "Invoice", "order", "note")
_add("payment payments", "Payment", "order", "note")
_add("delivery deliveries shipment shipments", "Delivery", "order", "note")
_add("return returns", "Return", "order", "note")
_add("deal deals opportunity opportunities", "Deal", "crm", "note")
_add("lead leads", "Lead", "crm", "note")
_add("contact contacts", "Contact", "crm", "note")
_add("call calls", "Call", "ticket", "interview")
_add("chat chats conversation conversations", "Chat", "ticket", "ticket")
_add("email emails", "E-mail", "track", "note")
_add("visit visits", "Visit", "track", "note")
_add("session sessions", "Session", "track", "note")
_add("pageview pageviews hit hits", "Page view", "page", "note")
_add("login logins", "Login", "track", "note")
_add("subscription subscriptions", "Subscription", "track", "note")
_add("booking bookings reservation reservations", "Booking", "order", "note")
_add("interview interviews", "Interview", "track", "interview")
_add("case cases", "Case", "ticket", "ticket")
_NOISE = set(
    "sample train test dev val data dataset export exports half all full master log logs csv raw v1 v2 copy final the of and".split()
)


def noun_of(names: Iterable[str]) -> Noun | None:
    """Return the first thing the names speak of, the first name first."""
    for name in names:
        words = fold(name)
        found = [_NOUNS[word] for word in words.split() if word in _NOUNS]
        found += [noun for word, noun in _NOUNS.items() if _CJK.search(word) and word in words]
        said = [noun for noun in found if noun.kind != "note"]  # "order reviews" are reviews
        if found:
            return (said or found)[0]
    return None


def from_file(name: str) -> str:
    """Return a label made of a file's name: "sample_train-item-views.csv" → "Item view"."""
    stem = name.split(" · ")[-1].rsplit(".", 1)[0] if "." in name else name
    words = [word for word in fold(stem).split() if word not in _NOISE and not word.isdigit()]
    if not words:
        return "Event"
    last = words[-1]
    words[-1] = last[:-1] if last.endswith("s") and not last.endswith("ss") and len(last) > 3 else last
    label = " ".join(words[-3:])
    return label[:1].upper() + label[1:]


_TIME_WORDS = set("at dt ms ts utc date time timestamp datetime on data czas datums laiks i un of the".split())
_TIME_CJK = re.compile(r"(日期|時間|日時|於)")


def milestone(column: str, noun: Noun) -> str:
    """Return the name of what happened at a date column: created_at of an order → "Order created"."""
    own = {word for word, entry in _NOUNS.items() if entry.label == noun.label}
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column).replace("_", " ").replace("-", " ")
    words = [word for word in spaced.split() if fold(word) not in _TIME_WORDS | own]
    rest = _TIME_CJK.sub("", " ".join(words)).replace(noun.label or "\0", "").strip()
    if not noun.label:
        return rest[:1].upper() + rest[1:]
    rest = rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest
    joint = "" if _CJK.search(noun.label) and _CJK.search(rest) else " "
    return f"{noun.label}{joint}{rest}".strip()
