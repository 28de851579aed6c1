"""`receiver company export`: everything that is held of a company, as one file (C10)."""

from __future__ import annotations

import os
from pathlib import Path

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import COMPANY, known
from receiver.commands.host import Host
from receiver.commands.output import HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.files import Files
from receiver.web.company_copy import copy_of
from receiver.web.zip_stream import zipped


@click.command("export", epilog="Example: receiver company export 112 --to company-112.zip")
@click.argument("number", type=COMPANY)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file.")
@answers
def export(number: int, target: Path) -> Result:
    """Write everything that is held of the company into a ZIP; passwords, keys, links and codes are no part of it."""
    host, made = Host(), now()
    company = known(host, number)
    files = Files.at(host.settings.files_url)
    try:
        # Only who runs the receiver reads it, and nothing that is there already is overwritten.
        file = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError as error:
        raise HostError(f"{target} is there already.", remedy="Name a new file.") from error
    except OSError as error:
        raise _unwritten(target, error) from error
    with host.work.writing(number) as session:
        note(session, number, host_actor(), Deed("export.made"), made)
    try:
        with file:
            file.writelines(zipped(copy_of(host.work, files, number, company.published, str), made))
    except BaseException as error:
        target.unlink()
        if isinstance(error, OSError):
            raise _unwritten(target, error) from error
        raise
    size = target.stat().st_size
    return Result({"company": number, "file": str(target), "bytes": size}, f"{target} is written ({size:,} bytes).")


def _unwritten(target: Path, error: OSError) -> HostError:
    reason = error.strerror or str(error)
    return HostError(f"{target} can't be written.", detail=reason, remedy="Name another place.")
