"""`receiver snapshots hold`: whether uploads wait until somebody imports them (C2)."""

from __future__ import annotations

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.showing import hold


@click.command("hold", epilog="Example: receiver snapshots hold on --company 112")
@click.argument("switch", type=click.Choice(["on", "off"]))
@of_company
@answers
def hold_(switch: str, company_id: int) -> Result:
    """Let uploads wait until `receiver snapshots import`, or be shown by themselves again."""
    host, on = Host(), switch == "on"
    known(host, company_id)
    with host.work.writing(company_id) as session:
        changed = hold(session.get_one(Company, company_id), on=on)
        if changed:
            deed = Deed("snapshots.hold-on" if on else "snapshots.hold-off")
            note(session, company_id, host_actor(), deed, now())
    words = (
        f"Uploads wait until: receiver snapshots import --company {company_id}"
        if on
        else "Uploads are shown by themselves. What waits already goes on waiting."
    )
    data = {"company": company_id, "hold": on, "changed": changed}
    return Result(data, words, Exit.DONE if changed else Exit.NOTHING_TO_DO)
