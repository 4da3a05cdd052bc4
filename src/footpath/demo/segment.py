"""The clickstream as Segment exports it: one JSON object a line, gzipped, a file a month for web and app."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.demo.files import Files
from footpath.demo.lives import Lives
from footpath.demo.log import KINDS
from footpath.demo.people import Ints
from footpath.demo.properties import Stream, paths, properties, text
from footpath.demo.shop import Shop
from footpath.demo.world import (
    APP_DEVICES,
    BOT_AGENTS,
    DESKTOP_AGENTS,
    MARKETS,
    PHONE_AGENTS,
    TABLET_AGENTS,
)

HOST = "https://www.marigold.example"


def hex_ids(rng: np.random.Generator, n: int) -> pa.Array:
    """Return `n` random ids of 16 hexadecimal digits."""
    data = pa.py_buffer(rng.bytes(8 * n).hex().encode())
    offsets = pa.py_buffer((np.arange(n + 1, dtype=np.int32) * 16).tobytes())
    return pa.StringArray.from_buffers(n, offsets, data)


def stream_of(rng: np.random.Generator, shop: Shop, lives: Lives, first_order: int) -> Stream:
    """Return a chunk's clickstream; what happened after the period's end is left out."""
    visit, kind, at, item, amount = lives.log.columns()
    seen = at < shop.end_us
    visit, kind, at, item, amount = visit[seen], kind[seen], at[seen], item[seen], amount[seen]
    visits, people = lives.log.all_visits(), lives.people
    who, app = visits.who[visit], visits.app[visit]
    known = at >= np.where(app == 1, people.known_app_at[who], people.known_at[who])
    users = pc.binary_join_element_wise('"u', pc.utf8_lpad(text(people.number(who)), 7, "0"), '"', "")
    contexts, context = _contexts(shop, lives)
    ids = pa.concat_arrays([hex_ids(rng, len(people)), hex_ids(rng, len(people))])
    return Stream(
        kind=kind,
        at=at,
        item=item,
        amount=amount,
        market=people.market[who],
        app=app,
        context=contexts.take(pa.array(context[visit])),
        anonymous=ids.take(pa.array(who + len(people) * app)),
        user=pc.if_else(pa.array(known), users, "null"),
        orders=_order_ids(first_order, len(lives.orders)),
        emails=pa.array([people.email(who) for who in range(len(people))]),
    )


def bots(rng: np.random.Generator, shop: Shop, n: int) -> Stream:
    """Return the page views of `n` crawls through the shop's products."""
    pages = rng.integers(15, 45, size=n)
    crawl = np.repeat(np.arange(n), pages)
    start = shop.start_us + (rng.random(n) * (shop.end_us - shop.start_us - 3600e6)).astype(np.int64)
    step = np.arange(len(crawl)) - np.repeat(np.cumsum(pages) - pages, pages)
    agent = rng.integers(0, len(BOT_AGENTS), size=n)
    end = '","locale":"en-US","library":{"name":"analytics.js"}'
    contexts = pa.array([f'"userAgent":"{name}{end}' for name in BOT_AGENTS])
    total = len(crawl)
    return Stream(
        kind=np.full(total, next(code for code, kind in enumerate(KINDS) if kind.name == "Product")),
        at=start[crawl] + step * 2_000_000,
        item=rng.integers(0, len(shop.products), size=total),
        amount=np.zeros(total),
        market=np.zeros(total, dtype=np.int64),
        app=np.zeros(total, dtype=np.int64),
        context=contexts.take(pa.array(agent[crawl])),
        anonymous=hex_ids(rng, n).take(pa.array(crawl)),
        user=pa.array(["null"] * total),
        orders=pa.array([], pa.string()),
        emails=pa.array([], pa.string()),
    )


def write(rng: np.random.Generator, shop: Shop, stream: Stream, files: Files) -> int:
    """Append a stream to the month files, with the odd repeated or broken line; returns how many lines."""
    month = stream.at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    written = 0
    for number in np.unique(month):
        for app, platform in enumerate(("web", "app")):
            part = stream.part((month == number) & (stream.app == app))
            if not len(part.at):
                continue
            lines = _spoilt(rng, _lines(rng, shop, part, platform))
            year, rest = divmod(int(number) + 1970 * 12, 12)
            files.lines(f"segment/{platform}-{year}-{rest + 1:02}.jsonl.gz", _bytes(lines))
            written += len(lines)
    return written


def _spoilt(rng: np.random.Generator, lines: pa.Array) -> pa.Array:
    """Repeat some lines as a retried delivery does, and cut a very few short."""
    index = np.arange(len(lines))
    again = np.flatnonzero(rng.random(len(lines)) < 0.006)
    lines = lines.take(pa.array(np.sort(np.concatenate([index, again]), kind="stable")))
    broken = pa.array(rng.random(len(lines)) < 0.00015)
    return pc.if_else(broken, pc.binary_join_element_wise(pc.utf8_slice_codeunits(lines, 0, 75), "\n", ""), lines)


def _bytes(lines: pa.Array) -> bytes:
    """Return the lines' own bytes: a string array without nulls is already one text."""
    _, offsets, data = lines.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(data[int(bounds[0]) : int(bounds[-1])])


def _lines(rng: np.random.Generator, shop: Shop, stream: Stream, platform: str) -> pa.Array:
    """Write every event of a stream; kind by kind, then back into the stream's order."""
    index = [np.flatnonzero(stream.kind == code) for code in range(len(KINDS))]
    parts = [
        _lines_of(rng, shop, stream.part(stream.kind == code), (code, platform))
        for code in range(len(KINDS))
        if len(index[code])
    ]
    back = np.argsort(np.concatenate(index), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(back))


def _lines_of(rng: np.random.Generator, shop: Shop, stream: Stream, what: tuple[int, str]) -> pa.Array:
    kind, n = KINDS[what[0]], len(stream.at)
    path = paths(shop, stream, kind.path)
    written = properties(shop, stream, what[0])
    page = pc.binary_join_element_wise('{"path":"', path, f'","url":"{HOST}', path, f'","title":"{kind.name}"}}', "")
    if kind.type == "identify":
        opening = '{"type":"identify","traits":{"email":"'
        body = pc.binary_join_element_wise(opening, written, '"}', "")
    elif kind.type == "track":
        body = pc.binary_join_element_wise(f'{{"type":"track","event":"{kind.name}","properties":', written, "")
    else:
        word = "page" if what[1] == "web" else "screen"
        shown = page if what[1] == "web" else written
        body = pc.binary_join_element_wise(f'{{"type":"{word}","name":"{kind.name}","properties":', shown, "")
    late = (rng.random(n) * 2.5e6).astype(np.int64)
    context = (
        pc.binary_join_element_wise('{"page":', page, ",", stream.context, "}", "")
        if what[1] == "web"
        else (pc.binary_join_element_wise("{", stream.context, "}", ""))
    )
    return pc.binary_join_element_wise(
        body, ',"messageId":"', hex_ids(rng, n), '","anonymousId":"', stream.anonymous, '","userId":', stream.user,
        ',"timestamp":"', _instant(stream.at), '","sentAt":"', _instant(stream.at + 150_000),
        '","receivedAt":"', _instant(stream.at + 150_000 + late), '","context":', context, "}\n", "",
    )  # fmt: skip


def _order_ids(first: int, n: int) -> pa.Array:
    return pc.binary_join_element_wise("MH-", text(np.arange(first, first + max(n, 1)) + 100_000), "")


def _contexts(shop: Shop, lives: Lives) -> tuple[pa.Array, Ints]:
    """Return the distinct contexts as JSON members, and which of them each visit has."""
    visits, people = lives.log.all_visits(), lives.people
    who = visits.who
    keys = np.stack([visits.app, people.market[who], people.device[who], people.agent[who], visits.campaign], axis=1)
    distinct, code = np.unique(keys, axis=0, return_inverse=True)
    return pa.array([_context(shop, [int(v) for v in row]) for row in distinct]), code.reshape(-1)


def _context(shop: Shop, key: list[int]) -> str:
    app, market, device, agent, campaign = key
    locale = f'"locale":"{MARKETS[market].locale}"'
    if app:
        kind, maker, model = APP_DEVICES[(device + agent) % len(APP_DEVICES)]
        return (
            f'"app":{{"name":"Marigold","version":"4.{agent + 1}.0"}},'
            f'"device":{{"type":"{kind}","manufacturer":"{maker}","model":"{model}"}},"os":{{"name":"{kind}"}},{locale},"library":{{"name":"analytics-{kind}"}}'
        )
    agents = (DESKTOP_AGENTS, PHONE_AGENTS, TABLET_AGENTS)[device]
    start = ""
    if campaign >= 0:
        name, source, medium, *_ = shop.campaigns[campaign]
        start = f'"campaign":{{"name":"{name}","source":"{source}","medium":"{medium}"}},'
    return f'{start}"userAgent":"{agents[agent % len(agents)]}",{locale},"library":{{"name":"analytics.js"}}'


def _instant(us: Ints) -> pa.Array:
    """Write 2025-03-04T13:22:11.123Z."""
    text = pc.cast(pa.array(us // 1000 * 1000, type=pa.timestamp("us")), pa.string())
    return pc.binary_join_element_wise(pc.replace_substring(pc.utf8_slice_codeunits(text, 0, 23), " ", "T"), "Z", "")
