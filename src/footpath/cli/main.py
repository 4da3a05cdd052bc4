"""The `footpath` program: finds its commands in the folder beside it and turns errors into advice."""

import importlib
import pkgutil
import sys

import click

from footpath import __version__
from footpath.cli import commands, output
from footpath.core.errors import FootpathError


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
