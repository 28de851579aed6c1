"""Set permissions (C7): the sections that a user sees, and what an extra user administers. Who administers is said by
level-1 users of the office only, who prove once more that they are there."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators import rights as kept_rights
from receiver.domain.administrators.beginning import end_earlier
from receiver.domain.administrators.left import still_administered
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.looks.look import look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.sections import ABOUT, NAMES, Section, as_words, sections_of
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.user_list import Listed
from receiver.domain.people.users import PortalUser
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import back, found, setting
from receiver.sites.admin.users.letters import Reader
from receiver.sites.admin.users.words import RIGHTS
from receiver.web import drawn
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
    return _page(desk, user, sections_of(kept.hidden if kept else ""), link=setting.shown_link(desk, user))


@administrator_form(Right.USERS)
def save_user_permissions(desk: Desk) -> ResponseReturnValue:
    """Save both; where he administers something else from now on, not without the password."""
    user = found.asked_user(desk)
    if not (user.person and desk.administrator.chief):
        return _save(desk, user)
    wanted = _ticked()
    if wanted == user.rights:
        return _save(desk, user, wanted)
    return _save_administration(desk)


@proved
def _save_administration(desk: Desk) -> ResponseReturnValue:
    return _save(desk, found.asked_user(desk), _ticked())


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/permissions", view_func=user_permissions, methods=["GET"])
    blueprint.add_url_rule("/users/permissions", view_func=save_user_permissions, methods=["POST"])


def _ticked() -> frozenset[Right]:
    return frozenset(right for right in Right if RIGHT + right in request.form)


def _save(desk: Desk, user: Listed, rights: frozenset[Right] | None = None) -> ResponseReturnValue:
    """Save the sections, and what he administers where that is given."""
    hidden = frozenset(section for section in Section if SECTION + section not in request.form)
    given = _Given.NOTHING
    with writing(desk.company_id) as session:
        found.check_still(session, desk, user)
        if rights == frozenset() and user.rights and not still_administered(session, desk.company, [user.user_id]):
            words = _("That would remove the last administrator. Somebody has to be left who can sign in here.")
            return _page(desk, user, hidden, 400, words)
        try:
            held = kept_user(session, desk.company_id, user.user_id, now())
        except LookupError:
            abort(404)
        if held.hidden != as_words(hidden):
            held.hidden = as_words(hidden)
            _note(session, desk, user, "users.permissions", hidden=held.hidden or NOTHING)
        if rights is not None:
            given = _give(session, desk, user, held, kept_rights.as_words(rights))
    if given is _Given.SHOWN:
        return redirect(desk.address("user_permissions", user=user.user_id, **back.kept()), 303)
    words = _("The permissions of %(name)s are saved.", name=user.name)
    if given is _Given.MAILED:
        mailed = _("A link to set a password is on its way to %(address)s.", address=user.email)
        words = f"{words} {mailed}"
    tell(words)
    return redirect(back.to_list(desk), 303)


class _Given(Enum):
    """What he was given to set a password with."""

    NOTHING = auto()
    MAILED = auto()
    SHOWN = auto()


def _give(session: Session, desk: Desk, user: Listed, held: PortalUser, rights: str) -> _Given:
    """Let him administer what is ticked. With the first of it what opened something for him ends, and he gets a link to
    set a password; once, however often the form is sent."""
    key, first = drawn.sent_key(), bool(rights) and not held.administers
    if held.administers != rights:
        held.administers = rights
        _note(session, desk, user, "users.administers", rights=rights or NOTHING)
    if first:
        end_earlier(session, desk.company_id, held, now())
        _note(session, desk, user, "users.password-ended")
    elif not (rights and setting.is_open(session, desk, user.user_id, key)):
        return _Given.NOTHING
    address = one_address(user.email)
    if setting.can_be_mailed(user, address):
        reader = Reader(user.user_id, user.name, address, user.login or user.email, held.language)
        setting.mail_link(session, desk, reader, found.label(user), key)
        return _Given.MAILED
    setting.show_link(session, desk, user.user_id, found.label(user), key)
    return _Given.SHOWN


def _note(session: Session, desk: Desk, user: Listed, action: str, **told: str) -> None:
    deed = Deed(action, user.user_id, {"user": found.label(user), **told})
    note(session, desk.company_id, desk.actor, deed, now())


def _page(
    desk: Desk, user: Listed, hidden: Collection[Section], status: int = 200, fault: str = "", *, link: str = ""
) -> Response:
    mails = setting.can_be_mailed(user, one_address(user.email))
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
        key=drawn.new_key(),
        mails=mails,
        link=link,
    )
