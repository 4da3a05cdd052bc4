"""An approved theme on its map: a card of the insight in the lane of insights, with the evidence it rests on."""

from msgspec import structs

from footpath.library import Item
from footpath.maps import Card, Evidence, Lane, Map, Tone, same_language, slug
from footpath.mining.model import ThemeFacts

_TONES: dict[int, Tone] = {-1: "pain", 0: "neutral", 1: "good"}
_LANE = {"en": "Insights", "pl": "Spostrzeżenia", "lv": "Atziņas", "zh-Hant": "洞察"}


def with_insight(model: Map, item: Item, found: ThemeFacts, column: str) -> Map:
    """Return a map with a card of an insight at a column; where it has no lane of insights it gets one."""
    lane = next((one for one in model.lanes if one.type == "insight"), None)
    lanes = model.lanes
    if lane is None:
        title = next((said for locale, said in _LANE.items() if same_language(locale, model.locale)), _LANE["en"])
        lane = Lane(key=slug("insights", {one.key for one in lanes}), type="insight", title=title)
        lanes = (*lanes, lane)
    card = Card(
        key=slug(item.title, {one.key for one in model.cards}), lane=lane.key, at=column, text=item.title,
        detail=item.text, tone=_TONES[found.side], status=item.status, owner=item.owner,
        evidence=Evidence(reported=found.n, newest_at=found.newest_at, sources=found.sources),
        props={"item": item.id},
    )  # fmt: skip
    return structs.replace(model, lanes=lanes, cards=(*model.cards, card))
