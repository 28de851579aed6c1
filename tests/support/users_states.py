"""The states of User List, New User, and the pages of one user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import requests

from tests.admin.boss import Boss
from tests.admin.userly import SECRET, added, go, id_of, names
from tests.support.at_the_desk import Reach, boss
from tests.support.town import LIVE, RUTH, TOM, TRIAL

if TYPE_CHECKING:
    from tests.support.states import Tour

CUSTOMER: Final = f"record:R{RUTH}"
LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"


def _user(tour: Tour) -> str:
    """Somebody who was added, and sees two accounts; the same one each time."""
    ann = boss(tour)
    if "Vic Green" not in names(ann.get("users?who=people")):
        added(ann, "Vic Green", number=RUTH, rights="ask")
        where = f"users/edit?user={id_of(tour.town.live, 'Vic Green')}"
        ann.submit(ann.get(where), "users/account", {"number": TOM, "rights": "money"})
    return id_of(tour.town.live, "Vic Green")


def _at(path: str, status: int = 200, company: int = LIVE) -> Reach:
    """A page; `USER` in its address stands for somebody who was added."""

    def reach(tour: Tour) -> requests.Response:
        ann, user = boss(tour, company), _user(tour) if "USER" in path else ""
        ann.get(path.replace("USER", user), status=status)
        return ann.answer

    return reach


def _sent(path: str, action: str, fields: dict[str, str], status: int = 200) -> Reach:
    """What follows when a form of that page is sent with these fields."""

    def reach(tour: Tour) -> requests.Response:
        ann, user = boss(tour), _user(tour) if "USER" in path else ""
        ann.submit(ann.get(path.replace("USER", user)), action, fields, status)
        return ann.answer

    return reach


def _gone(who: tuple[str, ...], **chosen: str) -> Reach:
    """What follows when these are ticked, and Go is pressed."""

    def reach(tour: Tour) -> requests.Response:
        ann = boss(tour)
        _user(tour)
        go(ann, ann.get("users"), *who, **chosen)
        return ann.answer

    return reach


def _removing(notice: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        ann, user = boss(tour), _user(tour)
        ann.submit(ann.get("users/new"), "users/removing", {"user": user, "notice": notice})
        return ann.answer

    return reach


def _removed(tour: Tour) -> requests.Response:
    ann, user = boss(tour), _user(tour)
    page = ann.submit(ann.get("users/new"), "users/removing", {"user": user, "notice": "no"})
    ann.submit(page, "users/remove", {})
    return ann.answer


def _administers(tour: Tour) -> requests.Response:
    """Somebody who administers a part, in Settings > Organization Settings > Users."""
    ann, user = boss(tour), _user(tour)
    ticks = {"section-schedule": "yes", "right-users": "yes", "right-customers": "yes", "right-mail": "yes"}
    ann.submit(ann.get(f"users/permissions?user={user}"), "users/permissions", ticks)
    ann.get("settings/users")
    return ann.answer


def _first_right(tour: Tour) -> requests.Response:
    """Somebody without an address is given the first right: the link to set a password is shown."""
    ann = boss(tour)
    if "Lea Hall" not in names(ann.get("users?who=people")):
        added(ann, "Lea Hall", email="", login="lea.hall")
    where = f"users/permissions?user={id_of(tour.town.live, 'Lea Hall')}"
    for ticks in ({}, {"right-mail": "yes"}):
        ann.submit(ann.get(where), "users/permissions", ticks)
    return ann.answer


def _vic(tour: Tour) -> Boss:
    """Vic, who administers, signed in."""
    _administers(tour)
    ann, user = boss(tour), _user(tour)
    ann.submit(ann.get(f"users/password?user={user}"), "users/password", {"way": "typed", "password": SECRET})
    vic = Boss(tour.url, LIVE)
    vic.sign_in("vic@example.com", SECRET)
    return vic


def _own_password(path: str = "", password: str = "", status: int = 200) -> Reach:
    """My sign-in of a portal user who administers, and the page on which he changes his password."""

    def reach(tour: Tour) -> requests.Response:
        vic = _vic(tour)
        page = vic.get(f"own-sign-in{path}")
        if password:
            vic.submit(page, "own-sign-in/password", {"password": password}, status)
        return vic.answer

    return reach


def _forgotten(name: str | None = None, status: int = 200) -> Reach:
    """The page for a forgotten password, and what follows when that is typed."""

    def reach(tour: Tour) -> requests.Response:
        stranger = Boss(tour.url, LIVE)
        page = stranger.get("sign-in/forgotten")
        if name is not None:
            stranger.submit(page, "sign-in/forgotten", {"name": name}, status)
        return stranger.answer

    return reach


def _not_his(tour: Tour) -> requests.Response:
    """An administrator who wants to change another one."""
    vic, user = _vic(tour), _user(tour)
    vic.get(f"users/edit?user={user}", status=403)
    return vic.answer


def _unlinked(tour: Tour) -> requests.Response:
    ann, user = boss(tour), _user(tour)
    page = ann.get(f"users/edit?user={user}")
    button = next(one for one in page.all("button", name="account")).attributes
    ann.submit(page, "account/remove", {"account": button["value"]})
    return ann.answer


def _setting(how: str) -> Reach:
    """The page of a link that sets a password."""

    def reach(tour: Tour) -> requests.Response:
        ann, visitor = boss(tour, TRIAL), tour.stranger(TRIAL)
        page = added(ann, f"{how.title()} {LONG}", login=f"set.{how}")
        link = page.one("input", id="link").attributes["value"]
        path = link.partition(f"/{TRIAL}/")[2]
        page = visitor.get(path)
        if how != "asked":
            password, status = ("short", 400) if how == "fault" else (SECRET, 200)
            visitor.submit(page, path, {"password": password}, status)
        if how == "over":
            visitor.get(path, status=410)
        return visitor.answer

    return reach


USERS_STATES: Final[dict[str, Reach]] = {
    "admin-users": _at("users"),
    "admin-users-page-2": _at("users?page=2"),
    "admin-users-nobody": _at("users?q=nobody%20is%20called%20so"),
    "admin-users-people": _at("users?who=people"),
    "admin-users-unchosen": _sent("users", "users/go", {"user-9": CUSTOMER}, 400),
    "admin-users-deactivated": _gone(("Mia Stone", "Vic Green"), status="deactivate"),
    "admin-users-activated": _gone(("Mia Stone", "Vic Green"), status="activate"),
    "admin-users-delete": _gone(("Mia Stone", "Vic Green"), delete="yes"),
    "admin-user": _at("users/edit?user=USER"),
    "admin-user-faults": _sent("users/edit?user=USER", "users/edit", {"name": "", "email": "x", "login": "1"}, 400),
    "admin-user-no-account": _sent("users/edit?user=USER", "users/account", {"number": "0", "rights": "see"}, 400),
    "admin-user-account-removed": _unlinked,
    "admin-user-customer": _at(f"users/edit?user={CUSTOMER}"),
    "admin-user-customer-faults": _sent(f"users/edit?user={CUSTOMER}", "users/edit", {"name": "", "email": "x"}, 400),
    "admin-permissions": _at("users/permissions?user=USER"),
    "admin-permissions-saved": _sent("users/permissions?user=USER", "users/permissions", {}),
    "admin-permissions-link": _first_right,
    "admin-permissions-customer": _at(f"users/permissions?user={CUSTOMER}"),
    "admin-password": _at("users/password?user=USER"),
    "admin-password-fault": _sent(
        "users/password?user=USER", "users/password", {"way": "typed", "password": "short"}, 400
    ),
    "admin-password-made": _sent("users/password?user=USER", "users/password", {"way": "shown"}),
    "admin-new-user": _at("users/new"),
    "admin-new-user-faults": _sent("users/new", "users/new", {"name": "", "email": "x", "number": "0"}, 400),
    "admin-new-user-link": _sent(
        "users/new", "users/new", {"name": LONG, "email": f"{LONG.lower()}@example.com", "way": "shown"}
    ),
    "admin-remove-with-notice": _removing("yes"),
    "admin-remove-without": _removing("no"),
    "admin-organization-users": _administers,
    "admin-own-sign-in-person": _own_password(),
    "admin-own-password": _own_password("/password"),
    "admin-own-password-fault": _own_password("/password", "blue mouse", 400),
    "admin-own-password-changed": _own_password("/password", "five words of his own"),
    "admin-forgotten": _forgotten(),
    "admin-forgotten-empty": _forgotten("", 400),
    "admin-forgotten-sent": _forgotten("vic@example.com"),
    "admin-user-not-his": _not_his,
    "admin-removed": _removed,
    "set-password": _setting("asked"),
    "set-password-fault": _setting("fault"),
    "set-password-over": _setting("over"),
}
