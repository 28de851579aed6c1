"""The ways of the administration site, in the order of the left rail: the first article's three, then Desktop as the
second one names it. Who may not do something does not see its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import current_app

from receiver.domain.administrators.rights import Right
from receiver.languages import N_
from receiver.sites.admin.desk import Desk


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the rail; `here` is what pages behind it say they are."""

    here: str
    view: str
    name: str
    right: Right | None
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a word of their own; `over` stands above the first group of several."""

    name: str
    ways: tuple[Way, ...]
    over: str = ""


GROUPS: Final = (
    Group(
        "",
        (
            Way("overview", "overview", N_("Overview"), None, "home"),
            Way("import", "import_page", N_("Import for New Data"), Right.DATA, "down"),
            Way("customers", "customers", N_("List Customers"), Right.CUSTOMERS, "rows"),
            Way("splash", "splash", N_("Change Splash Screen"), Right.LOOK, "picture"),
        ),
    ),
    Group(
        N_("Customer Portal"),
        (
            Way("users", "users", N_("User List"), Right.USERS, "people"),
            Way("new-user", "new_user", N_("New User"), Right.USERS, "person"),
            Way("look", "look", N_("Admin"), Right.LOOK, "wheel"),
        ),
        N_("Desktop"),
    ),
    Group(
        N_("More"),
        (
            Way("mail", "mails", N_("Mail"), Right.MAIL, "envelope"),
            Way("snapshots", "snapshots", N_("Snapshots"), Right.DATA, "clock"),
            Way("settings", "settings", N_("Settings"), None, "wheel"),
            Way("audit", "audit_log", N_("Audit"), Right.AUDIT, "pulse"),
        ),
    ),
)


def groups_for(desk: Desk) -> list[tuple[Group, Sequence[Way]]]:
    """What this administrator sees of it; nothing before he has a second factor where each needs one."""
    if desk.lacks_factor:
        return []
    found = [(group, [way for way in group.ways if _seen(desk, way)]) for group in GROUPS]
    return [(group, ways) for group, ways in found if ways]


def _seen(desk: Desk, way: Way) -> bool:
    return desk.may(way.right) and f"admin.{way.view}" in current_app.view_functions
