"""What every page of the administration site knows: the company, who is signed in, what he may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Administrator, Right
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor
from receiver.domain.companies.models import Company
from receiver.domain.people.models import Way
from receiver.sites.frame import Frame
from receiver.web.client_address import client_network

FRESH: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in administrator on a page; everything that authorises comes from here, nothing from the address."""

    frame: Frame
    company: Company
    """As this request read it; change it in a transaction of your own."""
    administrator: Administrator
    session: Session = field(repr=False)
    """The reading transaction of this request."""
    form_token: str = field(repr=False)
    """For the forms of his pages."""
    way: Way
    proved_at: datetime
    factor_at: datetime | None = None
    """Since when he has a second factor."""

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.company.company_id

    @property
    def published(self) -> int:
        """The snapshot that customers see."""
        return self.company.published

    @property
    def actor(self) -> Actor:
        """For the audit log."""
        return Actor(Side.ADMINISTRATION, self.administrator.id, self.administrator.name, client_network())

    @property
    def lacks_factor(self) -> bool:
        """Whether he has to set up a second factor before he sees anything else."""
        return self.company.second_factor and self.factor_at is None and self.way is not Way.PASSKEY

    @property
    def fresh(self) -> bool:
        """Whether he proved just now who he is."""
        return now() - self.proved_at < FRESH

    def may(self, right: Right | None) -> bool:
        """Whether he may do that; everybody may where no right is asked for."""
        return right is None or self.administrator.may(right)

    def address(self, page: str, /, **values: str | int) -> str:
        """Where a page of this site is, by the name of its view."""
        return address(f"admin.{page}", self.company_id, values)

    def portal(self, page: str = "home", /, **values: str | int) -> str:
        """Where a page of the customers' portal is."""
        return address(f"portal.{page}", self.company_id, values)

    def moment(self, moment: datetime) -> str:
        """A moment in words, by the office's own clock: Thu 26 Nov, 14:02."""
        return self.frame.moment(moment)


def address(view: str, company_id: int, values: Mapping[str, str | int]) -> str:
    """Where a view of a company is; what its path does not take follows as a query."""
    told: dict[str, Any] = {"company_id": company_id, **values}
    return url_for(view, **told)
