"""Whom a page about a user is about, and whom this administrator may do something about.

Level-1 users of the office are changed at the office. Who administers a part of the portal is changed by level-1 users
only: else somebody with the right to users would take every other right by giving himself their password.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from flask import abort, request
from sqlalchemy.orm import Session

from receiver.domain.people.user_list import Listed, listed
from receiver.domain.people.users import CUSTOMER, PERSON, PortalUser
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.page import shown

MOST: Final = 100
"""Users that one form may name."""
ID_CHARACTERS: Final = 300
TICK: Final = "user-"
"""Leads the names of the ticks."""
NAMED: Final = "users"
"""The field in which the next page names them again."""


def asked_user(desk: Desk) -> Listed:
    """The user whom the address or the form names; 404 where this company has none of that id, 403 where only a level-1
    user may change him."""
    found = _found(desk, [request.values.get("user", "")])
    if len(found) != 1:
        abort(404)
    if not may_change(desk, found[0]):
        abort(shown(desk, "admin/users/administrator.html", "users", 403, user=found[0]))
    return found[0]


def ticked(desk: Desk) -> list[Listed]:
    """Those that are ticked; who is gone meanwhile is not among them."""
    return _found(desk, [value for name, value in request.form.items() if name.startswith(TICK)])


def named(desk: Desk) -> list[Listed]:
    """Those that the page before named; 400 where it named nobody in a way that we would."""
    try:
        ids = msgspec.json.decode(request.form.get(NAMED, ""), type=list[str])
    except (msgspec.DecodeError, UnicodeEncodeError):
        abort(400)
    return _found(desk, ids)


def naming(users: Sequence[Listed]) -> str:
    """What stands in that field."""
    return msgspec.json.encode([one.user_id for one in users]).decode()


def may_change(desk: Desk, user: Listed) -> bool:
    """Whether this administrator may do anything about him here."""
    return (user.customer or user.person) and (not user.rights or desk.administrator.chief)


def kept(desk: Desk, user: Listed) -> PortalUser | None:
    """What the portal keeps of him, read with this request."""
    return desk.session.get(PortalUser, (desk.company_id, user.user_id))


def still_there(session: Session, desk: Desk, user: Listed) -> bool:
    """Whether an extra user was not removed meanwhile, in a transaction that changes him."""
    return session.get(PortalUser, (desk.company_id, user.user_id)) is not None


def check_still(session: Session, desk: Desk, user: Listed) -> None:
    """403 where he was given something to administer since he was looked up, in a transaction that changes him: a
    level-1 user may do that while somebody else's form is on its way."""
    if desk.administrator.chief:
        return
    held = session.get(PortalUser, (desk.company_id, user.user_id))
    if held is not None and held.administers:
        abort(403)


def label(user: Listed) -> str:
    """What the audit log calls him: a customer by number, an extra user by a piece of his id, never by name."""
    return user.number if user.customer else person_label(user.user_id)


def person_label(user_id: str) -> str:
    """The same of an extra user."""
    return user_id.removeprefix(PERSON)[:8]


def _found(desk: Desk, ids: list[str]) -> list[Listed]:
    if len(ids) > MOST:
        abort(400)
    may_be = [one for one in ids if one.startswith((CUSTOMER, PERSON)) and len(one) <= ID_CHARACTERS]
    return listed(desk.session, desk.company, [one for one in may_be if "\0" not in one])
