"""`receiver devices`: the office computers of a company."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import all_devices, find_device, rename, revoke
from receiver.domain.agents.models import Device
from receiver.domain.snapshots.receipts import wire_time


@click.group("devices")
def devices() -> None:
    """The office computers that may publish for a company."""


@devices.command("list")
@of_company
@answers
def list_(company_id: int) -> Result:
    """List the computers."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        found = all_devices(session, company_id)
    lines = [
        f"{one.device_id}  {'removed' if one.revoked_at else 'paired '}  last seen {wire_time(one.last_seen_at)}"
        f" from {one.last_address}  {one.name}"
        for one in found
    ]
    data = {"company": company_id, "devices": [_described(one) for one in found]}
    return Result(data, "\n".join(lines) or "No computer is paired yet.")


@devices.command("rename")
@click.argument("device")
@click.option("--name", required=True, help="The new name.")
@of_company
@answers
def rename_(device: str, name: str, company_id: int) -> Result:
    """Give a computer another name."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id) as session:
        found = _device(session, company_id, device)
        rename(found, name)
    return Result(_described(found), f"The computer {found.device_id} is called {found.name} now.")


@devices.command("revoke")
@click.argument("device")
@of_company
@answers
def revoke_(device: str, company_id: int) -> Result:
    """Refuse a computer from its next request on."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id) as session:
        found = _device(session, company_id, device)
        revoke(found, now())
    return Result(_described(found), f"The computer {found.name} ({found.device_id}) is refused from now on.")


def _device(session: Session, company_id: int, device: str) -> Device:
    found = find_device(session, company_id, device)
    if found is None:
        remedy = f"See: python -m receiver devices list --company {company_id}"
        raise HostError(f"Company {company_id} has no computer {device}.", remedy=remedy)
    return found


def _described(device: Device) -> dict[str, object]:
    return {
        "device": device.device_id,
        "name": device.name,
        "paired": wire_time(device.paired_at),
        "last_seen": wire_time(device.last_seen_at),
        "last_address": device.last_address,
        "revoked": wire_time(device.revoked_at) if device.revoked_at else None,
    }
