"""`footpath privacy`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, opened


@click.group()
def command() -> None:
    """The privacy rules of the store, from its `privacy.yaml`: consent, cleaning, field rules, periods."""


@command.command()
@STORE
def show(store: Path | None) -> None:
    """Print the rules in force, with everything that is not written down filled in."""
    import msgspec
    import yaml

    from footpath.cli import output
    from footpath.collector import read_policy

    policy = msgspec.to_builtins(read_policy(opened(store).folder))
    output.say(yaml.safe_dump(policy, sort_keys=False, allow_unicode=True).rstrip())


@command.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@STORE
def check(file: Path | None, store: Path | None) -> None:
    """Say whether the rules can be used: those of the store, or those in FILE before they are put there."""
    from footpath.cli import output
    from footpath.collector import policy_of, read_policy

    if file is None:
        policy = read_policy(opened(store).folder)
    else:
        policy = policy_of(file.read_text(encoding="utf-8"), str(file))
    needing = sum(bool(rules.consent.needs) for rules in (policy.default, *policy.sources.values()))
    output.say(f"Right: a default and {len(policy.sources)} sources, {needing} of them need consent.")
