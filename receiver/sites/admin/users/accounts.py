"""The accounts that an extra user sees (B11): given and taken away by the office."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.linking import TooManyAccounts, give, unlink
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.rights import Rights
from receiver.domain.people.user_list import Listed
from receiver.domain.snapshots.queries import ListedCustomer, find_customers, fold
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.users import back, edit_page, found
from receiver.sites.admin.users.details import Details
from receiver.sites.admin.users.words import ACCOUNT_RIGHTS
from receiver.sites.typed import CONTROLS
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.transaction import writing


def account_of(session: Session, desk: Desk, number: str) -> ListedCustomer | None:
    """The customer of that number: exactly, else in any case where only one has it."""
    if CONTROLS.search(number):
        return None
    every = find_customers(session, desk.company_id, desk.published, folded_number=fold(number))
    exact = [one for one in every if one.number == number.strip()]
    named = exact or every
    return named[0] if len(named) == 1 else None


def given_rights(word: str) -> Rights | None:
    """The rights of that word; None where there is none that can be given."""
    return next((one for one in ACCOUNT_RIGHTS if one.value == word), None)


def let_see(session: Session, desk: Desk, user_id: str, label: str, account: ListedCustomer, rights: Rights) -> bool:
    """Let somebody see an account with exactly these rights, and note it; False where he linked it himself, and keeps
    what he has. Raises `TooManyAccounts`."""
    by = desk.administrator.id
    if give(session, desk.company_id, user_id, account.record_id, rights, by=by, now=now()) is not rights:
        return False
    told = {"user": label, "number": account.number, "rights": rights.value}
    note(session, desk.company_id, desk.actor, Deed("users.account-linked", user_id, told), now())
    return True


@administrator_form(Right.USERS)
def link_user_account(desk: Desk) -> ResponseReturnValue:
    """Let him see one more; or one that he sees already, with other rights."""
    user, (number, word) = _person(desk), edit_page.shown_again()
    account, rights = account_of(desk.session, desk, number), given_rights(word)
    details = Details(user.name, user.email, user.login)
    if account is None or rights is None:
        words = _("There is no customer with this number in the portal.")
        return edit_page.page(desk, user, details, 400, {"number": words}, (number, word))
    try:
        with writing(desk.company_id) as session:
            if not found.still_there(session, desk, user):
                abort(404)
            given = let_see(session, desk, user.user_id, found.label(user), account, rights)
    except TooManyAccounts:
        words = _("That user sees as many accounts as there may be. Take one away first.")
        return edit_page.page(desk, user, details, 400, {"number": words}, (number, word))
    told = {"name": user.name, "number": account.number}
    if given:
        tell(_("%(name)s sees the account no. %(number)s now: %(rights)s.", rights=_(ACCOUNT_RIGHTS[rights]), **told))
    else:
        words = _("Nothing was changed: %(name)s linked the account no. %(number)s by its password.", **told)
        tell(words, done=False)
    return redirect(desk.address("edit_user", user=user.user_id, **back.kept()), 303)


@administrator_form(Right.USERS)
def unlink_user_account(desk: Desk) -> ResponseReturnValue:
    """Let him see one no more, from the next page that he asks for."""
    user, sent = _person(desk), request.form.get("account", "")
    for one in linked_accounts(desk.session, desk.company_id, desk.published, user.user_id):
        if drawn.mark("account-of", desk.company_id, user.user_id, one.record_id) != sent:
            continue
        with writing(desk.company_id) as session:
            unlink(session, desk.company_id, user.user_id, one.record_id)
            told = {"user": found.label(user), "number": one.number or "-"}
            note(session, desk.company_id, desk.actor, Deed("users.account-unlinked", user.user_id, told), now())
    tell(_("%(name)s does not see this account any more.", name=user.name))
    return redirect(desk.address("edit_user", user=user.user_id, **back.kept()), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/account", view_func=link_user_account, methods=["POST"])
    blueprint.add_url_rule("/users/account/remove", view_func=unlink_user_account, methods=["POST"])


def _person(desk: Desk) -> Listed:
    user = found.asked_user(desk)
    if not user.person:
        abort(404)
    return user
