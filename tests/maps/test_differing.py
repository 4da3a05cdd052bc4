"""What changed between two maps is said in words that people know the map by."""

from msgspec.structs import replace

from footpath.maps import Card, CardLink, Column, Edge, Figure, Lane, Map, differences


def _map(**more: object) -> Map:
    fields = {
        "key": "ride",
        "title": "Ride",
        "columns": (Column(key="x6p", title="Compare"), Column(key="j66", title="Unlock")),
        "lanes": (Lane(key="l1", type="text", title="What I do"),),
        "cards": tuple(
            Card(key=key, lane="l1", at=at, text=text)
            for key, at, text in (("c1", "x6p", "Look at prices"), ("c2", "j66", "Scan"))
        ),
    }
    return Map(**{**fields, **more})  # type: ignore[arg-type]


def _said(before: Map, after: Map) -> list[str]:
    return [one.text for one in differences(before, after)]


def test_arrows_are_called_by_what_stands_at_their_ends() -> None:
    branch = Edge(frm="x6p", to="j66", kind="branch")
    assert _said(_map(edges=(branch,)), _map()) == ["The arrow between columns “Compare → Unlock” was removed."]
    link = CardLink(frm="c1", to="c2")
    assert _said(_map(), _map(links=(link,))) == ["The arrow between cards “Look at prices → Scan” was added."]
    assert _said(_map(), _map(edges=(Edge(frm="x6p", to="gone"),))) == [
        "The arrow between columns “Compare → …” was added."
    ]


def test_texts_are_told_before_and_after_and_the_rest_by_name() -> None:
    card = Card(key="c1", lane="l1", at="x6p", text={"en": "Compare prices"}, status="done", props={"tags": ["a"]})
    after = _map(cards=(card, _map().cards[1]))
    assert _said(_map(), after) == [
        "The card “Compare prices”: status “” → “done”, text “Look at prices” → “Compare prices”, props changed."
    ]
    told = differences(_map(), after)[0]
    assert (told.element, told.name) == ("cards/c1", "Compare prices")
    assert [(one.field, one.before, one.after) for one in told.changes] == [
        ("status", "", "done"), ("text", "Look at prices", "Compare prices"), ("props", None, None),
    ]  # fmt: skip
    assert _said(_map(), _map(title="Ride home")) == ["The map: title “Ride” → “Ride home”."]
    assert differences(_map(), _map()) == ()


def test_cards_without_words_are_called_by_their_place_and_figures_are_told_as_numbers() -> None:
    before, after = (
        _map(cards=(Card(key="c3", lane="l1", at="j66", value=Figure(value=value, unit="score", n=n)),))
        for value, n in ((0.4, None), (-0.25, 7))
    )
    (told,) = differences(before, after)
    assert (told.what, told.name) == ("changed", "What I do · Unlock")
    assert [(one.field, one.before, one.after) for one in told.changes] == [("value", "0.4", "−0.25")]
    counted = _map(cards=(Card(key="c3", lane="l1", at="j66", value=Figure(value=0.4, unit="score", n=9)),))
    assert [(one.field, one.before) for one in differences(before, counted)[0].changes] == [("value", None)]


def test_a_card_that_moved_or_went_says_where_it_stood() -> None:
    first, second = _map().cards
    (moved,) = differences(_map(), _map(cards=(replace(first, at="j66"), second)))
    assert [(one.before, one.after) for one in moved.changes] == [("What I do · Compare", "What I do · Unlock")]
    (gone,) = differences(_map(), _map(cards=(first,)))
    assert [(one.field, one.before, one.after) for one in gone.changes] == [("place", "What I do · Unlock", None)]
    assert [one.changes for one in differences(_map(), _map(cards=(second, first)))] == [()]
