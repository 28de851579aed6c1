"""`receiver company`, `receiver pairing-code`."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.orm import Session

from receiver.commands.account import host_actor
from receiver.commands.host import Host
from receiver.commands.output import HostError, Result, answers
from receiver.db.unit_of_work import now
from receiver.domain.agents.codes import FIRST_LIFE, LATER_LIFE, make_code
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.actions import HIGHEST_NUMBER, create_company
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import all_companies, find_company
from receiver.domain.companies.silence import silent_companies
from receiver.domain.snapshots.receipts import pin_of, wire_time
from receiver.domain.snapshots.showing import is_held

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
        found = [_described(session, one) for one in all_companies(session)]
        silent = {one.company_id: one for one in silent_companies(session, now())}
    for one in found:
        overdue = silent.get(one["company"])
        one["silent_since"] = wire_time(overdue.since) if overdue else ""
    return Result({"companies": found}, "\n".join(_line(one) for one in found) or "There are no companies yet.")


def _described(session: Session, company: Company) -> dict[str, Any]:
    pin = pin_of(session, company)
    return {
        "company": company.company_id,
        "name": company.name,
        "state": company.state,
        "published": company.published,
        "newest": company.newest,
        "pinned_by": pin.by if pin else "",
        "held": is_held(company),
    }


def _line(one: dict[str, Any]) -> str:
    words = [f"{one['company']:>10}  {one['state']:<9}  snapshot {one['published']:<6}  {one['name']}"]
    if one["pinned_by"]:
        words.append(f"pinned by {one['pinned_by']}, newest is {one['newest']}")
    elif one["held"]:
        words.append(f"snapshot {one['newest']} is held")
    if one["silent_since"]:
        words.append(f"silent since {one['silent_since']}")
    return "  · ".join(words)


@click.command("pairing-code")
@of_company
@answers
def pairing_code(company_id: int) -> Result:
    """Make a code that pairs one more computer of the office."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id) as session:
        code, expires = make_code(session, company_id, LATER_LIFE, now())
        note(session, company_id, host_actor(), Deed("devices.code-made"), now())
    data = {"company": company_id, "code": code, "expires": wire_time(expires)}
    return Result(data, f"{code} (good once, until {wire_time(expires)})")


def known(host: Host, company_id: int) -> Company:
    """The company. Raises `HostError` where there is none of that number."""
    with host.work.reading(company_id) as session:
        found = find_company(session, company_id)
    if found is None:
        raise HostError(f"There is no company {company_id}.", remedy="See: python -m receiver company list")
    return found
