"""Arrow schemas of the lake's tables: the facts, as they came, never rewritten.

Identity (who is the same person) and touchpoints (what kind of contact it was) are applied when journeys are
built, so a change of mind never rewrites a fact. Instants are microseconds UTC. Strings that are unknown are null,
never "". `properties` is a JSON object as text: every column of the source that found no place of its own.
"""

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")

# How a row is recognised when it comes again: `key` is a 128-bit hash, as 16 bytes, of (source, the id the source gave)
# or, where it gave none, of (source, all fields, how many equal rows came before it in the same import).
_ORIGIN = [
    pa.field("key", pa.binary(16), nullable=False),
    pa.field("source", pa.string(), nullable=False),  # "orders.csv", "segment", …: what it came from
    pa.field("import_id", pa.string(), nullable=False),  # the import that brought it
    pa.field("row", pa.int64(), nullable=False),  # line or element number in the source, from 1; breaks ties of time
]
_WHO = [
    pa.field("user_id", pa.string()),
    pa.field("anonymous_id", pa.string()),
    pa.field("email_hash", pa.string()),  # sha256 hex of the trimmed, lower-cased address; the address is not kept
    pa.field("account_id", pa.string()),
    # Further ids: a JSON object of type (device, phone, crm, one of your own; user and anonymous for an alias) → an id
    # or a list of them. Phone numbers as sha256 hex, like addresses. Stores from before this column lack it: null.
    pa.field("ids", pa.string()),
]

EVENTS = pa.schema(
    [
        *_ORIGIN,
        *_WHO,
        pa.field("event_id", pa.string()),
        pa.field("type", pa.string(), nullable=False),  # track | page | screen | order | ticket | survey | crm | log …
        pa.field("name", pa.string(), nullable=False),
        pa.field("at", INSTANT, nullable=False),
        pa.field("received_at", INSTANT),
        pa.field(
            "channel", pa.string()
        ),  # web | app | email | phone | chat | store | social | ads | … or the source's word
        pa.field("page", pa.string()),  # path only, no host, query or fragment
        pa.field("campaign", pa.string()),
        pa.field("device", pa.string()),  # desktop | mobile | tablet | bot | the source's word
        pa.field("region", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("currency", pa.string()),
        pa.field("properties", pa.string()),
    ]
)

SIGNALS = pa.schema(
    [
        *_ORIGIN,
        *_WHO,
        pa.field("signal_id", pa.string()),
        pa.field("kind", pa.string(), nullable=False),  # survey | review | ticket | mention | interview | note
        pa.field("about", pa.string()),  # question, page, product, topic or event name the person spoke of
        pa.field("at", INSTANT),
        pa.field("channel", pa.string()),
        pa.field("text", pa.string()),
        pa.field("lang", pa.string()),  # ISO 639-1 where the source says it; derived languages are not facts
        pa.field("score", pa.float64()),  # as given, on its own scale
        pa.field("scale_min", pa.float64()),
        pa.field("scale_max", pa.float64()),
        pa.field("metric", pa.string()),  # nps | csat | ces | rating | sentiment; null when unknown
        pa.field("weight", pa.float64()),  # survey weight; null = 1
        pa.field("properties", pa.string()),
    ]
)

TRAITS = pa.schema(
    [
        *_ORIGIN,
        *_WHO,
        pa.field("at", INSTANT),  # when the source said so; null = always
        pa.field("traits", pa.string(), nullable=False),  # JSON object
    ]
)

CONSENTS = pa.schema(
    [
        *_ORIGIN,
        *_WHO,
        pa.field("purpose", pa.string(), nullable=False),  # what data may be used for: analytics, marketing, …
        pa.field("state", pa.string(), nullable=False),  # given | refused
        pa.field("at", INSTANT, nullable=False),
        pa.field("channel", pa.string()),  # the channel it is for; null = every
        pa.field("text_version", pa.string()),  # which wording the person saw
        pa.field("how", pa.string()),  # banner, form, call, event, gpc …: the proof's kind
        pa.field("by", pa.string()),  # who wrote it down: a key's source, an agent; null = the person
    ]
)

TABLES = {"events": EVENTS, "signals": SIGNALS, "traits": TRAITS}
# Kept like facts and erased like facts, but no part of journeys: persons, versions and builds do not look here.
LEDGERS = {"consents": CONSENTS}
SCHEMAS = TABLES | LEDGERS
