import base64
import json
import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pycrdt import Doc, Text
from pycrdt import Map as Shared

from footpath.maps import Lane, Map, load_template, map_from_plain, map_to_plain, template_names
from footpath.maps.crdt import read, write
from footpath.maps.crdt.shape import ELEMENTS, MAP, TEXTS
from footpath.maps.lint import lint

# Documents that the browser's tests open too; FOOTPATH_FIXTURES=1 writes them anew.
FIXTURES = Path(__file__).with_name("shared_documents")
_ABOUT_STRUCTURE = {"columns_exist", "lanes_exist", "links_exist", "spans_run_forward", "steps_together", "unique_keys"}


def document_of(model: Map, client: int = 1) -> Doc[Any]:
    doc: Doc[Any] = Doc(client_id=client)
    write(doc, model)
    return doc


def copy_of(doc: Doc[Any], client: int) -> Doc[Any]:
    made: Doc[Any] = Doc(client_id=client)
    made.apply_update(doc.get_update())
    return made


def merge(*docs: Doc[Any]) -> None:
    updates = [doc.get_update() for doc in docs]
    for doc in docs:
        for update in updates:
            doc.apply_update(update)


def root(doc: Doc[Any], name: str) -> Shared[Any]:
    return doc.get(name, type=Shared)


@pytest.mark.parametrize("name", template_names())
def test_every_template_comes_back_as_it_was(name: str) -> None:
    model = load_template(name)
    assert read(document_of(model)) == model


def test_a_drawn_map_comes_back_with_figures_evidence_and_what_nobody_knows() -> None:
    plain = {
        "format": "footpath-map/1", "key": "m", "title": {"en": "Shop", "lv": "Veikals"}, "persons": 12,
        "colour": "red", "as_of": "2026-03-01T00:00:00Z", "sources": ["web", "crm"],
        "goal_conversion": {"value": 0.25, "unit": "share", "n": 12},
        "columns": [{"key": "a", "title": "A", "figures": {"reach": {"value": 1.0, "unit": "share", "n": 3}}}],
        "lanes": [{"key": "l", "type": "brand-new", "title": "L", "props": {"x": [1, 2.5, {"y": None}]}}],
        "cards": [{"key": "c", "lane": "l", "at": "a", "text": "é😀", "shape": "star", "evidence": {"reported": 2}}],
        "edges": [{"from": "a", "kind": "leave"}], "notes": [{"topic": "T", "text": "x"}, {"topic": "T", "text": "y"}],
    }  # fmt: skip
    model = map_from_plain(plain, name="test")
    again = read(document_of(model))
    assert again == model
    assert json.loads(msgspec.json.encode(map_to_plain(again))) == plain


def test_writing_the_same_again_changes_nothing() -> None:
    doc = document_of(load_template("saas"))
    before = doc.get_update()
    write(doc, load_template("saas"))
    assert doc.get_update() == before


def test_writing_another_map_makes_it_that_map_and_back() -> None:
    doc = document_of(load_template("saas"))
    for name in ("ecommerce", "saas"):
        write(doc, load_template(name))
        assert read(doc) == load_template(name)


def test_words_typed_by_two_people_at_once_are_both_there() -> None:
    ann = document_of(msgspec.structs.replace(load_template("saas"), title="We buy a lamp"))
    bob = copy_of(ann, 2)
    root(ann, MAP)["title"].insert(0, "How ")
    root(bob, MAP)["title"].insert(len("We buy a lamp"), " together")
    merge(ann, bob)
    assert read(ann) == read(bob)
    assert read(ann).title == "How We buy a lamp together"


def test_a_restore_while_somebody_types_keeps_their_letters() -> None:
    ann = document_of(map_from_plain({"key": "m", "title": "blue lamp", "columns": []}, name="t"))
    bob = copy_of(ann, 2)
    write(ann, map_from_plain({"key": "m", "title": "blue tall lamp", "columns": []}, name="t"))
    root(bob, MAP)["title"].insert(len("blue lamp"), "s 😀")
    merge(ann, bob)
    assert read(ann).title == read(bob).title == "blue tall lamps 😀"


def _three_columns() -> dict[str, Any]:
    titles = {"a": "A", "b": "B", "c": "C"}
    lane = {"key": "l", "type": "text", "title": "L"}
    return {
        "key": "m", "title": "M", "columns": [{"key": key, "title": title} for key, title in titles.items()],
        "lanes": [lane], "cards": [{"key": "k", "lane": "l", "at": "b", "text": "on b"}],
    }  # fmt: skip


def test_a_card_on_a_column_that_somebody_deleted_is_hidden_until_it_is_back() -> None:
    doc = document_of(map_from_plain(_three_columns(), name="t"))
    gone = dict(root(doc, "columns")["b"].to_py() or {})
    del root(doc, "columns")["b"]
    assert read(doc).cards == ()
    root(doc, "columns")["b"] = Shared(gone)
    assert [card.text for card in read(doc).cards] == ["on b"]


def test_parents_that_two_people_put_into_each_other_become_a_stage_and_its_step() -> None:
    ann = document_of(map_from_plain(_three_columns(), name="t"))
    bob = copy_of(ann, 2)
    root(ann, "columns")["a"]["parent"] = "b"
    root(bob, "columns")["b"]["parent"] = "a"
    merge(ann, bob)
    assert [(column.key, column.parent) for column in read(ann).columns] == [("a", ""), ("b", "a"), ("c", "")]


def test_a_span_that_somebody_turned_round_reads_forward() -> None:
    doc = document_of(map_from_plain(_three_columns(), name="t"))
    root(doc, "cards")["k"]["to"] = "a"
    card = read(doc).cards[0]
    assert (card.at, card.to) == ("a", "b")


def test_fields_of_the_wrong_type_are_left_out_and_the_element_stays() -> None:
    doc = document_of(map_from_plain(_three_columns(), name="t"))
    card = root(doc, "cards")["k"]
    card["rank"], card["tone"], card["text"], card["later"] = "first", "angry", Text("still here"), {"x": 1}
    root(doc, "columns")["c"]["title"] = 5
    root(doc, MAP)["status"] = ["no"]
    model = read(doc)
    assert (model.cards[0].text, model.cards[0].rank, model.cards[0].tone) == ("still here", None, "neutral")
    assert [column.title for column in model.columns] == ["A", "B", ""]
    assert model.status == "draft"
    assert map_to_plain(model)["cards"][0]["later"] == {"x": 1}


_KEYS = st.sampled_from(["a", "b", "c", "d"])
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), st.text(max_size=3), _KEYS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(_KEYS, inner, max_size=2)),
    max_leaves=4,
)
_FIELDS = sorted(
    {field.encode_name for kind in ELEMENTS.values() for field in msgspec.structs.fields(kind)} | {"order", "new"}
)
_ELEMENT = st.dictionaries(st.sampled_from(_FIELDS), st.one_of(_KEYS, _JSON), max_size=6)


@settings(max_examples=30)
@given(
    st.fixed_dictionaries({name: st.dictionaries(_KEYS, st.one_of(_ELEMENT, _JSON), max_size=3) for name in ELEMENTS}),
    st.dictionaries(st.sampled_from([field.encode_name for field in msgspec.structs.fields(Map)]), _JSON, max_size=5),
)
def test_whatever_is_in_a_document_reads_as_a_map_whose_parts_fit_together(
    lists: dict[str, dict[str, Any]], head: dict[str, Any]
) -> None:
    doc: Doc[Any] = Doc()
    for name, value in head.items():
        root(doc, MAP)[name] = value
    for name, elements in lists.items():
        for key, fields in elements.items():
            whole = isinstance(fields, dict) and all(isinstance(field, str) for field in fields)
            root(doc, name)[key] = (
                Shared({one: _typed(one, value) for one, value in fields.items()}) if whole else fields
            )
    model = read(doc)
    assert [problem for problem in lint(model) if problem.rule in _ABOUT_STRUCTURE] == []
    assert read(document_of(model), name=model.key) == model


def _typed(name: str, value: Any) -> Any:
    return Text(value) if name in TEXTS and isinstance(value, str) else value


def _fixtures() -> dict[str, bytes]:
    """Return the documents that both languages read: clean ones, and one that many people left in a mess."""
    made = {name: document_of(load_template(name)).get_update() for name in ("ecommerce", "blueprint", "saas")}
    mess, dice = document_of(load_template("ecommerce")), random.Random(5)
    for key in sorted(root(mess, "columns").keys())[::4]:
        del root(mess, "columns")[key]
    columns = sorted(root(mess, "columns").keys())
    for key in columns[::3]:
        root(mess, "columns")[key]["parent"] = dice.choice(columns)
        root(mess, "columns")[key]["order"] = "V"
    lanes = sorted(root(mess, "lanes").keys())
    for number in range(12):
        lane, at, to = dice.choice([*lanes, "gone"]), dice.choice(columns), dice.choice([*columns, "gone"])
        fields = {"lane": lane, "at": at, "to": to,
                  "text": Text(f"card {number}"), "rank": dice.choice([1, "no"]), "order": "V"}  # fmt: skip
        root(mess, "cards")[f"card{number}"] = Shared(fields)
    return {**made, "mess": mess.get_update()}


@pytest.mark.parametrize("name", ["ecommerce", "blueprint", "saas", "mess"])
def test_documents_that_the_browser_reads_too_read_as_they_are_written_down(name: str) -> None:
    update, expected = FIXTURES / f"{name}.update", FIXTURES / f"{name}.json"
    if os.environ.get("FOOTPATH_FIXTURES"):  # noqa: TID251 - a test's own dial
        FIXTURES.mkdir(exist_ok=True)
        update.write_text(base64.b64encode(_fixtures()[name]).decode() + "\n")
    doc: Doc[Any] = Doc()
    doc.apply_update(base64.b64decode(update.read_text()))
    found = map_to_plain(read(doc, name=name))
    if os.environ.get("FOOTPATH_FIXTURES"):  # noqa: TID251 - a test's own dial
        expected.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert json.loads(msgspec.json.encode(found)) == json.loads(expected.read_text())


def test_a_translation_beside_a_text_is_read_with_it_and_takes_no_letter_of_it() -> None:
    model = Map(key="m", title="Shop", lanes=(Lane(key="l", type="text", title="What they do"),))
    ann = document_of(model)
    bob = copy_of(ann, 2)
    root(ann, "lanes")["l"]["title@pl"] = Text("Co robią")  # as the browser's editor translates
    root(ann, MAP)["title@lv"] = Text("Veikals")
    del root(ann, MAP)["title"]
    root(bob, "lanes")["l"]["title"].insert(12, ", say")
    merge(ann, bob)
    told = read(ann)
    assert told == read(bob)
    assert told.lanes[0].title == {"en": "What they do, say", "pl": "Co robią"}
    assert told.title == {"lv": "Veikals"}
    # Writing it back, with another translation and without one, leaves the text what it is.
    typing = copy_of(ann, 3)
    root(typing, "lanes")["l"]["title"].insert(0, ">")
    write(ann, replace(told, lanes=(replace(told.lanes[0], title={"en": "What they do, say", "de": "Was sie tun"}),)))
    merge(ann, typing)
    assert read(ann).lanes[0].title == {"en": ">What they do, say", "de": "Was sie tun"}
