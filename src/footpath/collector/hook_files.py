"""The webhooks of a store: a YAML file each in its folder `hooks`, their secrets apart from them."""

import math
import re
import time
from pathlib import Path

import msgspec

from footpath.collector.hook import HOOKS, Common, Hook
from footpath.collector.picking import paths_in
from footpath.collector.signatures import public_key
from footpath.core.credentials import Secrets, made, variable
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.paths import steps_of
from footpath.core.written import read_file, read_text

FOLDER = "hooks"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LOOK_AGAIN_S = 1.0
_SHORTEST = 8


class HookFolder:
    """The webhooks of a store.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER
        self._secrets = Secrets(store)
        self._known: dict[str, tuple[float, int, Hook, str]] = {}

    def names(self) -> list[str]:
        """Return the names of all webhooks."""
        return sorted(path.stem for path in self.folder.glob("*.yaml") if _NAME.fullmatch(path.stem))

    def path(self, name: str) -> Path:
        """Return where a webhook is written; raises Invalid where it cannot be called that."""
        if not _NAME.fullmatch(name):
            raise Invalid(f"{name!r} cannot name a webhook.", hint="Use up to 64 of a-z, 0-9, '-' and '_'.")
        return self.folder / f"{name}.yaml"

    def get(self, name: str) -> Hook:
        """Return a webhook; raises NotFound, or Invalid naming the line that is wrong."""
        path = self.path(name)
        if not path.is_file():
            raise NotFound(f"No webhook is called {name!r}.", hint=f"There are: {', '.join(self.names()) or 'none'}.")
        return checked(read_file(path, Hook, word="webhook"), str(path))

    def secret(self, name: str) -> str:
        """Return the secret of a webhook, "" where it has none."""
        return self._secrets.get(_secret_name(name))

    def variable(self, name: str) -> str:
        """Return the environment variable that may hold the secret of a webhook."""
        return f"FOOTPATH_SECRET_{variable(_secret_name(name))}"

    def add(self, name: str, text: str) -> Hook:
        """Write a webhook from its YAML."""
        path = self.path(name)
        if path.exists():
            raise Conflict(f"There is a webhook {name!r}.", hint=f"Change {path}, or remove it first.")
        hook = checked(read_text(text, Hook, name=name, word="webhook"), name)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
        return hook

    def keep_secret(self, name: str, secret: str = "") -> str:
        """Keep the secret of a webhook; without one, make it.

        Returns:
            the secret that was made, "" where one was given.
        """
        scheme = self.get(name).verify.scheme
        if scheme == "none":
            raise Invalid(f"The webhook {name!r} checks no secret.", hint="Set `verify` in its file first.")
        signs = self.get(name).verify.signs
        if not secret and signs:
            raise Invalid(
                f"The webhook {name!r} checks signatures made with the sender's secret or key.",
                hint=f"Copy it from the sender: --secret-file FILE (- = standard input), or {self.variable(name)}.",
            )
        fresh = "" if secret else f"footpath:{made()}" if scheme == "basic" else made()
        given = (secret or fresh).strip()
        if len(given) < _SHORTEST:
            raise Invalid(f"The secret has {len(given)} characters.", hint=f"Use at least {_SHORTEST}.")
        if scheme == "ecdsa":
            public_key(given)
        if scheme == "basic" and ":" not in given:
            raise Invalid("The secret is no name and password.", hint="Write it as name:password.")
        self._secrets.put(_secret_name(name), given, hashed=not signs)
        return fresh

    def remove(self, name: str) -> None:
        """Take no more from a webhook; what it brought stays."""
        self.get(name)
        self.path(name).unlink()
        self._secrets.remove(_secret_name(name))

    def find(self, name: str) -> tuple[Hook, str] | None:
        """Return a webhook and its secret, as of at most a second ago; None where there is none that can be used."""
        now = time.monotonic()
        known = self._known.get(name)
        if known and now - known[0] < _LOOK_AGAIN_S:
            return known[2], known[3]
        if not _NAME.fullmatch(name):
            return None
        try:
            state = self.path(name).stat().st_mtime_ns
            hook = known[2] if known and known[1] == state else self.get(name)
            secret = self.secret(name)
        except FileNotFoundError:
            self._known.pop(name, None)
            return None
        except (OSError, Invalid):
            return (known[2], known[3]) if known else None  # the store is away, or a file is being written
        self._known[name] = (now, state, hook, secret)
        return hook, secret


def _secret_name(name: str) -> str:
    return f"hook-{name}"


def checked(hook: Hook, name: str) -> Hook:
    """Return a webhook whose paths can be read; raises Invalid naming the one that cannot."""
    if not hook.take:
        raise Invalid(f"{name}: take: it is empty.", hint="Say what an element becomes: event, signal or traits.")
    verify = hook.verify
    if hook.rate < 0 or not math.isfinite(hook.rate):
        raise Invalid(f"{name}: rate: it is no limit.", hint="Give elements a second, or 0 for no limit.")
    if verify.signs and not (verify.header or verify.field):
        raise Invalid(f"{name}: verify.header: it is missing.", hint="Name the header of the signature.")
    if verify.scheme == "shared" and not verify.header:
        raise Invalid(f"{name}: verify.header: it is missing.", hint="Name the header of the secret word.")
    for place, path in _paths(hook):
        try:
            steps_of(path.removesuffix("[*]"))
        except Invalid as problem:
            raise Invalid(f"{name}: {place}: {problem.message}", hint=problem.hint) from problem
    return hook


def _paths(hook: Hook) -> list[tuple[str, str]]:
    found = [("each", hook.each), ("challenge", hook.challenge)]
    found += [(f"every.{name}", path) for name, path in _in(hook.every)]
    for number, take in enumerate(hook.take):
        found += [(f"take[{number}].when", path) for path in take.when]
        for kind in ("event", "signal", "traits"):
            fields = getattr(take, kind)
            found += [(f"take[{number}].{kind}.{name}", path) for name, path in _in(fields)] if fields else []
    return [(place, path) for place, path in found if path and not path.startswith(("@header.", "@query.", "@body"))]


def _in(fields: Common) -> list[tuple[str, str]]:
    found = []
    for name in fields.__struct_fields__:
        ref = getattr(fields, name)
        for one in ref.values() if isinstance(ref, dict) else [ref]:
            found += [(name, path) for path in paths_in(one)] if not isinstance(one, tuple) else []
    return found


def header_names(hook: Hook) -> set[str]:
    """Return the headers whose values a webhook's rows need."""
    text = msgspec.json.encode([hook.every, hook.take]).decode()
    return {found.lower() for found in re.findall(r"@header\.([A-Za-z0-9_-]+)", text)}


def written_from(preset: str, source: str) -> str:
    """Return the YAML of a preset, with a source of its own."""
    text = HOOKS[preset].yaml.strip() + "\n"
    return f"source: {_scalar(source)}\n{text}" if source else text


def _scalar(text: str) -> str:
    return msgspec.json.encode(text).decode()
