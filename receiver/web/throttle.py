"""Checks a password for a visitor: count, commit, and only then hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.companies.queries import Portal
from receiver.domain.people import attempts, sessions, sign_in
from receiver.domain.people.models import Way
from receiver.domain.people.sign_in import Account
from receiver.web import known_browsers
from receiver.web import sessions as cookies
from receiver.web.browsers import browser
from receiver.web.client_address import client_network
from receiver.web.parts import parts
from receiver.web.transaction import writing


@dataclass(frozen=True, slots=True)
class Opened:
    """The accounts that a password opened, and the network that the attempt was counted against."""

    accounts: list[Account]
    network: str | None


def opened_accounts(company: Portal, identifier: str, password: str, *, without_account: bool = False) -> Opened:
    """The accounts of `company` that `identifier` and `password` open; none where anything is wrong. `without_account`:
    also extra people whose password is right and who see no account just now, with an empty number.

    Raises `attempts.TooManyAttempts`. The attempt is counted and committed before the password is hashed: the one
    exception to one transaction per request.
    """
    company_id = company.company_id
    with writing(company_id) as session:
        found = sign_in.candidates(session, company_id, company.published, identifier)
        known = known_browsers.known(company_id, [one.user_id for one in found])
        tried = sign_in.count_attempt(session, company_id, found, identifier, client_network(), now(), known=known)
    accounts = sign_in.right_ones(
        parts().secrets.peppers, company_id, tried.candidates, password, without_account=without_account
    )
    return Opened(accounts, tried.network)


def forgive(company_id: int, opened: Opened) -> None:
    """Take the attempt back that opened several accounts, before the visitor chooses one: once, however often he
    chooses."""
    with writing(company_id) as session:
        _forgive(session, company_id, opened)


def start_session(session: Session, company_id: int, account: Account, opened: Opened | None, way: Way) -> str:
    """Sign in to `account` in this transaction; the attempt that `opened` it, where it was not taken back before, is.

    Gives the token for the browser; the session that it held before ends.
    """
    replaced = cookies.token(company_id)
    if replaced is not None:
        sessions.end(session, company_id, replaced)
    moment = now()
    if opened is not None:
        _forgive(session, company_id, opened)
    attempts.forget_old(session, company_id, moment)
    return sessions.start(session, company_id, account, moment, way=way, browser=browser())


def _forgive(session: Session, company_id: int, opened: Opened) -> None:
    attempts.succeed(session, company_id, [one.user_id for one in opened.accounts], opened.network)
