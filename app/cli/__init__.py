"""The command line: ``pharmacy-assessor serve | demo | assess | removals | england | recheck | openapi``."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "serve": ("app.cli.serve", "serve"),
    "demo": ("app.cli.demo", "demo"),
    "assess": ("app.cli.offline", "assess_offline"),
    "removals": ("app.cli.removals", "removals"),
    "england": ("app.cli.england", "england"),
    "recheck": ("app.cli.recheck", "recheck"),
    "early-warning": ("app.cli.early_warning", "early_warning_command"),
    "openapi": ("app.cli.describe", "openapi"),
    "backup": ("app.cli.stores", "backup"),
    "restore": ("app.cli.stores", "restore"),
    "retention": ("app.cli.stores", "retention"),
    "baselines": ("app.cli.baselines", "baselines"),
    "keys": ("app.cli.keys", "keys"),
    "people": ("app.cli.people", "people"),
    "sessions": ("app.cli.people", "sessions"),
    "audit": ("app.cli.stores", "audit"),
    "database": ("app.cli.stores", "database_commands"),
}
"""Where each command is: its module and its name there. A module is imported when one of its commands is asked for."""


class _ImportedWhenAsked(TyperGroup):
    """A group that imports a command when it is run: a command waits for what it uses, not for the whole service."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as the group is asked
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as the group is asked
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)


commands = typer.Typer(
    cls=_ImportedWhenAsked,
    help="Assess pharmacy relocation and consolidation applications for Health and Wellbeing Boards in England.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@commands.callback()
def _group() -> None:
    """Nothing is done before a command."""


def main() -> None:
    """Run the command line."""
    commands()
