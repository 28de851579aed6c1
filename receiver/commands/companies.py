"""`receiver company`, `receiver pairing-code`, `receiver unlock`, `receiver snapshots`."""

from __future__ import annotations

import click
import msgspec
from sqlalchemy import delete

from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.agents.codes import FIRST_LIFE, LATER_LIFE, make_code
from receiver.domain.companies.actions import HIGHEST_NUMBER, create_company
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import all_companies, find_company
from receiver.domain.people.attempts import account_subject
from receiver.domain.people.models import Attempt
from receiver.domain.snapshots.receipts import all_snapshots, receipt, wire_time

COMPANY = click.IntRange(1, HIGHEST_NUMBER)
of_company = click.option("--company", "company_id", type=COMPANY, required=True, help="The company's number.")


@click.group("company")
def company() -> None:
    """The companies that this receiver hosts."""


@company.command("create")
@click.argument("number", type=COMPANY)
@click.option("--name", required=True, help="What people call the office.")
@answers
def create(number: int, name: str) -> Result:
    """Make a company and print the code that pairs its first computer."""
    host, time = Host(), now()
    with host.work.writing(number) as session:
        made = create_company(session, host.secrets.peppers, number, name, time)
        code, expires = make_code(session, number, FIRST_LIFE, time)
    url = f"{host.settings.public_url}/{number}/"
    data = {"company": number, "name": made.name, "code": code, "expires": wire_time(expires), "url": url}
    lines = [
        f"Company {number}, {made.name}, is made; its customers will sign in at {url}",
        f"Pair the office's computer with the code {code} (good once, until {wire_time(expires)}):",
        f"  python -m agent pair --receiver {host.settings.public_url} --company {number} --code {code}",
    ]
    return Result(data, "\n".join(lines))


@company.command("list")
@answers
def list_() -> Result:
    """List the companies."""
    host = Host()
    with host.work.every_company() as session:
        found = all_companies(session)
    data = [
        {"company": one.company_id, "name": one.name, "state": one.state, "published": one.published} for one in found
    ]
    lines = [f"{one.company_id:>10}  {one.state:<9}  snapshot {one.published:<6}  {one.name}" for one in found]
    return Result({"companies": data}, "\n".join(lines) or "There are no companies yet.")


@click.command("pairing-code")
@of_company
@answers
def pairing_code(company_id: int) -> Result:
    """Make a code that pairs one more computer of the office."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id) as session:
        code, expires = make_code(session, company_id, LATER_LIFE, now())
    data = {"company": company_id, "code": code, "expires": wire_time(expires)}
    return Result(data, f"{code} (good once, until {wire_time(expires)})")


@click.command("unlock")
@click.argument("number")
@of_company
@answers
def unlock(number: str, company_id: int) -> Result:
    """Let a customer try to sign in again."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id, Lane.VISITORS) as session:
        held = session.get(Attempt, (company_id, account_subject(number)))
        session.execute(
            delete(Attempt).where(Attempt.company_id == company_id, Attempt.subject == account_subject(number))
        )
    if held is None:
        return Result({"unlocked": False}, "Nothing was counted against that customer.", Exit.NOTHING_TO_DO)
    return Result({"unlocked": True}, f"Customer {number} may try again.")


@click.group("snapshots")
def snapshots() -> None:
    """What a company published."""


@snapshots.command("list")
@of_company
@answers
def list_snapshots(company_id: int) -> Result:
    """List the snapshots, newest first."""
    host = Host()
    found = known(host, company_id)
    with host.work.reading(company_id) as session:
        rows = [(receipt(one), one.bytes, one.attended) for one in all_snapshots(session, company_id)]
    data = [
        {**msgspec.to_builtins(one), "bytes": size, "attended": attended, "published": one.snapshot == found.published}
        for one, size, attended in rows
    ]
    lines = [
        f"{one.snapshot:>8}  {one.time}  {one.counts.get('customer', 0):>8} customers  {size:>12,} bytes"
        f"{'  published' if one.snapshot == found.published else ''}"
        for one, size, _attended in rows
    ]
    return Result({"company": company_id, "snapshots": data}, "\n".join(lines) or "Nothing was published yet.")


def known(host: Host, company_id: int) -> Company:
    """The company. Raises `HostError` where there is none of that number."""
    with host.work.reading(company_id) as session:
        found = find_company(session, company_id)
    if found is None:
        raise HostError(f"There is no company {company_id}.", remedy="See: python -m receiver company list")
    return found
