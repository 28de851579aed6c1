"""`receiver snapshots`: what a company published, and what of it customers see (C2, C3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click
import msgspec
from sqlalchemy.orm import Session

from receiver.commands.account import account_name, host_actor
from receiver.commands.companies import COMPANY, known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import all_devices
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import all_companies, find_company
from receiver.domain.settling import settle_all
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.pruning import prune
from receiver.domain.snapshots.receipts import all_snapshots, pin_of, receipt, wire_time
from receiver.domain.snapshots.showing import CantShow, Shown, confirm, go_back, import_newest

Change = Callable[[Session, Company], tuple[Shown, Deed | None]]
"""Changes what customers see, and says what is noted of it."""

NOT_FETCHED = "Nothing is fetched from the office by this: new data comes when Process is pressed there."
HEADS = ("Snapshot", "Uploaded (UTC)", "Computer", "Customers", "New", "Left", "Changed", "Size", "")


@click.group("snapshots")
def snapshots() -> None:
    """What a company published, and which of it customers see."""


@snapshots.command("list", epilog="Example: receiver snapshots list --company 112")
@of_company
@answers
def list_snapshots(company_id: int) -> Result:
    """List the snapshots, newest first: who uploaded them, what they changed, which one customers see."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        company = _company(session, company_id)
        names = {one.device_id: one.name for one in all_devices(session, company_id)}
        rows = [_described(session, company, one, names) for one in all_snapshots(session, company_id)]
        pin = pin_of(session, company)
    data = {
        "company": company_id,
        "published": company.published,
        "newest": company.newest,
        "pin": pin,
        "hold": company.hold_uploads,
        "snapshots": rows,
    }
    return Result(data, _table([HEADS, *(_cells(one) for one in rows)]) if rows else "Nothing was published yet.")


@snapshots.command("go-back", epilog="Example: receiver snapshots go-back 217 --company 112 --by Ann")
@click.argument("number", type=click.IntRange(1))
@click.option("--by", default="", help="Who does it, as the office reads it; else the name of your account.")
@of_company
@answers
def go_back_(number: int, by: str, company_id: int) -> Result:
    """Show an earlier snapshot again, and pin the portal there.

    Uploads go on and are kept, but customers do not see them before `receiver snapshots import`.
    """
    who = by or account_name()

    def change(session: Session, company: Company) -> tuple[Shown, Deed | None]:
        done = go_back(session, company, number, who, now())
        return done, Deed("snapshots.went-back", details={"number": number, "before": done.before})

    shown = _change(company_id, change, who)
    text = (
        f"Customers see snapshot {number} of {_time(shown.snapshot)} from now on: {_customers(shown.snapshot)}.\n"
        "The portal is pinned there: what is uploaded is kept, and shown after"
        f" receiver snapshots import --company {company_id}"
    )
    return Result(_told(company_id, shown), text)


@snapshots.command("import", epilog="Example: receiver snapshots import --company 112")
@of_company
@answers
def import_(company_id: int) -> Result:
    """Import for New Data: show what was uploaded last, and end a pin. It fetches nothing from the office."""
    shown = _change(company_id, _imported)
    number = shown.snapshot.number
    lines = [
        f"Customers see snapshot {number}, uploaded {_time(shown.snapshot)}: {_customers(shown.snapshot)}."
        if shown.before != number
        else f"Customers see what was uploaded last already: snapshot {number} of {_time(shown.snapshot)}."
    ]
    if shown.pin is not None:
        lines.append(f"The portal is not pinned any more; {shown.pin.by} had pinned it to snapshot {shown.before}.")
    if shown.released:
        lines.append("It had been held; it is published now.")
    data = {**_told(company_id, shown), "fetched": False}
    return Result(data, "\n".join([*lines, NOT_FETCHED]), Exit.DONE if shown.changed else Exit.NOTHING_TO_DO)


@snapshots.command("confirm", epilog="Example: receiver snapshots confirm 218 --company 112")
@click.argument("number", type=click.IntRange(1))
@of_company
@answers
def confirm_(number: int, company_id: int) -> Result:
    """Publish a snapshot that is held."""

    def change(session: Session, company: Company) -> tuple[Shown, Deed | None]:
        done = confirm(session, company, number, now())
        return done, Deed("snapshots.confirmed", details={"number": number}) if done.changed else None

    shown = _change(company_id, change)
    if not shown.changed:
        return Result(_told(company_id, shown), f"Snapshot {number} is published already.", Exit.NOTHING_TO_DO)
    text = f"Snapshot {number} is published: {_customers(shown.snapshot)}."
    return Result(_told(company_id, shown), text)


@snapshots.command("prune", epilog="Example: receiver snapshots prune --company 112")
@click.option("--company", "company_id", type=COMPANY, help="The company's number; every company where none is named.")
@answers
def prune_(company_id: int | None) -> Result:
    """Give up what is older than PORCHLIGHT_KEEP_SNAPSHOTS and PORCHLIGHT_KEEP_DAYS say, with its records.

    What customers see, the newest snapshot and the one that the portal is pinned to always stay. A little is done after
    each upload; this does all of it.
    """
    host = Host()
    retention, time = host.settings.retention, now()
    if company_id is not None:
        known(host, company_id)
        numbers = [company_id]
    else:
        with host.work.every_company() as session:
            numbers = [one.company_id for one in all_companies(session)]
    done = {number: prune(host.work, number, retention, time) for number in numbers}
    for number, one in done.items():
        if one.snapshots:
            with host.work.writing(number) as session:
                deed = Deed("snapshots.given-up", details={"count": one.snapshots})
                note(session, number, host_actor(), deed, time)
    given_up, rows = sum(one.snapshots for one in done.values()), sum(one.rows for one in done.values())
    data = {
        "snapshots": given_up,
        "rows": rows,
        "companies": [
            {"company": number, "snapshots": one.snapshots, "rows": one.rows} for number, one in done.items()
        ],
    }
    if not rows and not given_up:
        return Result(data, "There was nothing to prune.", Exit.NOTHING_TO_DO)
    return Result(data, f"{given_up:,} snapshots were given up, {rows:,} rows removed.")


def _imported(session: Session, company: Company) -> tuple[Shown, Deed | None]:
    done = import_newest(session, company, now())
    number, before = done.snapshot.number, done.before
    if number == before:
        return done, Deed("snapshots.imported-again", details={"number": number})
    return done, Deed("snapshots.imported", details={"number": number, "before": before})


def _change(company_id: int, change: Change, who: str = "") -> Shown:
    """Change what customers see, and note it in the company's audit log."""
    host = Host()
    known(host, company_id)
    try:
        with host.work.writing(company_id) as session:
            shown, deed = change(session, _company(session, company_id))
            if deed is not None:
                note(session, company_id, host_actor(who), deed, now())
    except CantShow as error:
        raise HostError(error.title, detail="Customers see what they saw before.", remedy=error.remedy) from error
    settle_all(host.work, company_id)
    return shown


def _company(session: Session, company_id: int) -> Company:
    found = find_company(session, company_id)
    if found is None:
        raise HostError(f"There is no company {company_id}.", remedy="See: python -m receiver company list")
    return found


def _told(company_id: int, shown: Shown) -> dict[str, Any]:
    return {
        "company": company_id,
        "published": shown.snapshot.number,
        "before": shown.before,
        "changed": shown.changed,
        "pin_ended": shown.pin,
    }


def _described(session: Session, company: Company, one: Snapshot, names: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(receipt(session, company, one))
    return {
        **told,
        "bytes": one.bytes,
        "attended": one.attended,
        "person": one.person,
        "scheduled": one.scheduled,
        "device": one.device_id,
        "computer": names.get(one.device_id, one.device_id),
        "published": one.number == company.published,
        "newest": one.number == company.newest,
        "pinned": one.number == company.published and company.pinned_at is not None,
        "pinned_by": company.pinned_by if one.number == company.published else "",
        "first_shown": wire_time(one.published_at) if one.published_at else "",
        "pruned": wire_time(one.pruned_at) if one.pruned_at else "",
    }


def _cells(one: Mapping[str, Any]) -> tuple[str, ...]:
    moved = one["difference"].get("customer", {})
    return (
        str(one["snapshot"]),
        one["time"][:16].replace("T", " "),
        _whose(one),
        f"{one['counts'].get('customer', 0):,}",
        *(f"{moved.get(name, 0):,}" for name in ("added", "removed", "changed")),
        _size(one["bytes"]),
        _state(one),
    )


def _whose(one: Mapping[str, Any]) -> str:
    if one["scheduled"]:
        return f"{one['computer']}, schedule"
    return f"{one['computer']}, {one['person']}" if one["person"] else str(one["computer"])


def _state(one: Mapping[str, Any]) -> str:
    """What is to be said of a snapshot, the most important first."""
    words = []
    if one["published"]:
        words.append(f"published, pinned by {one['pinned_by']}" if one["pinned"] else "published")
    elif one["newest"]:
        words.append("waits for import" if one["state"] == "pinned" else f"held: {one['reason']}".rstrip(": ."))
    elif one["pruned"]:
        words.append("pruned")
    elif not one["first_shown"]:
        words.append("never shown")
    if one["newest"]:
        words.append("newest")
    return ", ".join(words)


def _table(rows: list[tuple[str, ...]]) -> str:
    """Columns side by side: texts to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    left = {1, 2, len(HEADS) - 1}
    lines = (
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def _time(snapshot: Snapshot) -> str:
    return f"{snapshot.committed_at:%Y-%m-%d %H:%M} UTC"


def _customers(snapshot: Snapshot) -> str:
    count = msgspec.json.decode(snapshot.counts, type=dict[str, int]).get("customer", 0)
    return f"{count:,} customer" if count == 1 else f"{count:,} customers"
