"""Edit the information of a user (C7). An extra user's is saved. A customer's belongs to the office: what is saved here
goes there as a change request, and is in the portal with the upload after it was accepted."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.user_list import Listed
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import back, customer_details, details, found, letters
from receiver.sites.admin.users.details import Details, Unfit
from receiver.sites.admin.users.letters import Reader
from receiver.sites.admin.users.words import ACCOUNT_RIGHTS
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.transaction import writing

NEW_ADDRESS: Final = N_("The office changed your e-mail address on the portal.")


@administrator(Right.USERS)
def edit_user(desk: Desk) -> ResponseReturnValue:
    """What is known of him, to be changed."""
    user = found.asked_user(desk)
    if user.customer:
        return customer_details.page(desk, user)
    return page(desk, user, Details(user.name, user.email, user.login))


@administrator_form(Right.USERS)
def save_user(desk: Desk) -> ResponseReturnValue:
    """Save it, or ask the office for it."""
    user = found.asked_user(desk)
    return customer_details.ask(desk, user) if user.customer else _saved(desk, user)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/edit", view_func=edit_user, methods=["GET"])
    blueprint.add_url_rule("/users/edit", view_func=save_user, methods=["POST"])


def _saved(desk: Desk, user: Listed) -> ResponseReturnValue:
    told = details.sent()
    if told.faults:
        return page(desk, user, told, 400, told.faults)
    if (told.name, told.email, told.login) == (user.name, user.email, user.login):
        tell(_("Nothing was changed."), done=False)
        return redirect(back.to_list(desk), 303)
    try:
        with writing(desk.company_id) as session:
            if not found.still_there(session, desk, user):
                abort(404)
            found.check_still(session, desk, user)
            details.keep(session, desk, user.user_id, told)
            if told.email != user.email:
                # To the address that he had: who took it from him does not keep that from him.
                reader = Reader(user.user_id, user.name, one_address(user.email), "", "")
                letters.changed(session, desk.frame, reader, NEW_ADDRESS, f"office-address:{drawn.new_key()}")
            deed = Deed("users.changed", user.user_id, {"user": found.label(user)})
            note(session, desk.company_id, desk.actor, deed, now())
    except Unfit as unfit:
        return page(desk, user, told, 400, unfit.faults)
    tell(_("%(name)s is saved.", name=told.name))
    return redirect(back.to_list(desk), 303)


def page(
    desk: Desk,
    user: Listed,
    told: Details,
    status: int = 200,
    faults: object = None,
    account: tuple[str, str] = ("", ""),
) -> Response:
    """The page of an extra user: his details, and the accounts that he sees. `account`: the number and the rights that
    stand in the form below it."""
    accounts = linked_accounts(desk.session, desk.company_id, desk.published, user.user_id)
    return shown(
        desk,
        "admin/users/edit.html",
        "users",
        status,
        part=back.told(),
        to_list=back.to_list(desk),
        user=user,
        told=told,
        accounts=[(one, drawn.mark("account-of", desk.company_id, user.user_id, one.record_id)) for one in accounts],
        account_rights={one.value: _(words) for one, words in ACCOUNT_RIGHTS.items()},
        number=account[0],
        given=account[1],
        faults=faults or {},
    )


def shown_again() -> tuple[str, str]:
    """What stood in the form about an account."""
    return request.form.get("number", "")[:LONGEST_NUMBER], request.form.get("rights", "")


LONGEST_NUMBER: Final = 60
