"""The lists of the copy, each as lines that come when they are asked for. A published record is one line of JSON with
all that is in it; what it holds several of has a table of its own besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.audit.exporting import told as told_of
from receiver.domain.audit.models import AuditEntry
from receiver.domain.export.reading import AT_ONCE, Line, bodies_of, lines_of
from receiver.domain.export.tables import TOLD
from shared import records

Lines = Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: as JSON where it is `whole`, and as a table where it has `heads`."""

    name: str
    heads: tuple[str, ...]
    lines: Lines
    whole: bool = True


ADDRESS: Final = "street city region postal_code"
CUSTOMER: Final = f"customer record_id name first_name company_name {ADDRESS} country email phones balance"
INSIDE: Final = (
    ("customer", "properties", f"id name {ADDRESS} notes"),
    ("customer", "jobs", "number service property_id schedule season next_visit delayed delay_reason crew note price"),
    ("history", "visits", "job started ended planned service property_id crew amount notes"),
    ("invoices", "invoices", "number day due amount open_amount"),
    ("invoices", "payments", "number day amount method invoice"),
)
"""What records hold several of: the kind of record, its field, and the columns of the table."""
AUDIT: Final = "number at noted side who who_name action words about details network key hash"


def sheets_of(work: UnitOfWork, company_id: int, published: int) -> list[Sheet]:
    """Every list, the published ones first."""

    def of(kind: str) -> Lines:
        return partial(_records, work, company_id, published, kind)

    return [
        Sheet("customers", tuple(CUSTOMER.split()), of("customer")),
        *(
            Sheet(field, ("customer", *columns.split()), partial(_inside, of(kind), field), whole=False)
            for kind, field, columns in INSIDE
        ),
        Sheet("planned-visits", ("customer", "job", "planned", "crew", "id"), partial(_planned, of("customer")), False),
        Sheet("history", (), of("history")),
        Sheet("invoices-and-payments", (), of("invoices")),
        Sheet("office", (), of("company")),
        Sheet("office-users", ("name", "email"), partial(_staff, work, company_id, published)),
        *(Sheet(one.name, one.heads, partial(lines_of, work, company_id, one)) for one in TOLD),
        Sheet("audit", tuple(AUDIT.split()), partial(_audit, work, company_id)),
    ]


def _records(work: UnitOfWork, company_id: int, published: int, kind: str) -> Iterator[Line]:
    """Every record of a kind; whose it is stands first."""
    for key, body in bodies_of(work, company_id, published, kind):
        whose = {} if kind == "company" else {"customer": key.partition(records.KEY_SEPARATOR)[0]}
        yield {**whose, **body}


def _inside(lines: Lines, field: str) -> Iterator[Line]:
    for line in lines():
        for one in line.get(field, ()):
            yield {"customer": line["customer"], **one}


def _planned(customers: Lines) -> Iterator[Line]:
    for job in _inside(customers, "jobs"):
        for visit in job.get("visits", ()):
            yield {"customer": job["customer"], "job": job["number"], **visit}


def _staff(work: UnitOfWork, company_id: int, published: int) -> Iterator[Line]:
    """Who signs in here with a user name of the office; nothing of the password."""
    for name, body in bodies_of(work, company_id, published, "staff"):
        yield {"name": name, "email": body.get("email", "")}


def _audit(work: UnitOfWork, company_id: int) -> Iterator[Line]:
    after = 0
    while True:
        with work.reading(company_id) as session:
            found = session.scalars(
                select(AuditEntry)
                .where(AuditEntry.company_id == company_id, AuditEntry.number > after)
                .order_by(AuditEntry.number)
                .limit(AT_ONCE)
            ).all()
            lines: list[dict[str, Any]] = [told_of(one) for one in found]
        yield from lines
        if len(found) < AT_ONCE:
            return
        after = found[-1].number
