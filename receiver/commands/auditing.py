"""`receiver audit`: who did what with a company's portal (C10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.audit import exporting
from receiver.domain.audit.checking import MarkError, checked
from receiver.domain.audit.models import AuditEntry, Side
from receiver.domain.audit.naming import meant
from receiver.domain.audit.queries import Wanted, computer_of, count_of, head_of, in_order, listed, said_of
from receiver.domain.audit.trail import Deed, note
from receiver.domain.audit.words import NAMES
from receiver.web.spreadsheets import csv_file

DAY: Final = click.DateTime(["%Y-%m-%d"])
FORMS: Final = click.Choice(["csv", "json"])


@click.group("audit")
def audit() -> None:
    """The audit log of a company: who did what, when and from where."""


@audit.command("list", epilog="Example: receiver audit list --company 112 --subject office --since 2026-11-01")
@of_company
@click.option("--who", default="", help="Only what somebody did whose name holds this.")
@click.option("--subject", type=click.Choice(sorted(NAMES)), default=None, help="Only what was done of this kind.")
@click.option("--side", type=click.Choice([one.value for one in Side]), default=None, help="Only what was done there.")
@click.option("--about", default="", help="Only about this customer number, login id, e-mail address or id.")
@click.option("--since", type=DAY, default=None, help="From this day on (UTC).")
@click.option("--until", type=DAY, default=None, help="Before this day (UTC).")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, newest first.")
@answers
def list_(
    company_id: int,
    who: str,
    subject: str | None,
    side: str | None,
    about: str,
    since: datetime | None,
    until: datetime | None,
    most: int,
) -> Result:
    """List the entries, what was done last first."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        wanted = Wanted(
            who=who,
            subject=subject or "",
            side=Side(side) if side else None,
            users=meant(session, company_id, about) if about else None,
            since=since.replace(tzinfo=UTC) if since else None,
            before=until.replace(tzinfo=UTC) if until else None,
        )
        entries = listed(session, company_id, wanted, 0, most)
        total = count_of(session, company_id, wanted)
    data = {"company": company_id, "total": total, "entries": [exporting.told(one) for one in entries]}
    return Result(data, "\n".join(map(_line, entries)) or "There are no such entries.")


@audit.command("check", epilog="Example: receiver audit check --company 112 --mark 41:0f3b5c1d2e4a6b7c8d9e0f1a")
@of_company
@click.option("--mark", default="", help="The mark of an entry, as an earlier check gave it.")
@answers
def check(company_id: int, mark: str) -> Result:
    """Look whether somebody changed the log behind the receiver's back.

    Gives the mark of the last entry. Keep it somewhere else, and give it to a later check: so even a log that was made
    anew from its beginning is noticed.
    """
    host = Host()
    known(host, company_id)
    try:
        found = checked(lambda: host.work.reading(company_id), company_id, mark)
    except MarkError as error:
        raise HostError(
            f"{mark!r} is no mark.", remedy="It looks like 41:0f3b5c1d2e4a6b7c8d9e0f1a", exit_=Exit.USAGE
        ) from error
    fault = found.fault % {"number": found.number} if found.fault else ""
    data = {
        "company": company_id,
        "entries": found.entries,
        "mark": found.mark,
        "holds": found.holds,
        "fault": fault,
        "number": found.number or None,
    }
    if fault:
        return Result(data, f"Somebody changed the audit log. {fault}", Exit.REFUSED)
    return Result(data, f"All {found.entries:,} entries are as they were written. Mark of the last one: {found.mark}")


@audit.command("export", epilog="Example: receiver audit export /root/audit-112.csv --company 112")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@of_company
@click.option("--form", type=FORMS, default="csv", show_default=True, help="For a spreadsheet, or for programs.")
@answers
def export(file: Path, company_id: int, form: str) -> Result:
    """Write all entries into a new file; that it was done is an entry itself."""
    host, made = Host(), now()
    known(host, company_id)
    with _new_file(file) as opened:
        with host.work.writing(company_id, Lane.VISITORS) as session:
            count = head_of(session, company_id).number
            deed = Deed("audit.exported", details={"count": count, "form": form.upper()})
            note(session, company_id, host_actor(), deed, made)
        entries = in_order(lambda: host.work.reading(company_id), company_id, Wanted(), count)
        for piece in _pieces(company_id, form, made, entries):
            opened.write(piece)
    data = {"company": company_id, "file": str(file), "entries": count, "bytes": file.stat().st_size}
    return Result(data, f"{count:,} entries are in {file}.")


def _pieces(company_id: int, form: str, made: datetime, entries: Iterator[AuditEntry]) -> Iterator[bytes]:
    if form == "json":
        return exporting.json_file(company_id, made, entries)
    return csv_file(exporting.HEADS, exporting.rows(entries, UTC))


@contextmanager
def _new_file(file: Path) -> Iterator[BinaryIO]:
    """A file that is there only when all of it is written. Raises `HostError`; one that is there already stays."""
    try:
        opened = file.open("xb")
    except FileExistsError as error:
        raise HostError(f"There is a file {file} already.", remedy="Choose another name.") from error
    except OSError as error:
        raise _unwritten(file, error) from error
    try:
        with opened:
            yield opened
    except BaseException as error:
        file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritten(file, error) from error
        raise


def _unwritten(file: Path, error: OSError) -> HostError:
    return HostError(f"The file {file} can't be written.", detail=error.strerror or str(error))


def _line(one: AuditEntry) -> str:
    who = ", ".join(name for name in (one.actor_name, computer_of(one)) if name)
    words = [f"{one.number:>6}", f"{one.at:%Y-%m-%d %H:%M:%S}", f"{one.side:<14}", f"{who or '-':<12}"]
    return "  ".join([*words, said_of(one), *([f"({one.about})"] if one.about else ())])
