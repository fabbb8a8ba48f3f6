"""The command line: ``pharmacy-assessor serve | demo | assess | removals | england | recheck | openapi``."""

import typer

from app.cli.baselines import baselines
from app.cli.demo import demo
from app.cli.describe import openapi
from app.cli.early_warning import early_warning_command
from app.cli.england import england
from app.cli.keys import keys
from app.cli.offline import assess_offline
from app.cli.people import people, sessions
from app.cli.recheck import recheck
from app.cli.removals import removals
from app.cli.serve import serve
from app.cli.stores import audit, backup, database_commands, restore, retention

commands = typer.Typer(
    help="Assess pharmacy relocation and consolidation applications for Health and Wellbeing Boards in England.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
commands.command()(serve)
commands.command()(demo)
commands.command("assess")(assess_offline)
commands.command()(removals)
commands.command()(england)
commands.command()(recheck)
commands.command("early-warning")(early_warning_command)
commands.command()(openapi)
commands.add_typer(baselines, name="baselines")
commands.add_typer(keys, name="keys")
commands.add_typer(people, name="people")
commands.add_typer(sessions, name="sessions")
commands.add_typer(audit, name="audit")
commands.add_typer(database_commands, name="database")
for command in (backup, restore, retention):
    commands.command()(command)


def main() -> None:
    """Run the command line."""
    commands()
