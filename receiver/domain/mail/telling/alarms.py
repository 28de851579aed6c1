"""Tells the office, and the host, what nobody at the office may have noticed: that nothing was heard of its computer
(R8), that a snapshot is held (F38); and that it was heard of again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from sqlalchemy import String, and_, cast, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.silence import Silent
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import Mail, MailSender
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office, sender_of
from receiver.domain.mail.telling.wording import zone_of
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.receipts import find_snapshot, held_of

HELD = "held:"
TO_CONFIRM: Final = (
    "press Preview in the office program, look at what changes, then press Process there (Process alone leaves it "
    "held). Or sign in to the administration of the portal, open Snapshots, snapshot {number}, and press Publish."
)
TO_IMPORT: Final = (
    "sign in to the administration of the portal, open Import for New Data, and import it: uploads wait for that there."
)
"""What shows it, for a mail to the office, in English as those are."""


def untold_silences(session: Session, silent: list[Silent]) -> tuple[list[Silent], list[int]]:
    """Of the offices that are silent those of which nobody was told, and those that were heard of again; across
    companies."""
    known = select(MailSender).where(MailSender.silent_since.is_not(None))
    told = {one.company_id: one.silent_since for one in session.scalars(known)}
    new = [one for one in silent if told.get(one.company_id) != one.since]
    return new, sorted(set(told) - {one.company_id for one in silent})


def untold_holdings(session: Session) -> list[int]:
    """The companies with a snapshot that a guard holds, of which nobody was told; across companies. What only waits by
    the company's own switch is no alarm: somebody looks at each upload."""
    found = session.scalars(
        select(Company.company_id)
        .join(Snapshot, and_(Snapshot.company_id == Company.company_id, Snapshot.number == Company.newest))
        .outerjoin(Mail, and_(Mail.company_id == Company.company_id, Mail.cause == HELD + cast(Company.newest, String)))
        .where(
            Company.newest != Company.published,
            Company.pinned_at.is_(None),
            Snapshot.held != b"",
            Company.state != CompanyState.SUSPENDED,
            Mail.mail_id.is_(None),
        )
    )
    return sorted(found)


def tell_silence(session: Session, desk: Desk, silent: Silent) -> None:
    """Write the mails about a silence, once for each."""
    sender_of(session, silent.company_id).silent_since = silent.since
    _to_both(session, desk, silent.company_id, "silent", silent.since, {"every": _span(silent.schedule)})


def tell_heard(session: Session, desk: Desk, company: Company) -> None:
    """Write the all-clear, to whoever got the alarm."""
    sender = sender_of(session, company.company_id)
    since, sender.silent_since = sender.silent_since, None
    if since is not None and not company.suspended:
        _to_both(session, desk, company.company_id, "heard", since, {})


def tell_held(session: Session, desk: Desk, company: Company) -> None:
    """Write that a snapshot waits for somebody to confirm it; to the host where the office says no address."""
    office = published_office(session, company.company_id)
    snapshot = find_snapshot(session, company.company_id, company.newest)
    why = held_of(snapshot) if snapshot else None
    if office is None:
        return
    address, host = office_address(office), desk.settings.host_mail
    # Of a kind of its own: who the host is, and what is written to him, is none of the company's business.
    kind, to = ("held", address) if address else ("held-host", host)
    if not to:
        return
    values = {
        "company": office.name,
        "number": str(company.newest),
        "reason": why.reason if why else "",
        "way": (TO_IMPORT if company.hold_uploads else TO_CONFIRM).format(number=company.newest),
        "command": f"receiver snapshots confirm {company.newest} --company {company.company_id}",
    }
    desk.post(session, company.company_id, Letter(kind, to, values), cause=f"{HELD}{company.newest}")


def _to_both(session: Session, desk: Desk, company_id: int, kind: str, since: datetime, more: dict[str, str]) -> None:
    office = published_office(session, company_id)
    if office is None:
        return
    host = desk.settings.host_mail
    for name, to in ((kind, office_address(office)), (f"{kind}-host", host)):
        zone = UTC if name.endswith("-host") else zone_of(office)
        values = {"company": office.name, "number": str(company_id), "since": _time(since, zone), **more}
        if to:
            desk.post(session, company_id, Letter(name, to, values), cause=f"{name}:{since.isoformat()}")


def _time(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


def _span(seconds: int) -> str:
    """An hour and a half is 1:30."""
    hours, minutes = divmod(round(timedelta(seconds=seconds) / timedelta(minutes=1)), 60)
    return f"{hours}:{minutes:02}"
