"""`receiver snapshots load`: a snapshot that was carried here in a file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click
import msgspec

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.refusals import Refused
from receiver.domain.settling import settle_all
from receiver.domain.snapshots.carried import Loaded, Loader, NotTaken
from receiver.domain.snapshots.pruning import prune
from receiver.domain.snapshots.publisher import Publisher


@click.command("load", epilog="Example: python -m receiver snapshots load office.plsnapshot --company 112")
@click.argument("file", type=click.Path(path_type=Path))
@of_company
@click.option("--older", is_flag=True, help="Also where the portal has something newer.")
@answers
def load(file: Path, company_id: int, older: bool) -> Result:
    """Publish the snapshot that an office saved to FILE."""
    host = Host()
    known(host, company_id)
    peppers = host.secrets.peppers
    loader = Loader(host.work, peppers, Publisher(host.work, peppers, now))
    try:
        with file.open("rb") as opened:
            loaded = loader.load(company_id, opened, older=older)
        if loaded.state == "loaded":
            with host.work.writing(company_id) as session:
                deed = Deed("snapshots.loaded", details={"number": loaded.receipt.snapshot})
                note(session, company_id, host_actor(), deed, now())
        settle_all(host.work, company_id)
        with suppress(DatabaseFault):  # what can't be removed now goes with a later upload
            prune(host.work, company_id, host.settings.retention, now())
    except OSError as error:
        raise HostError(f"The file {file} can't be read.", detail=f"{error.strerror}.") from error
    except NotTaken as error:
        raise HostError(error.title, detail=error.detail, remedy=error.remedy) from error
    except Refused as refused:
        again = refused.retry_after > 0 or refused.code in ("busy", "stale")
        raise HostError(
            refused.title,
            detail=refused.detail,
            remedy="Nothing was published. Load the file once more later." if again else "Nothing was published.",
            exit_=Exit.TRY_LATER if again else Exit.REFUSED,
        ) from refused
    return _result(company_id, loaded)


def _result(company_id: int, loaded: Loaded) -> Result:
    told, header = loaded.receipt, loaded.header
    data = {
        "company": company_id,
        "state": loaded.state,
        "made": header.made,
        "device": loaded.device,
        "attended": header.attended,
        "receipt": msgspec.to_builtins(told),
    }
    customers = f"{told.counts.get('customer', 0):,} customers"
    made = f'saved {header.made} at "{loaded.device}"'
    if loaded.state == "already loaded":
        text = f"This file was already loaded: it is snapshot {told.snapshot} of {told.time}, {customers}."
        return Result(data, text, Exit.NOTHING_TO_DO)
    if loaded.state == "nothing changed":
        text = f"Nothing has changed: snapshot {told.snapshot} of {told.time} is the very same set, {customers}."
        return Result(data, text, Exit.NOTHING_TO_DO)
    text = f"Loaded: snapshot {told.snapshot}, {customers}, {made}."
    if told.state == "held":
        confirm = f"receiver snapshots confirm {told.snapshot} --company {company_id}"
        return Result(data, f"{text}\nIt is held: {told.reason} Show it with: {confirm}", Exit.HELD)
    if told.state == "pinned":
        text += f"\n{told.reason} Show the new one with: receiver snapshots import --company {company_id}"
    return Result(data, text)
