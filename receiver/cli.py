"""The command line of the host: `python -m receiver ...`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from receiver.commands.auditing import audit
from receiver.commands.companies import company, pairing_code
from receiver.commands.departed import departed
from receiver.commands.devices import devices
from receiver.commands.exporting import export
from receiver.commands.holding import hold_
from receiver.commands.loading import load
from receiver.commands.mail_texts import texts
from receiver.commands.mails import mail
from receiver.commands.opening import live, trial
from receiver.commands.output import Exit, HostError, show, told
from receiver.commands.serving import serve_
from receiver.commands.setup import check, init, migrate
from receiver.commands.signing_in import admin_reset, unlock
from receiver.commands.snapshots import snapshots
from receiver.commands.working import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Porchlight's receiver: hosts the portals of offices."""


for _command in (init, check, migrate, company, pairing_code, devices, snapshots, unlock, serve_, worker, mail, audit):
    main.add_command(_command)
main.add_command(departed)
snapshots.add_command(hold_)
snapshots.add_command(load)
mail.add_command(texts)
for _command in (live, trial, admin_reset, export):
    company.add_command(_command)


def run(words: Sequence[str]) -> int:
    """Run one command; gives its exit code."""
    as_json = "--json" in words
    try:
        code = main.main(list(words), prog_name="python -m receiver", standalone_mode=False)
    except click.exceptions.Abort:
        return int(Exit.REFUSED)
    except click.ClickException as error:
        if as_json:
            detail = error.format_message()
            return show(HostError("The words of the command do not fit.", detail=detail, exit_=Exit.USAGE), True)
        error.show()
        return error.exit_code
    except Exception as error:
        known = told(error)
        if known is None:
            raise
        return show(known, as_json)
    return code if isinstance(code, int) else int(Exit.DONE)


def start() -> None:
    """For `__main__`."""
    sys.exit(run(sys.argv[1:]))
