"""The words of the command line, and the one place where a raised error becomes a sentence and an exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from agent.cli.activity import activity
from agent.cli.backup import backup, restore
from agent.cli.customers import customers
from agent.cli.doctor import doctor
from agent.cli.fields import fields
from agent.cli.init import init
from agent.cli.letters import letters
from agent.cli.output import error_to_person, error_to_program, home_option
from agent.cli.pair import pair
from agent.cli.portals import portals
from agent.cli.process import process
from agent.cli.replace import replace
from agent.cli.requests import requests
from agent.cli.sample import sample
from agent.cli.schedule import schedule
from agent.cli.service import service
from agent.cli.settings import settings
from agent.cli.setup import setup
from agent.cli.status import status
from agent.cli.undo import redo, undo
from agent.cli.users import users
from agent.domain.errors import AgentError, Cancelled, Exit, UsageError
from agent.jobs import faults

_STOPPED = Cancelled("Stopped.", detail="Nothing more was done.")


@click.group(
    params=[home_option()],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: agent sample practice.db",
)
def main(home: Path | None) -> None:
    """The office's side of Porchlight: reads the practice database, replaces in it, publishes it.

    Without any word, or with --home alone, the window opens.
    """


_COMMANDS: tuple[click.Command, ...] = (
    sample,
    init,
    fields,
    customers,
    replace,
    undo,
    redo,
    letters,
    requests,
    backup,
    restore,
    pair,
    portals,
    setup,
    process,
    schedule,
    service,
    status,
    activity,
    doctor,
    settings,
    users,
)
for _command in _COMMANDS:
    main.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    try:
        _check_words(arguments)
        return int(main.main(list(arguments), "agent", standalone_mode=False) or Exit.DONE)
    except click.ClickException as error:
        error.show()
        told: AgentError = UsageError(error.format_message(), remedy="See: agent --help")
    except Exception as error:
        told = _told(error)
        error_to_person(told)
    except KeyboardInterrupt:
        told = _STOPPED
        error_to_person(told)
    if "--json" in arguments:
        error_to_program(told)
    return int(told.exit)


def _check_words(arguments: Sequence[str]) -> None:
    """Bytes of a shell that are no text could be neither kept nor shown. Raises `UsageError` for them."""
    if any("\ud800" <= c <= "\udfff" for word in arguments for c in word):
        raise UsageError("A word of the command holds characters that are no text.", remedy="Type it in UTF-8.")


def _told(error: Exception) -> AgentError:
    return _STOPPED if isinstance(error, click.Abort) else faults.told(error)
