"""Titles in the customer's voice."""

import re
from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map, localised

_FIRST_PERSON = {
    "en": re.compile(r"\b(i|i'm|i’m|we|my|our|me|us)\b", re.IGNORECASE),
    "lv": re.compile(r"\b(es|mēs|man|mums|mans|mana|mūsu)\b|\w+(u|am|os|ies)\b", re.IGNORECASE),
    "pl": re.compile(r"\b(ja|my|mi|nam|mój|moja|moje|nasz|nasza)\b|\w+(ę|am|em|my|im|ym)\b", re.IGNORECASE),
    "zh": re.compile("[我咱]"),
}


class FirstPersonTitle(Rule):
    """A map's title says what the customer does, in the customer's voice: "I renew my contract"."""

    name = "first_person_title"
    severity = "advice"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield once when the title speaks of the customer or the organisation instead."""
        title = localised(model.title, model.locale)
        voice = _FIRST_PERSON.get(model.locale.split("-", maxsplit=1)[0])
        if voice and title and not voice.search(title):
            hint = "Try the customer's voice, such as “I renew my contract”."
            yield Finding(path="title", message=f"{title!r} is not in the first person.", hint=hint)
