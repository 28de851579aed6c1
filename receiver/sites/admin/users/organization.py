"""Settings > Organization Settings > Users: who administers the portal, and the way to Add/Remove (C8)."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from receiver.domain.administrators.rights import Right
from receiver.domain.people.user_list import Wanted, Who, user_page
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import popping_up, shown
from receiver.sites.admin.users.found import may_change
from receiver.sites.admin.users.words import RIGHTS
from receiver.web.paging import asked_page


@administrator(Right.USERS)
def organization_users(desk: Desk) -> ResponseReturnValue:
    """Everybody who administers, and what."""
    page = user_page(desk.session, desk.company, Wanted(who=Who.ADMINISTRATORS, page=asked_page()))
    answer = shown(
        desk,
        "admin/users/organization.html",
        "settings",
        page=page,
        address_of=lambda number: desk.address("organization_users", page=number),
        rights=RIGHTS,
        may_change=lambda one: may_change(desk, one),
    )
    return popping_up(answer)


def add_to(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.add_url_rule("/settings/users", view_func=organization_users, methods=["GET"])
