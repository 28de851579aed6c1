"""What is let go of when the office removed or demoted a level-1 user.

His passkeys open nothing from then on, and must not open anything for whoever gets his user name later. His second
factor stays: it opens nothing by itself, and whoever gets his name, or comes back with it, is not let in by a password
alone; another level-1 user or the host removes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.administrators.rights import staff_id
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.people.users import STAFF, Passkey
from receiver.domain.people.verifiers import read_staff
from receiver.domain.requests.counters import note_settled, settled_until
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, records

AFTER_STAFF: Final = f"{STAFF[:-1]}{chr(ord(STAFF[-1]) + 1)}"
"""The first word after all ids of level-1 users."""


def forget_departed(session: Session, company_id: int) -> None:
    """Remove passkeys and sessions of users who are of level 1 no more, as the uploads since the last call tell; also
    those of a user who was not for a while, from before he came back: that may be another person with his name. Call it
    in a transaction on `Lane.VISITORS`."""
    company, after = find_company(session, company_id), settled_until(session, company_id).newest
    if company is None or company.newest <= after:
        return
    since = _unbroken(session, company, after)
    came = _came(session, company_id, {number for number in since.values() if number > after})
    for table, who, made in (
        (Passkey, Passkey.user_id, Passkey.made_at),
        (AdministratorSession, AdministratorSession.administrator, AdministratorSession.created_at),
    ):
        back = [and_(who == staff_id(name), made < came[number]) for name, number in since.items() if number in came]
        gone: Any = or_(who.not_in([staff_id(name) for name in since]), *back)
        session.execute(
            delete(table)
            .where(table.company_id == company_id, who >= STAFF, who < AFTER_STAFF, gone)
            .execution_options(synchronize_session=False)
        )
    note_settled(session, company_id, newest=company.newest)


def _unbroken(session: Session, company: Company, after: int) -> Mapping[str, int]:
    """The level-1 users of the newest upload by name, and since which upload each has been one without a gap; what was
    before the upload `after` is not looked at."""
    rows = session.execute(
        select(records.c.key, records.c.since, records.c.until, records.c.body)
        .where(
            records.c.company_id == company.company_id,
            records.c.kind == "staff",
            records.c.since <= company.newest,
            records.c.until > after,
        )
        .order_by(records.c.key, records.c.since)
    )
    since: dict[str, int] = {}
    until: dict[str, int] = {}
    for row in rows:
        if read_staff(unpacked(row.body)).level != 1:
            continue
        if until.get(row.key) != row.since:
            since[row.key] = row.since
        until[row.key] = row.until
    return {name: number for name, number in since.items() if until[name] > company.newest}


def _came(session: Session, company_id: int, numbers: set[int]) -> Mapping[int, datetime]:
    """When these uploads were complete."""
    found = session.execute(
        select(Snapshot.number, Snapshot.committed_at).where(
            Snapshot.company_id == company_id, Snapshot.number.in_(sorted(numbers))
        )
    )
    return {row.number: row.committed_at for row in found}
