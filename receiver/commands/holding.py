"""`receiver snapshots hold`: whether uploads wait until somebody imports them (C2)."""

from __future__ import annotations

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.companies.models import Company
from receiver.domain.settling import settle_all
from receiver.domain.snapshots.showing import Switched, hold


@click.command("hold", epilog="Example: receiver snapshots hold on --company 112")
@click.argument("switch", type=click.Choice(["on", "off"]))
@of_company
@answers
def hold_(switch: str, company_id: int) -> Result:
    """Let uploads wait until `receiver snapshots import`, or be shown by themselves again.

    What waits is shown when this is switched off, unless too many customers would leave.
    """
    host, on = Host(), switch == "on"
    known(host, company_id)
    with host.work.writing(company_id) as session:
        company = session.get_one(Company, company_id)
        done, newest = hold(session, company, host_actor(), now(), on=on), company.newest
    if done.shown is not None:
        settle_all(host.work, company_id)
    data = {
        "company": company_id,
        "hold": on,
        "changed": done.changed,
        "shown": done.shown.snapshot.number if done.shown else None,
        "held": done.held,
    }
    words = _words(done, company_id, newest, on=on)
    return Result(data, words, Exit.DONE if done.changed else Exit.NOTHING_TO_DO)


def _words(done: Switched, company_id: int, newest: int, *, on: bool) -> str:
    imports = f"receiver snapshots import --company {company_id}"
    if on:
        return f"Uploads wait until: {imports}"
    if done.pin is not None:
        return f"{done.pin.reason} Uploads are shown by themselves after: {imports}"
    if done.shown is not None:
        return f"Uploads are shown by themselves. Customers see snapshot {newest} now, which had waited."
    if done.held is not None:
        confirm = f"receiver snapshots confirm {newest} --company {company_id}"
        return (
            f"Uploads are shown by themselves. Snapshot {newest} goes on waiting: {done.held.reason}"
            f" It is published all the same by: {confirm}"
        )
    return "Uploads are shown by themselves."
