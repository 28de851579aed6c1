"""`receiver departed`: customers who have left, and forgetting them (C10)."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.companies.models import Company
from receiver.domain.erasing.departed import Departed, find_departed
from receiver.domain.erasing.departed import departed as departed_of
from receiver.domain.erasing.forgetting import erase as erase_
from receiver.domain.erasing.forgetting import remove_pictures
from receiver.domain.erasing.holdings import holdings_of
from receiver.domain.people.marks import account_mark
from receiver.domain.snapshots.receipts import wire_time
from receiver.files import Files


@click.group("departed")
def departed() -> None:
    """Customers who have left: what is still held of them, and forgetting it."""


@departed.command("list", epilog="Example: receiver departed list --company 112 --search quill")
@of_company
@click.option("--search", default="", help="Part of a name, or a whole number or record id.")
@click.option("--page", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="50 at a time.")
@answers
def list_(company_id: int, search: str, page: int) -> Result:
    """List those of whom something is held, the last to leave first."""
    host = Host()
    company = known(host, company_id)
    with host.work.reading(company_id) as session:
        found = departed_of(session, company, search, page)
    lines = [f"{one.record_id}  {_called(one)}" for one in found.rows] or ["There are no such customers."]
    data = {"company": company_id, "total": found.total, "customers": [_described(one) for one in found.rows]}
    return Result(data, "\n".join(lines))


@departed.command("show", epilog="Example: receiver departed show R1047 --company 112")
@click.argument("record")
@of_company
@answers
def show(record: str, company_id: int) -> Result:
    """Show what is held of one, by the office's RECORD id."""
    host = Host()
    company = known(host, company_id)
    with host.work.reading(company_id) as session:
        who = find_departed(session, company, record)
        if who is None:
            raise _nobody(record)
        held = holdings_of(session, company, who, host.settings.retention)
    counts = {name: getattr(held, name) for name in ("records", "requests", "replies", "photos", "people")}
    snapshots = [
        {"snapshot": one.number, "made": wire_time(one.made_at), "forgets": wire_time(one.forgets_at)}
        for one in held.snapshots
    ]
    lines = [_called(who), *(f"{name}: {count}" for name, count in counts.items())]
    lines += [f"snapshot {one['snapshot']} forgets on {one['forgets']} at the earliest" for one in snapshots]
    return Result({**_described(who), **counts, "snapshots": snapshots}, "\n".join(lines))


@departed.command("erase", epilog="Example: receiver departed erase R1047 --company 112 --yes")
@click.argument("record")
@of_company
@click.option("--yes", is_flag=True, help="Do not ask first.")
@answers
def erase(record: str, company_id: int, yes: bool) -> Result:
    """Forget one for good, by the office's RECORD id: what was published, requests, mails, photos, sign-ins."""
    host = Host()
    company = known(host, company_id)
    files = Files.at(host.settings.files_url)
    with host.work.reading(company_id) as session:
        who = find_departed(session, company, record)
    if who is None:
        raise _nobody(record)
    if not yes:
        click.confirm(f"Forget {_called(who)} for good?", abort=True, err=True)
    mark = partial(account_mark, host.secrets.form_key, company_id)
    with host.work.writing(company_id) as session:
        done = erase_(session, session.get_one(Company, company_id), record, mark, host_actor(), now())
    if done is None:
        raise _nobody(record)
    remove_pictures(files, company_id, done.photos)
    data = {
        "company": company_id,
        "record": record,
        "numbers": list(done.numbers),
        "records": done.records,
        "requests": done.requests,
        "photos": len(done.photos),
        "mails": done.mails,
        "people": done.people,
    }
    return Result(data, f"Everything that was held of customer {', '.join(done.numbers) or record} is erased.")


def _nobody(record: str) -> HostError:
    return HostError(
        f"Nobody who has left has the record id {record!r}.",
        detail="Whoever is still here can't be erased: the office takes him out of its program first.",
        remedy="See: receiver departed list --company NUMBER",
        exit_=Exit.NOTHING_TO_DO,
    )


def _called(one: Departed) -> str:
    words = [one.name or "(name forgotten)", one.number and f"number {one.number}"]
    words.append(f"left {wire_time(one.left_at)}" if one.left_at else "left long ago")
    return "  ".join(word for word in words if word)


def _described(one: Departed) -> dict[str, Any]:
    left = wire_time(one.left_at) if one.left_at else None
    return {"record": one.record_id, "number": one.number, "name": one.name, "left": left}
