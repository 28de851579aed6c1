"""Change password for a user (C7): make one automatically, by a mailed link or shown once; or type one."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.domain.administrators.rights import Right
from receiver.domain.people.password_rules import ADMINISTRATORS_CHARACTERS
from receiver.languages import N_
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import back, found, setting
from receiver.sites.admin.users.setting import BY_MAIL, SHOWN, TYPED, Subject
from receiver.sites.portal.own_words import least_characters, password_fault
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.transaction import writing
from shared.weak_passwords import MINIMUM_CHARACTERS

OVER: Final = N_("Nothing was sent: the link of that page is over, or there is a newer one.")


@administrator(Right.USERS)
def user_password(desk: Desk) -> ResponseReturnValue:
    """Ask how; or show the one that was made just now."""
    subject = setting.subject_of(desk, found.asked_user(desk))
    made = setting.shown_password(desk, subject.user)
    return _page(desk, subject, made=made)


@administrator_form(Right.USERS)
def save_user_password(desk: Desk) -> ResponseReturnValue:
    """Give him one."""
    subject, key = setting.subject_of(desk, found.asked_user(desk)), drawn.sent_key()
    way, password, user = request.form.get("way", ""), request.form.get("password", ""), subject.user
    here = redirect(desk.address("user_password", user=user.user_id, **back.kept()), 303)
    if way == SHOWN:
        setting.set_made(desk, subject, key)
        return here
    if way == BY_MAIL and setting.can_be_mailed(user, subject.known.address):
        with writing(desk.company_id) as session:
            found.check_still(session, desk, user)
            good = setting.mail_link(session, desk, subject.reader, found.label(user), key)
        words = _("A link to set a password is on its way to %(address)s.", address=subject.known.address)
        tell(words if good else _(OVER), done=good)
        return redirect(back.to_list(desk), 303)
    if way != TYPED:
        return _page(desk, subject, 400, {"way": _("Please choose one.")})
    least = least_characters(desk.session, desk.company_id, user.user_id)
    fault = password_fault(password, subject.known, least)
    if fault:
        return _page(desk, subject, 400, {"password": fault}, way)
    setting.set_typed(desk, subject, password)
    tell(_("The new password of %(name)s counts from now on.", name=user.name))
    return redirect(back.to_list(desk), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/password", view_func=user_password, methods=["GET"])
    blueprint.add_url_rule("/users/password", view_func=save_user_password, methods=["POST"])


def _page(
    desk: Desk,
    subject: Subject,
    status: int = 200,
    faults: dict[str, str] | None = None,
    way: str = "",
    *,
    made: str = "",
) -> Response:
    mailed = setting.can_be_mailed(subject.user, subject.known.address)
    return shown(
        desk,
        "admin/users/password.html",
        "users",
        status,
        part=back.told(),
        to_list=back.to_list(desk),
        user=subject.user,
        address=subject.known.address,
        mailed=mailed,
        sends=sends_mail(),
        sign_in=subject.reader.sign_in,
        way=way or (BY_MAIL if mailed else SHOWN),
        key=drawn.new_key(),
        made=made,
        least=ADMINISTRATORS_CHARACTERS if subject.user.rights else MINIMUM_CHARACTERS,
        faults=faults or {},
    )
