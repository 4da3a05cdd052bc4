"""The `footpath` program: finds its commands in the folder beside it and turns errors into advice."""

import importlib
import pkgutil
import sys
from itertools import pairwise

import click

from footpath import __version__
from footpath.cli import commands, output
from footpath.core.errors import FootpathError, Invalid


class Commands(click.Group):
    """Commands by file name, imported only when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return every command's name."""
        return sorted(_word(module.name) for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command's file and return what it defines."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{_module(cmd_name)}")
        found: click.Command = module.command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command and refuse blank names of files: as paths they would mean the folder one is in."""
        name, command, rest = super().resolve_command(ctx, args)
        if command:
            _refuse_blank(command, rest)
        return name, command, rest


def _refuse_blank(command: click.Command, args: list[str]) -> None:
    options = {word: param for param in command.params if isinstance(param, click.Option) for word in param.opts}
    for before, given in pairwise(["", *args]):
        word, sign, value = given.partition("=") if given.startswith("--") else (before, "=", given)
        if not sign or value.strip():
            continue
        option = options.get(word)
        if option and not option.is_flag and not _names_a_file(option):
            continue
        names = [(param.name or "").upper() for param in command.params if isinstance(param, click.Argument)]
        called = word if option and not option.is_flag else (names or ["An argument"])[0]
        raise Invalid(f"{called} is blank.", hint="Name a file or a folder; a dot is the folder you are in.")


def _names_a_file(option: click.Option) -> bool:
    return isinstance(option.type, click.Path) or option.metavar == "FILE"


def _word(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


def _module(word: str) -> str:
    name = word.replace("-", "_")
    return f"{name}_" if name == "import" else name


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def cli() -> None:
    """Footpath draws customer-journey maps from what customers did and said."""


def main() -> None:
    """Run the program; a FootpathError becomes one message and exit status 1."""
    try:
        cli(standalone_mode=True)
    except FootpathError as error:
        output.error(error)
        sys.exit(1)
