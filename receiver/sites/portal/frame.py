"""What stands around every page of a company: its name, phone and hours, and how old the data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from flask import Response, abort, make_response, render_template
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.queries import StoredRecord, published_records
from receiver.web import formats
from shared import records
from shared.canonical import decode_as

COMPANY_RECORD = ("company", records.COMPANY_KEY)


@dataclass(frozen=True, slots=True)
class Frame:
    """A company as its pages show it."""

    company: Company
    office: records.Company
    """As published; before the first snapshot only the name that the host gave."""
    published_at: datetime | None = None

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.company.company_id

    @property
    def trial(self) -> bool:
        """Whether pages carry the trial banner (C11)."""
        return self.company.state == CompanyState.TRIAL

    @property
    def initials(self) -> str:
        """Up to two letters that stand for a logo."""
        words = [word for word in self.office.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper() or "#"

    @property
    def zone(self) -> tzinfo:
        """The office's time zone."""
        return formats.zone(self.office.time_zone)

    @property
    def now(self) -> datetime:
        """The office's own clock, without zone, as all times in its records."""
        return now().astimezone(self.zone).replace(tzinfo=None)

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.now.date()

    @property
    def as_of(self) -> str:
        """How old the data is, in words: Tue 24 Nov, 14:02."""
        if self.published_at is None:
            return ""
        there = self.published_at.astimezone(self.zone)
        return formats.with_time(formats.short_date(there.date(), self.today), there, always=True)


def office_of(company: Company, stored: StoredRecord | None) -> records.Company:
    """The company's record, or what is known before there is one."""
    return decode_as(records.Company, stored.body) if stored else records.Company(name=company.name)


def open_frame(session: Session, company_id: int) -> Frame:
    """The frame of a company that is open; 404 where there is none, the closed page where the host closed it."""
    company = find_company(session, company_id)
    if company is None:
        abort(404)
    stored = published_records(session, company_id, company.published, [COMPANY_RECORD])
    frame = Frame(company, office_of(company, stored.get(COMPANY_RECORD)))
    if company.suspended:
        abort(closed_page(frame))
    return frame


def closed_page(frame: Frame) -> Response:
    """What anybody sees of a company that the host closed."""
    return make_response(render_template("portal/closed.html", frame=frame), 403)
