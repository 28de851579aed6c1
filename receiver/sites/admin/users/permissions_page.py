"""Set permissions (C7): the sections that a user sees, and what an extra user administers. Who administers is said by
level-1 users of the office only, who prove once more that they are there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import rights as kept_rights
from receiver.domain.administrators.left import still_administered
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.looks.look import look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.sections import ABOUT, NAMES, Section, as_words, sections_of
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.user_list import Listed
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import back, found
from receiver.sites.admin.users.words import RIGHTS
from receiver.web.language import gettext as _
from receiver.web.transaction import writing

SECTION: Final = "section-"
RIGHT: Final = "right-"
"""What leads the names of the ticks."""
NOTHING: Final = "-"


@administrator(Right.USERS)
def user_permissions(desk: Desk) -> ResponseReturnValue:
    """What he sees, and what he administers."""
    user = found.asked_user(desk)
    kept = found.kept(desk, user)
    return _page(desk, user, sections_of(kept.hidden if kept else ""))


@administrator_form(Right.USERS)
def save_user_permissions(desk: Desk) -> ResponseReturnValue:
    """Save both; where he administers something else from now on, not without the password."""
    user = found.asked_user(desk)
    if not (user.person and desk.administrator.chief):
        return _save(desk, user, user.rights)
    wanted = frozenset(right for right in Right if RIGHT + right in request.form)
    if wanted == user.rights:
        return _save(desk, user, wanted)
    return _save_administration(desk)


@proved
def _save_administration(desk: Desk) -> ResponseReturnValue:
    user = found.asked_user(desk)
    return _save(desk, user, frozenset(right for right in Right if RIGHT + right in request.form))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/permissions", view_func=user_permissions, methods=["GET"])
    blueprint.add_url_rule("/users/permissions", view_func=save_user_permissions, methods=["POST"])


def _save(desk: Desk, user: Listed, rights: frozenset[Right]) -> ResponseReturnValue:
    hidden = frozenset(section for section in Section if SECTION + section not in request.form)
    with writing(desk.company_id) as session:
        if not rights and user.rights and not still_administered(session, desk.company, [user.user_id]):
            words = _("That would remove the last administrator. Somebody has to be left who can sign in here.")
            return _page(desk, user, hidden, 400, words)
        try:
            held = kept_user(session, desk.company_id, user.user_id, now())
        except LookupError:
            abort(404)
        if held.hidden != as_words(hidden):
            held.hidden = as_words(hidden)
            told = {"user": found.label(user), "hidden": held.hidden or NOTHING}
            note(session, desk.company_id, desk.actor, Deed("users.permissions", user.user_id, told), now())
        if held.administers != kept_rights.as_words(rights):
            held.administers = kept_rights.as_words(rights)
            told = {"user": found.label(user), "rights": held.administers or NOTHING}
            note(session, desk.company_id, desk.actor, Deed("users.administers", user.user_id, told), now())
    tell(_("The permissions of %(name)s are saved.", name=user.name))
    return redirect(back.to_list(desk), 303)


def _page(desk: Desk, user: Listed, hidden: Collection[Section], status: int = 200, fault: str = "") -> Response:
    look = desk.session.get(CompanyLook, desk.company_id)
    return shown(
        desk,
        "admin/users/permissions.html",
        "users",
        status,
        part=back.told(),
        to_list=back.to_list(desk),
        user=user,
        sections=[(one, _(NAMES[one]), _(ABOUT[one])) for one in Section],
        hidden=hidden,
        hidden_from_all=look_of(look.body if look else None).hidden_sections,
        rights=[(one, _(name), _(about)) for one, (name, about) in RIGHTS.items()],
        fault=fault,
    )
