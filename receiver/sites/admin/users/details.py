"""The details of an extra user, as they are typed (C7, C8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.people import persons
from receiver.domain.people.invitations import NAME_CHARACTERS
from receiver.domain.people.login_ids import BadLogin, Unusable, keep_login
from receiver.domain.requests.typed import Wrong, email, line, shown_line
from receiver.sites.admin.desk import Desk
from receiver.sites.portal.asking.words import WRONG
from receiver.web.language import gettext as _

LOGIN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Details:
    """What the form holds, as it is kept or shown again, and what is wrong with it by field."""

    name: str = ""
    email: str = ""
    login: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


class Unfit(Exception):
    """The details can't be kept; `faults` says why, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def sent() -> Details:
    """The form that was sent."""
    readers: dict[str, Callable[[str], str]] = {
        "name": lambda written: line(written, NAME_CHARACTERS, required=True),
        "email": email,
        "login": lambda written: line(written, LOGIN_CHARACTERS),
    }
    said, faults = {}, {}
    for name, reader in readers.items():
        written = request.form.get(name, "")
        try:
            said[name] = reader(written)
        except Wrong as wrong:
            said[name] = shown_line(written[: 2 * NAME_CHARACTERS])
            faults[name] = _(WRONG[wrong.why])
    if not faults and not said["email"] and not said["login"]:
        faults["email"] = _("An e-mail address or a login id is needed to sign in with.")
    return Details(**said, faults=faults)


def keep(session: Session, desk: Desk, user_id: str, told: Details) -> None:
    """Keep the details of an extra user; makes him where there is none. Raises `Unfit`.

    Call it in a transaction on `Lane.VISITORS`, which is rolled back by it.
    """
    company_id, moment = desk.company_id, now()
    if told.email and persons.has_address(session, company_id, told.email, but=user_id):
        raise Unfit({"email": _("Another extra user signs in with this e-mail address already.")})
    persons.keep(session, company_id, user_id, name=told.name, email=told.email, by=desk.administrator.id, now=moment)
    try:
        keep_login(session, company_id, desk.published, user_id, told.login, moment)
    except BadLogin as bad:
        raise Unfit({"login": _login_fault(bad.why)}) from bad


def _login_fault(why: Unusable) -> str:
    if why is Unusable.TAKEN:
        return _("Somebody is known by that already. Please think of another one.")
    return _("Please use 3 to 40 letters, digits, dots, hyphens and underscores, with a letter first.")
