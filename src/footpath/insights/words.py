"""Names of events, pages and activities: their words, what they mean, and how to say them to people."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from msgspec import Struct

_CODED = re.compile(r"_|^[^\s]*[a-z][A-Z][^\s]*$|^[a-z0-9]+([-.:][a-z0-9]+)+$|^[^\W\d_]{3,}\d+$")
_IRREGULAR = {
    "paid": "pay",
    "sent": "send",
    "bought": "buy",
    "sold": "sell",
    "left": "leave",
    "lost": "lost",
    "won": "won",
}
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Family(Struct, frozen=True):
    """What a person is up to: its rank in the usual order of journeys and its title in four languages."""

    key: str
    rank: int
    title: dict[str, str]


@cache
def vocabulary() -> dict[str, Any]:
    """Return the package's vocabulary."""
    text = files("footpath.insights").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return loaded


def split(name: str) -> tuple[str, ...]:
    """Return the words of `name` as written: snake_case, kebab-case, camelCase and paths come apart."""
    words: list[str] = []
    for chunk in re.split(r"[^\w]+|_+", name):
        words += _pieces(chunk)
    return tuple(words)


def _pieces(chunk: str) -> list[str]:
    if chunk.islower() or chunk.isupper():
        return re.findall(r"[^\W\d_]+|\d+", chunk)
    found = re.findall(r"\d+|[A-Z]{2,}(?![a-z])|[^\W\d_][^\W\d_A-Z]*", chunk)
    return [str(piece) for piece in found]


@cache
def stem(word: str) -> str:
    """Return a rough English stem, so that "added", "adding" and "add" agree; other languages keep their word."""
    low = unicodedata.normalize("NFC", word).casefold()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if not low.isascii() or len(low) < 4:
        return low
    for ending in ("ing", "ed"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "lsz" and low != "add":
                low = low[:-1]
            break
    else:
        if low.endswith("ies"):
            low = low[:-3] + "y"
        elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
            low = low[:-1]
    return low[:-1] if low.endswith("e") and len(low) > 4 else low


@cache
def stems(name: str) -> tuple[str, ...]:
    """Return the stems of the words of `name`, in order."""
    return tuple(stem(word) for word in split(name))


@cache
def same_thing(name: str) -> tuple[str, ...]:
    """Return what two near-synonyms share: the sorted stems without fillers, synonyms replaced by one of them."""
    synonyms = _synonyms()
    fillers = _fillers()
    kept = sorted({synonyms.get(word, word) for word in stems(name) if word not in fillers})
    return tuple(kept) or stems(name) or (name.casefold(),)


@cache
def _synonyms() -> dict[str, str]:
    return {stem(word): stem(group[0]) for group in vocabulary()["synonyms"] for word in group}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(stem(word) for word in vocabulary()["fillers"])


def filler(word: str) -> bool:
    """Say whether a word only says that something was seen or done, not what."""
    return stem(word) in _fillers()


@cache
def states() -> frozenset[str]:
    """Return the stems of words of what was done ("created", "viewed"), which many different things share."""
    return frozenset(stem(str(word)) for word in vocabulary()["states"])


def says(name: str, phrase: str) -> int:
    """Return how strongly `name` holds `phrase`: the number of its words, all of which must be there; 0 = not.

    Chinese, which has no spaces, is searched as text.
    """
    if _CJK.search(phrase):
        return len(phrase) if phrase in name else 0
    wanted = stems(phrase)
    held = stems(name)
    return len(wanted) if wanted and all(word in held for word in wanted) else 0


@cache
def families() -> dict[str, Family]:
    """Return the vocabulary's families by key, in the usual order of journeys."""
    entries = vocabulary()["families"]
    return {key: Family(key, rank, entry["title"]) for rank, (key, entry) in enumerate(entries.items())}


@cache
def family(name: str) -> str:
    """Return the key of the family that `name` belongs to, "" when its words say nothing known.

    The longest matching phrase wins, then a name that begins with a verb ("check ticket" is a check) or says what was
    done ("request approved" is a decision), then the phrase that comes last in the name ("product review" is a
    review), then the order of the vocabulary.
    """
    best: tuple[float, int, str] = (0, 0, "")
    plain = without_code(name)
    held = stems(plain)
    done = {stem(word) for word in split(plain) if word.casefold().endswith("ed")}
    for key, entry in vocabulary()["families"].items():
        for phrase in entry["words"]:
            strength: float = says(plain, str(phrase))
            if strength:
                places = [held.index(word) for word in stems(str(phrase)) if word in held] or [0]
                verb = entry.get("verb", False) and len(held) > 1
                strength += 0.75 if verb and min(places) == 0 and not done else 0
                strength += 0.8 if verb and done.intersection(stems(str(phrase))) else 0
                strength -= 0.5 if entry.get("weak") else 0
                best = max(best, (strength, max(places), key), key=lambda item: item[:2])
    return best[2]


def without_digits(name: str) -> str:
    """Return the words of a name that holds a number, without it ("product1" → "product"); "" for other names."""
    plain = re.sub(r"\d+", " ", name)
    kept = [word for word in split(plain) if len(word) > 1]
    return " ".join(kept).casefold() if plain != name and kept else ""


def step_name(key: str, locale: str) -> str:
    """Return what a step that holds several things of family `key` is called, "" where the vocabulary has no name."""
    named: dict[str, str] = vocabulary()["families"][key].get("step", {})
    return named.get(locale, named.get("en", ""))


def journey_name(key: str, locale: str) -> str:
    """Return what the whole way to a goal of family `key` is called ("Buying"), "" where the vocabulary has no name."""
    named: dict[str, str] = vocabulary()["families"][key].get("journey", {})
    return named.get(locale, named.get("en", ""))


def people_name(key: str, *, done: bool = False) -> str:
    """Return what persons are called who get as far as family `key` ("Browsers"), "" where there is no name.

    With `done`, what those are called whose goal that was ("Payers").
    """
    family = vocabulary()["families"][key] if key else {}
    return str(family.get("done" if done and "done" in family else "people", ""))


def without_code(name: str) -> str:
    """Return `name` without a leading number such as "T07-2" or "3."; the name itself when nothing else is in it."""
    return re.sub(r"^[A-Za-z]?\d+([-.]\d+)*[.:)]?\s+(?=\D)", "", name)


def goal_strength(name: str) -> float:
    """Return how much `name` sounds like a journey that went well: 1 (payment done) … 0."""
    if bad_end(name):
        return 0.0
    tiers = vocabulary()["goal"]
    for tier, phrases in enumerate(tiers):
        if any(says(name, str(phrase)) for phrase in phrases):
            return 1 - tier / (len(tiers) + 1)
    return 0.0


def bad_end(name: str) -> bool:
    """Say whether `name` sounds like a journey that went badly."""
    return any(says(name, str(phrase)) for phrase in vocabulary()["bad_end"])


def technical(name: str) -> bool:
    """Say whether `name` is an event of the machinery: all its words are those of one technical phrase."""
    held = stems(name)
    return any(held == stems(str(phrase)) for phrase in vocabulary()["technical"])


def human(name: str) -> str:
    """Return `name` as a title: "payment_done" → "Payment done", "CHANGE ALL" → "Change all", "8" → "Activity 8"."""
    text = " ".join(name.split())
    question = re.fullmatch(r"([Qq]\d+)_?([a-z]{3,}\w*)", text)
    if question:
        return f"{human(question[2])} ({question[1].upper()})"
    if text.isdigit():
        return f"Activity {text}"
    coded = bool(_CODED.search(text))
    if coded:
        text = " ".join(split(text)) or text
    words = text.split()
    shout = text.isupper()
    headline = all(word[:1].isupper() or len(word) < 4 or not word[:1].isalpha() for word in words)
    title = " ".join(_calm(word, shout=shout, headline=coded or (headline and len(words) > 1)) for word in words)
    return title[:1].upper() + title[1:]


def _calm(word: str, *, shout: bool, headline: bool) -> str:
    letters = re.sub(r"[^\w]", "", word)
    if letters.isupper() and (len(letters) > 4 or (shout and len(letters) > 3)):
        return word.lower()
    if headline and word[:1].isupper() and word[1:].islower():
        return word.lower()
    return word


def page_title(page: str) -> str:
    """Return a page path as a title: "/product/*" → "Product page", "/" → "Home page", "/a/b.html" → "B page"."""
    parts = [
        part for part in page.split("?", maxsplit=1)[0].split("/") if part and not re.fullmatch(r"\*(\.\w+)?", part)
    ]
    if not parts:
        return "Home page" if page.strip("/") != "*" else "Pages"
    last = re.sub(r"\.\w{2,5}$", "", parts[-1])
    if last in ("index", "default", "home"):
        last = parts[-2] if len(parts) > 1 else "home"
    return f"{human(last)} page" if not last.isdigit() else f"{human(parts[0])} page"


def asset(page: str) -> bool:
    """Say whether a page path is a file that belongs to a page, or something only machines fetch."""
    low = page.split("?", maxsplit=1)[0].casefold()
    ending = low.rsplit(".", 1)[-1] if "." in low.rsplit("/", 1)[-1] else ""
    return ending in _assets() or low.startswith(("/favicon", "/robots", "/.well-known"))


@cache
def _assets() -> frozenset[str]:
    return frozenset(vocabulary()["assets"])


def slug(text: str) -> str:
    """Return `text` as a key: lower-case words joined by "-"; letters of any script are kept."""
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("_", " "))) or "x"


def unique_slugs(texts: list[str]) -> list[str]:
    """Return a key for each text, numbered from the second where keys would be equal."""
    seen: dict[str, int] = {}
    keys = []
    for text in texts:
        key = slug(text)
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def lower_first(text: str) -> str:
    """Return `text` as it stands inside a sentence: an ordinary first word loses its capital."""
    first = text.split(" ", maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
