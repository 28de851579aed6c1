"""What stands around every page of a company: its name, phone and hours, and how old the data is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from typing import Final

from flask import Response, abort, make_response, url_for
from sqlalchemy import Connection

from receiver.db.unit_of_work import now
from receiver.domain.companies.models import CompanyState
from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import Portal, find_portal
from receiver.domain.looks.accent import accent_of
from receiver.domain.looks.look import Look, Shown, look_of
from receiver.domain.people.passkeys import Party, options_to_sign_in
from receiver.domain.people.users import Site
from receiver.domain.snapshots.queries import published_records
from receiver.web import formats
from receiver.web.language import spoken
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.parts import parts
from shared import records
from shared.canonical import decode_as

COMPANY_RECORD: Final = ("company", records.COMPANY_KEY)
OFFICES: Final = 256
"""Company records that are kept decoded: all customers of an office have the same."""
ADDRESSES: Final = 2048
"""Addresses that are kept: the receiver stands at the root of its host, so they are the same in every request."""


@dataclass(frozen=True)
class Frame:
    """A company as its pages show it."""

    company: Portal
    office: Office
    """As published; before the first snapshot only the name that the host gave."""
    published_at: datetime | None = None

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.company.company_id

    @property
    def look(self) -> Look:
        """How the office wants it to look (C5, C6)."""
        return look_of(self.company.look)

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
    def logo(self) -> str:
        """Where the logo is, under a name of its own for each, so that browsers keep it; empty where there is none."""
        if self.look.logo is not None:
            return self.picture(self.look.logo)
        mark = self.office.logo_mark
        return f"{self.address('logo')}?v={mark}" if mark else ""

    @property
    def logo_size(self) -> tuple[int, int]:
        """Its width and height in pixels."""
        own = self.look.logo
        return (own.width, own.height) if own else (self.office.logo_width, self.office.logo_height)

    @property
    def stylesheet(self) -> str:
        """Where the colour of the office is, under a name of its own for each; empty where it has the portal's own."""
        chosen = self.look.accent
        return f"{self.address('colours')}?v={accent_of(chosen).mark}" if chosen else ""

    def picture(self, shown: Shown) -> str:
        """Where a picture of the look is."""
        return url_for("portal.picture", company_id=self.company_id, name=shown.name)

    @property
    def zone(self) -> tzinfo:
        """The office's time zone."""
        return formats.zone(self.office.time_zone)

    @cached_property
    def now(self) -> datetime:
        """The office's own clock as the page is made."""
        return self.there(now())

    @cached_property
    def today(self) -> date:
        """The day at the office."""
        return self.now.date()

    def there(self, moment: datetime) -> datetime:
        """A moment of ours by the office's own clock, without zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def moment(self, moment: datetime) -> str:
        """The same in words: Thu 26 Nov, 14:02."""
        return formats.short_moment(spoken(), self.there(moment), self.today)

    @property
    def mails(self) -> bool:
        """Whether this host sends mail, so that links and codes can be had."""
        return sends_mail()

    @cached_property
    def party(self) -> Party | None:
        """Whom passkeys are for; None where no browser would make any, without https."""
        settings = parts().settings
        if not settings.secure and settings.host != "localhost":
            return None
        key = parts().secrets.form_key
        return Party(settings.host, settings.public_url, self.company_id, self.office.name, key)

    @property
    def administration_party(self) -> Party | None:
        """The same of passkeys that open the administration site."""
        return replace(self.party, site=Site.ADMINISTRATION) if self.party else None

    @property
    def passkey_options(self) -> str:
        """What the sign-in page hands to the browser, JSON; empty where there are no passkeys."""
        return options_to_sign_in(self.party, now()) if self.party else ""

    @property
    def as_of(self) -> str:
        """How old the data is, in words: Tue 24 Nov, 14:02."""
        if self.published_at is None:
            return ""
        there, language = self.published_at.astimezone(self.zone), spoken()
        return formats.dated(language, formats.short_date(language, there.date(), self.today), there)

    def address(self, page: str) -> str:
        """Where a page of this company is, by the name of its view."""
        return _address(self.company_id, page)


@lru_cache(ADDRESSES)
def _address(company_id: int, page: str) -> str:
    return url_for(f"portal.{page}", company_id=company_id)


@lru_cache(OFFICES)
def published_office(body: bytes) -> Office:
    """The company record of these bytes."""
    return decode_as(Office, body)


def open_frame(connection: Connection, company_id: int) -> Frame:
    """The frame of a company that is open; 404 where there is none, the closed page where the host closed it."""
    company = find_portal(connection, company_id)
    if company is None:
        abort(404)
    stored = published_records(connection, company_id, company.published, [COMPANY_RECORD]).get(COMPANY_RECORD)
    frame = Frame(company, published_office(stored.body) if stored else Office(company.name))
    if company.suspended:
        abort(closed_page(frame))
    return frame


def closed_page(frame: Frame) -> Response:
    """What anybody sees of a company that the host closed."""
    return make_response(render("portal/closed.html", frame=frame), 403)
