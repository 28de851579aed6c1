"""`receiver devices`: the office computers of a company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from sqlalchemy.orm import Session

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import all_devices, find_device, rename, revoke
from receiver.domain.agents.models import Device
from receiver.domain.audit.trail import Deed, note
from receiver.domain.snapshots.receipts import last_of_devices, wire_time
from receiver.domain.snapshots.uploads import open_upload


@click.group("devices")
def devices() -> None:
    """The office computers that may publish for a company."""


@devices.command("list")
@of_company
@answers
def list_(company_id: int) -> Result:
    """List the computers: when they were seen, what they uploaded last, and which of them uploads just now."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        last = last_of_devices(session, company_id)
        upload = open_upload(session, company_id)
        found = [
            {
                **_described(one),
                "last_snapshot": last.get(one.device_id, 0),
                "uploading": upload.number if upload and upload.device_id == one.device_id else 0,
            }
            for one in all_devices(session, company_id)
        ]
    data = {"company": company_id, "devices": found}
    return Result(data, "\n".join(_line(one) for one in found) or "No computer is paired yet.")


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
        before = found.name
        rename(found, name)
        if found.name != before:
            deed = Deed("devices.renamed", details={"before": before, "after": found.name})
            note(session, company_id, host_actor(), deed, now())
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
        if found.revoked_at is None:
            revoke(found, now())
            note(session, company_id, host_actor(), Deed("devices.revoked", details={"name": found.name}), now())
    return Result(_described(found), f"The computer {found.name} ({found.device_id}) is refused from now on.")


def _line(one: Mapping[str, Any]) -> str:
    state = "removed" if one["revoked"] else "paired "
    words = [f"{one['device']}  {state}  last seen {one['last_seen']} from {one['last_address']}  {one['name']}"]
    if one["last_snapshot"]:
        words.append(f"last uploaded snapshot {one['last_snapshot']}")
    if one["uploading"]:
        words.append(f"uploads {one['uploading']} just now")
    if one["schedule"]:
        words.append(f"comes at least every {one['schedule'] // 60} minutes")
    return " · ".join(words)


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
        "schedule": device.schedule,
        "revoked": wire_time(device.revoked_at) if device.revoked_at else None,
    }
