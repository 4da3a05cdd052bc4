"""Page paths by template: `/product/123` and `/product/456` are both `/product/*`.

First every part of a path that looks made by a machine becomes `*`: numbers, uuids, long hexadecimal or mixed tokens
(`photo-12345.jpg` becomes `*.jpg`). Then, from the root down, where more than `MANY` different words stand in one place
they become `*` too, except those that alone hold a good share of the events there. `pages.yaml` in the store shows
the outcome and takes templates of your own, which go first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from msgspec import Struct, field

from footpath.core.errors import Invalid

MANY = 40
DEEPEST = 12  # what lies deeper is left off
OFTEN = 0.02  # and three times as often as the others: at the root, where a shop keeps its cart beside its products
OFTEN_BELOW = 0.1  # deeper down, where many words are most often the names of many things
FILE = "pages.yaml"
_HEAD = """\
# Page paths are grouped by these templates. `*` stands for one part of a path, `**` for any number of parts.
# `found` is written by Footpath at every build. Put templates of your own under `yours`: the first that fits wins, and
# a path written out in full stays a page of its own.
"""


class PageRules(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of pages.yaml."""

    yours: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


class _Node(Struct):
    """One place in the tree of paths, with the events that pass it or end there."""

    events: int = 0
    below: dict[str, "_Node"] = field(default_factory=dict)


def read_rules(folder: Path) -> PageRules:
    """Return the page rules of a store; none where there is no file."""
    path = folder / FILE
    if not path.is_file():
        return PageRules()
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")) or {}, PageRules)
    except (yaml.YAMLError, msgspec.ValidationError) as problem:
        raise Invalid(
            f"{path} cannot be read: {problem}", hint="Keep `yours:` a list of templates such as `- /product/*`."
        ) from problem


def note(folder: Path, found: Iterable[str]) -> None:
    """Write the templates that group several paths to the store's pages.yaml, where a person can review them."""
    rules = read_rules(folder)
    grouping = tuple(sorted({template for template in found if "*" in template} - set(rules.yours)))
    if grouping == rules.found and (folder / FILE).is_file():
        return
    content = {"yours": list(rules.yours), "found": list(grouping)}
    body = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=200)
    part = folder / f"{FILE}.part"
    part.write_text(_HEAD + body, encoding="utf-8")
    part.replace(folder / FILE)


def templates(con: duckdb.DuckDBPyConnection, pages: str, rules: PageRules) -> pa.Table:
    """Return the template of every page.

    Args:
        con: connection `pages` can be read on.
        pages: SQL that yields (page VARCHAR, events BIGINT), each page once.
        rules: what a person wrote down; the first template that fits wins.

    Returns:
        Columns page, template; ordered by page.
    """
    found = shapes(con, pages, rules)
    free = pc.invert(found["own"])
    sums = found.filter(free).group_by("shape").aggregate([("events", "sum")])
    mapping = collapse(dict(zip(sums["shape"].to_pylist(), sums["events_sum"].to_pylist(), strict=True)))
    pairs = zip(found["shape"].to_pylist(), found["own"].to_pylist(), strict=True)
    template = [shape if own else mapping.get(shape, shape) for shape, own in pairs]
    return pa.table({"page": found["page"], "template": pa.array(template, pa.string())})


def shapes(con: duckdb.DuckDBPyConnection, pages: str, rules: PageRules) -> pa.Table:
    """Return every page with what looks made by a machine taken out: what depends on the page alone.

    Args:
        con, pages, rules: as in `templates`.

    Returns:
        Columns page, events, shape, own (whether the shape is a template of a person's and final); ordered by page.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE _pages AS SELECT page, events, {_yours(rules)} AS yours FROM ({pages})")
    found = con.sql(
        f"SELECT page, events, coalesce(yours, {_SHAPE}) AS shape, yours IS NOT NULL AS own FROM _pages ORDER BY page"
    ).to_arrow_table()
    con.execute("DROP TABLE _pages")
    return found


def _machine(part: str) -> str:
    """Return the SQL condition that a part of a path looks made by a machine."""
    return f"""(regexp_full_match({part}, '[0-9]+([.,:_-][0-9]+)*')
        OR regexp_full_match({part}, '[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}')
        OR regexp_full_match({part}, '.*[0-9]{{5}}.*')
        OR (length({part}) >= 8 AND regexp_full_match({part}, '[0-9a-fA-F]*[0-9][0-9a-fA-F]*'))
        OR (length({part}) >= 16 AND regexp_full_match({part}, '[A-Za-z0-9_=-]*[0-9][A-Za-z0-9_=-]*')))"""


_FILE_NAME = r"'(.+)\.([A-Za-z][A-Za-z0-9]{0,4})'"
_SHAPE = f"""
CASE WHEN page NOT LIKE '/%' THEN page ELSE '/' || array_to_string(list_transform(
    list_filter(string_split(page, '/'), lambda part: part <> '')[:{DEEPEST}],
    lambda part: CASE
        WHEN regexp_full_match(part, {_FILE_NAME}) AND {_machine(f"regexp_extract(part, {_FILE_NAME}, 1)")}
            THEN '*.' || regexp_extract(part, {_FILE_NAME}, 2)
        WHEN {_machine("part")} THEN '*'
        ELSE part END), '/') END
"""


def _yours(rules: PageRules) -> str:
    """Return the SQL that applies a person's own templates to a page."""
    if not rules.yours:
        return "CAST(NULL AS VARCHAR)"
    cases = " ".join(f"WHEN regexp_full_match(page, {_text(_pattern(t))}) THEN {_text(t)}" for t in rules.yours)
    return f"CASE {cases} END"


def _pattern(template: str) -> str:
    stars = {"**": ".*", "*": "[^/]*"}
    return "".join(stars.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*)", template))


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def collapse(shapes: Mapping[str, int]) -> dict[str, str]:
    """Return the template of each path (events by path) by how many different words stand in each of its places."""
    root = _Node()
    paths = {shape: tuple(shape[1:].split("/")) for shape in shapes if shape.startswith("/")}
    for shape, parts in paths.items():
        _plant(root, parts, shapes[shape])
    _fold(root, OFTEN)
    return {shape: "/" + "/".join(_follow(root, parts)) for shape, parts in paths.items()}


def _plant(root: _Node, parts: Iterable[str], events: int) -> None:
    node = root
    node.events += events
    for part in parts:
        node = node.below.setdefault(part, _Node())
        node.events += events


def _fold(node: _Node, often: float) -> None:
    """Fold the rarer words of a place with too many words into one, then look below."""
    words = [word for word in node.below if not word.startswith("*")]
    if len(words) > MANY:
        enough = node.events * max(often, 3 / len(words))
        for word in words:
            if node.below[word].events < enough:
                _merge(node.below.setdefault(_folded(word), _Node()), node.below.pop(word))
    for child in node.below.values():
        _fold(child, OFTEN_BELOW)


def _folded(word: str) -> str:
    name, dot, extension = word.rpartition(".")
    return f"*.{extension}" if name and dot and extension.isalnum() and len(extension) <= 5 else "*"


def _merge(into: _Node, other: _Node) -> None:
    into.events += other.events
    for word, child in other.below.items():
        _merge(into.below.setdefault(word, _Node()), child)


def _follow(root: _Node, parts: Iterable[str]) -> Iterator[str]:
    node = root
    for part in parts:
        word = part if part in node.below else _folded(part)
        yield word
        node = node.below[word]
