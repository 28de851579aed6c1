"""What tests of users do at the administration site, and how they look at a company's users without it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select

from receiver.domain.audit.models import AuditEntry
from receiver.domain.people.users import PortalUser
from tests.admin.boss import Boss
from tests.portal.cast import Office
from tests.support.pages import Element

SECRET = "four words of mine"


@dataclass(frozen=True)
class Noted:
    """An entry of the audit log."""

    action: str
    about: str
    details: dict[str, object]


def noted(office: Office) -> list[Noted]:
    """What was noted about users, in its order."""
    with office.work.reading(office.company_id) as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.company_id == office.company_id).order_by(AuditEntry.number)
        )
        return [
            Noted(one.action, one.about, json.loads(one.details)) for one in rows if one.action.startswith("users.")
        ]


def kept(office: Office) -> dict[str, PortalUser]:
    """What the portal keeps of its users, by id."""
    with office.work.reading(office.company_id) as session:
        rows = session.scalars(select(PortalUser).where(PortalUser.company_id == office.company_id))
        return {one.user_id: one for one in rows}


def id_of(office: Office, name: str) -> str:
    """The id of the extra user of that name."""
    (found,) = [one.user_id for one in kept(office).values() if one.name == name]
    return found


def added(boss: Boss, name: str, **more: str) -> Element:
    """Add an extra user as New User does; gives the page that follows. Without more, by a link that is shown once."""
    told = {"name": name, "email": f"{name.split()[0].lower()}@example.com", "way": "shown", **more}
    return boss.submit(boss.get("users/new"), "users/new", told)


def names(page: Element) -> list[str]:
    """The names in the list, in its order."""
    return [row.one("strong").text for body in page.all("tbody") for row in body.all("tr")]


def ticks(page: Element, *wanted: str) -> dict[str, str]:
    """The check boxes of these names, as a form sends them."""
    found = {}
    for row in page.one("tbody").all("tr"):
        if row.one("strong").text in wanted:
            box = row.one("input", type="checkbox").attributes
            found[box["name"]] = box["value"]
    assert len(found) == len(wanted), found
    return found


def go(boss: Boss, page: Element, *wanted: str, **chosen: str) -> Element:
    """Tick these names, choose, press Go."""
    return boss.submit(page, "users/go", {**ticks(page, *wanted), **chosen})
