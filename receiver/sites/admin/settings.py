"""Settings: what is set once, and what only few need. Each entry leads to a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from receiver.domain.administrators.rights import Right
from receiver.languages import N_
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the settings, what it is called, and one sentence about it."""

    view: str
    name: str
    words: str
    right: Right | None = Right.SETTINGS


ORGANIZATION: Final = (
    Entry(
        "organization_users",
        N_("Users"),
        N_("Add/Remove users of the portal, and who else administers it."),
        Right.USERS,
    ),
    Entry("devices", N_("Devices"), N_("The computers of the office: pair, rename, revoke.")),
    Entry("go_live", N_("Go live"), N_("From trial to live: what has to be in order first.")),
    Entry("export", N_("Export"), N_("Everything that the portal holds of your company, as one file.")),
    Entry("erasing", N_("Erase a customer"), N_("Forget a customer who has left, and when the last copy is gone.")),
)
OWN: Final = (
    Entry("own_sign_in", N_("My sign-in"), N_("Second factor, passkeys, and where you are signed in."), None),
    Entry("sign_ins", N_("Sign-ins of administrators"), N_("Who is signed in here, and who needs a second factor.")),
)


@administrator()
def settings(desk: Desk) -> ResponseReturnValue:
    """What this administrator may set."""
    return shown(desk, "admin/settings.html", "settings", organization=_seen(desk, ORGANIZATION), own=_seen(desk, OWN))


def add_to(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.add_url_rule("/settings", view_func=settings, methods=["GET"])


def _seen(desk: Desk, entries: tuple[Entry, ...]) -> list[Entry]:
    return [one for one in entries if desk.may(one.right) and f"admin.{one.view}" in current_app.view_functions]
