"""New User (C8): details, a password made automatically or typed, Add; beside it the users who can be removed (C9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.linking import TooManyAccounts
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.rights import Rights
from receiver.domain.people.user_list import Wanted, Who, user_page
from receiver.domain.people.users import PERSON, PortalUser
from receiver.domain.snapshots.queries import ListedCustomer
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import accounts, details, edit_page, found, setting
from receiver.sites.admin.users.details import Details, Unfit
from receiver.sites.admin.users.letters import Reader
from receiver.sites.admin.users.setting import BY_MAIL, SHOWN, TYPED
from receiver.sites.admin.users.words import ACCOUNT_RIGHTS
from receiver.sites.portal.own_words import Known, password_fault
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.paging import asked_page
from receiver.web.transaction import writing

ROWS: Final = 12
ID_CHARACTERS: Final = 24
NOTHING: Final = Details()


@dataclass(frozen=True, slots=True)
class _Typed:
    """What the form holds, and what is wrong with it by field."""

    told: Details = NOTHING
    number: str = ""
    rights: Rights = Rights.SEE
    way: str = ""
    key: str = ""
    account: ListedCustomer | None = None
    password: str = field(default="", repr=False)
    faults: Mapping[str, str] = field(default_factory=dict)


@administrator(Right.USERS)
def new_user(desk: Desk) -> ResponseReturnValue:
    """The form, and the list."""
    return _page(desk, _Typed(), link=setting.shown_link(desk))


@administrator_form(Right.USERS)
def add_user(desk: Desk) -> ResponseReturnValue:
    """Add whom the form names: one user, however often it is sent. With other words in it, it names somebody else."""
    typed = _sent(desk)
    if typed.faults:
        return _page(desk, typed, 400)
    user_id = _id_of(desk, typed)
    if typed.way == TYPED and setting.has_another(desk, user_id, typed.password):
        words = _("This user is added already, with another password. Change it in User List.")
        return _page(desk, _again(typed, {"password": words}), 400)
    verifier = setting.verifier_of(desk, user_id, typed.password) if typed.way == TYPED else None
    try:
        with writing(desk.company_id) as session:
            if session.get(PortalUser, (desk.company_id, user_id)) is None:
                _add(session, desk, user_id, typed)
                if verifier is not None:
                    choose(session, desk.company_id, Chosen(user_id, verifier), now())
            elif typed.way == SHOWN:
                setting.show_link(session, desk, user_id, found.person_label(user_id), typed.key)
    except Unfit as unfit:
        return _page(desk, _again(typed, unfit.faults), 400)
    except TooManyAccounts:
        return _page(desk, typed, 400)
    tell(_added(typed))
    return redirect(desk.address("new_user"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/new", view_func=new_user, methods=["GET"])
    blueprint.add_url_rule("/users/new", view_func=add_user, methods=["POST"])


def _id_of(desk: Desk, typed: _Typed) -> str:
    """The same for the same form with the same words: who goes back and writes another name means another user."""
    told = typed.told
    words = (typed.key, told.name, told.email, told.login, typed.number, typed.rights, typed.way)
    return PERSON + drawn.mark("new-user", desk.company_id, *words)[:ID_CHARACTERS]


def _add(session: Session, desk: Desk, user_id: str, typed: _Typed) -> None:
    """In one transaction: the user, what he sees, and how he comes to a password. Raises `Unfit`, `TooManyAccounts`."""
    told, label = typed.told, found.person_label(user_id)
    details.keep(session, desk, user_id, told)
    note(session, desk.company_id, desk.actor, Deed("users.added", user_id, {"user": label}), now())
    if typed.account is not None:
        accounts.let_see(session, desk, user_id, label, typed.account, typed.rights)
    if typed.way == BY_MAIL:
        reader = Reader(user_id, told.name, told.email, told.login or told.email, "")
        setting.mail_link(session, desk, reader, label, typed.key)
    elif typed.way == SHOWN:
        setting.show_link(session, desk, user_id, label, typed.key)
    else:
        deed = Deed("users.password-typed", user_id, {"user": label})
        note(session, desk.company_id, desk.actor, deed, now())


def _sent(desk: Desk) -> _Typed:
    """The form that was sent; 400 where it has no key of ours."""
    told, (number, word) = details.sent(), edit_page.shown_again()
    way, password = request.form.get("way", ""), request.form.get("password", "")
    account = accounts.account_of(desk.session, desk, number) if number.strip() else None
    faults = dict(told.faults)
    if number.strip() and account is None:
        faults["number"] = _("There is no customer with this number in the portal.")
    if way == TYPED:
        faults["password"] = password_fault(password, _known(desk, told, number))
    elif way == BY_MAIL and (not told.email or not sends_mail()):
        faults["way"] = _("Without an e-mail address no link can be mailed. Choose another way.")
    elif way not in (BY_MAIL, SHOWN):
        faults["way"] = _("Please choose one.")
    return _Typed(
        told,
        number,
        accounts.given_rights(word) or Rights.SEE,
        way,
        drawn.sent_key(),
        account,
        password,
        {name: words for name, words in faults.items() if words},
    )


def _known(desk: Desk, told: Details, number: str) -> Known:
    """The words that his password may not be."""
    office = desk.frame.office
    return Known(
        told.email, (office.name, *office.name.split(), office.phone, told.name, told.email, told.login, number)
    )


def _again(typed: _Typed, faults: Mapping[str, str]) -> _Typed:
    return _Typed(typed.told, typed.number, typed.rights, typed.way, typed.key, faults=faults)


def _added(typed: _Typed) -> str:
    words = _("%(name)s is added.", name=typed.told.name)
    if typed.way == BY_MAIL:
        mailed = _("A link to set a password is on its way to %(address)s.", address=typed.told.email)
        return f"{words} {mailed}"
    return words


def _page(desk: Desk, typed: _Typed, status: int = 200, link: str = "") -> Response:
    people = user_page(desk.session, desk.company, Wanted(who=Who.PEOPLE, page=asked_page()), ROWS)
    return shown(
        desk,
        "admin/users/new.html",
        "new-user",
        status,
        typed=typed,
        key=drawn.new_key(),
        way=typed.way or (BY_MAIL if sends_mail() else SHOWN),
        account_rights={one.value: _(words) for one, words in ACCOUNT_RIGHTS.items()},
        mails=sends_mail(),
        link=link,
        people=people,
        may_change=lambda one: found.may_change(desk, one),
        address_of=lambda number: desk.address("new_user", page=number),
        faults=typed.faults,
    )
