"""The pulls of a store: a YAML file each in its folder `pulls`, their secrets and states apart from them."""

import re
from pathlib import Path

import msgspec
import yaml

from footpath.core.credentials import Secrets, variable
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.written import read_file, read_text
from footpath.events import checked_mapping
from footpath.pulling.pull import PULLS, MailPull, PullFile, RestPull
from footpath.pulling.when import check_times

FOLDER = "pulls"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class PullFolder:
    """The pulls of a store.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER
        self._secrets = Secrets(store)

    def names(self) -> list[str]:
        """Return the names of all pulls."""
        return sorted(path.stem for path in self.folder.glob("*.yaml") if _NAME.fullmatch(path.stem))

    def path(self, name: str) -> Path:
        """Return where a pull is written; raises Invalid where it cannot be called that."""
        if not _NAME.fullmatch(name):
            raise Invalid(f"{name!r} cannot name a pull.", hint="Use up to 64 of a-z, 0-9, '-' and '_'.")
        return self.folder / f"{name}.yaml"

    def state(self, name: str) -> Path:
        """Return the folder of what a pull remembers; it is made when missing."""
        folder = self.folder / "state" / self.path(name).stem
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def get(self, name: str) -> PullFile:
        """Return a pull; raises NotFound, or Invalid naming the line that is wrong."""
        path = self.path(name)
        if not path.is_file():
            raise NotFound(f"No pull is called {name!r}.", hint=f"There are: {', '.join(self.names()) or 'none'}.")
        pull: PullFile = read_file(path, PullFile, word="pull")  # type: ignore[arg-type]
        return checked(pull, str(path))

    def add(self, name: str, text: str) -> PullFile:
        """Write a pull from its YAML."""
        path = self.path(name)
        if path.exists():
            raise Conflict(f"There is a pull {name!r}.", hint=f"Change {path}, or remove it first.")
        pull: PullFile = read_text(text, PullFile, name=name, word="pull")  # type: ignore[arg-type]
        checked(pull, name)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
        return pull

    def remove(self, name: str) -> None:
        """Pull no more, and forget the secret and where it was; what it brought stays."""
        import shutil

        self.get(name)
        self.path(name).unlink()
        self._secrets.remove(_secret_name(name))
        shutil.rmtree(self.folder / "state" / name, ignore_errors=True)

    def secret(self, name: str) -> str:
        """Return the secret of a pull, "" where it has none."""
        return self._secrets.get(_secret_name(name))

    def keep_secret(self, name: str, secret: str) -> None:
        """Keep the secret of a pull: a token or password."""
        self.get(name)
        self._secrets.put(_secret_name(name), secret.strip())

    def variable(self, name: str) -> str:
        """Return the environment variable that may hold the secret of a pull."""
        return f"FOOTPATH_SECRET_{variable(_secret_name(name))}"


def _secret_name(name: str) -> str:
    return f"pull-{name}"


def needs_secret(pull: PullFile) -> bool:
    """Say whether a pull cannot work without a secret."""
    if isinstance(pull, RestPull):
        return pull.auth.kind != "none"
    return isinstance(pull, MailPull)


def checked(pull: PullFile, name: str) -> PullFile:
    """Return a pull that can be run; raises Invalid naming the field that is wrong."""
    check_times(pull, name)
    if isinstance(pull, MailPull):
        return pull
    if not pull.tables:
        raise Invalid(f"{name}: tables: it is empty.", hint="Name at least one.")
    for table, wanted in pull.tables.items():
        checked_mapping(wanted.mapping, f"{name}: tables.{table}.mapping")
    if isinstance(pull, RestPull) and not pull.url.startswith(("https://", "http://")):
        raise Invalid(f"{name}: url: {pull.url!r} is no address.", hint="Write it like https://api.example.com.")
    return pull


def written_from(preset: str, given: dict[str, str]) -> str:
    """Return the YAML of a preset with one's own words in it.

    Args:
        given: entries of the pull (`url`, `every`, `user`, …) or of its `settings`.

    Raises:
        Invalid: one is missing, or there is none of that name.
    """
    kind = PULLS[preset]
    missing = [name for name in kind.needs if not given.get(name)]
    if missing:
        raise Invalid(f"{preset} needs {', '.join(missing)}.", hint=f"Give --set {missing[0]}=….")
    content = yaml.safe_load(kind.yaml)
    for name, value in given.items():
        settings = content.get("settings", {})
        if name in settings:
            settings[name] = yaml.safe_load(value)
        elif name in type(kind.pull()).__struct_fields__:
            content[name] = yaml.safe_load(value)
        else:
            names = ", ".join([*settings, *type(kind.pull()).__struct_fields__])
            raise Invalid(f"{preset} has no entry {name!r}.", hint=f"There are: {names}.")
    if not given:
        return kind.yaml.strip() + "\n"
    return yaml.safe_dump(msgspec.to_builtins(content), sort_keys=False, allow_unicode=True, width=120)
