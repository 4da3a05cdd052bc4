"""`footpath hook`."""

import sys
from pathlib import Path
from typing import Any

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
_SECRET = click.option("--secret-file", metavar="FILE", help="File that holds the sender's secret; - = standard input.")


@click.group()
def command() -> None:
    """Webhooks: take what any service sends to /v1/hooks/NAME, by a mapping of its fields."""


def _hooks(store: Path | None) -> Any:
    from footpath.collector import HookFolder
    from footpath.core import settings
    from footpath.events import Lake

    return HookFolder(Lake.open(store or settings.load().store, create=True).folder)


@command.command()
@click.argument("name")
@click.option("--preset", help="The sender, where it is known: see `footpath hook presets`.")
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML file that says what becomes of its fields.")
@click.option("--source", default="", help="What its rows call their source; without it, NAME.")
@_SECRET
@_STORE
def add(
    name: str, preset: str | None, mapping: Path | None, source: str, secret_file: str | None, store: Path | None
) -> None:
    """Make the webhook NAME from a preset or a mapping of your own."""
    from footpath.cli import output
    from footpath.collector import written_from
    from footpath.core.errors import Invalid

    if (preset is None) == (mapping is None):
        raise Invalid("Say what sends: --preset NAME, or --mapping FILE.", hint="`footpath hook presets` lists them.")
    text = written_from(preset, source) if preset else output.text_in(mapping)
    hooks = _hooks(store)
    hook = hooks.add(name, text)
    output.tell(f"Its mapping is {hooks.path(name)}: change it as you like; a running collector follows in a second.")
    if hook.verify.scheme != "none":
        _keep(hooks, name, secret_file)
    output.say(f"POST /v1/hooks/{name}")


def _keep(hooks: Any, name: str, secret_file: str | None) -> None:
    """Keep a secret: the one in the file, the one that is typed, or one that is made now."""
    from footpath.cli import output

    given = ""
    if secret_file:
        given = output.text_in(None if secret_file.strip() == "-" else Path(secret_file))
    elif hooks.get(name).verify.signs:
        if hooks.secret(name):
            return
        if not sys.stdin.isatty():
            output.tell(
                f"It takes nothing until it has the sender's secret: `footpath hook secret {name} --secret-file FILE`, "
                f"or the variable {hooks.variable(name)}."
            )
            return
        given = click.prompt("The sender's secret", hide_input=True, err=True)
    made = hooks.keep_secret(name, given.strip())
    if made:
        output.say(made)
        output.tell("Give it to the sender: it is shown this once, and only its hash is stored.")


@command.command()
@click.argument("name")
@_SECRET
@_STORE
def secret(name: str, secret_file: str | None, store: Path | None) -> None:
    """Set the secret of NAME anew: the sender's, or, where it only has to send one, one that is made."""
    _keep(_hooks(store), name, secret_file)


@command.command(name="list")
@_STORE
def list_(store: Path | None) -> None:
    """List the webhooks: source, how the sender is known, whether its secret is set, what it makes."""
    from rich.table import Table

    from footpath.cli import output

    hooks = _hooks(store)
    table = Table(box=None, pad_edge=False)
    for title in ("name", "source", "proof", "secret", "makes"):
        table.add_column(title, overflow="fold")
    for name in hooks.names():
        hook = hooks.get(name)
        proof = f"{hook.verify.scheme} {hook.verify.header or hook.verify.field}".strip()
        known = "not needed" if hook.verify.scheme == "none" else "set" if hooks.secret(name) else "missing"
        kinds = [kind for kind in ("event", "signal", "traits") if any(getattr(take, kind) for take in hook.take)]
        table.add_row(name, hook.source or name, proof, known, ", ".join(kinds))
    output.out.print(table)


@command.command()
def presets() -> None:
    """List the senders that are known, for --preset."""
    from rich.table import Table

    from footpath.cli import output
    from footpath.collector import HOOKS

    table = Table(box=None, pad_edge=False, show_header=False)
    for preset in HOOKS.classes():
        table.add_row(preset.name, (preset.__doc__ or "").split("\n")[0])
    output.out.print(table)


@command.command()
@click.argument("name")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Header that comes with it.")
@click.option("--preset", help="Try a preset's documented example instead of a FILE.")
@_STORE
def test(name: str, file: Path | None, headers: tuple[str, ...], preset: str | None, store: Path | None) -> None:
    """Show what the webhook NAME makes of the body in FILE; keeps nothing and asks for no signature.

    NAME may be the path of a mapping that is not added yet.
    """
    import msgspec

    from footpath.cli import output
    from footpath.collector import Hook, example_of, try_hook
    from footpath.core.errors import Invalid
    from footpath.core.written import read_file

    if file is None and preset is None:
        raise Invalid("Say what to try: FILE, or --preset NAME.", hint="Save a body that the sender sent.")
    path = Path(name)
    hook = read_file(path, Hook, word="webhook") if path.suffix in (".yaml", ".yml") else _hooks(store).get(name)
    body, given = example_of(file, preset or "")
    given |= {one.partition(":")[0].strip(): one.partition(":")[2].strip() for one in headers}
    rows, problems = try_hook(path.stem, hook, body, given)
    for row in rows:
        output.say(msgspec.json.encode(row).decode())
    for problem in problems:
        output.say(f"element {problem.element}: {problem.field}: {problem.reason}. {problem.remedy}.")
    if not rows and not problems:
        output.say("No condition of its `take` fits: nothing would be kept.")
    sys.exit(1 if problems else 0)


@command.command()
@click.argument("name")
@_STORE
def remove(name: str, store: Path | None) -> None:
    """Take nothing more from NAME and forget its secret; what it brought stays."""
    from footpath.cli import output

    _hooks(store).remove(name)
    output.tell(f"The webhook {name} is gone.")
