"""Checks a password for a visitor: count, commit, and only then hash."""

from __future__ import annotations

from receiver.db.unit_of_work import now
from receiver.domain.companies.queries import Portal
from receiver.domain.people import attempts, sessions, sign_in
from receiver.domain.people.sign_in import Account
from receiver.web.client_address import client_network
from receiver.web.parts import parts
from receiver.web.transaction import writing


def opened_accounts(company: Portal, identifier: str, password: str) -> list[Account]:
    """The accounts of `company` that `identifier` and `password` open; none where anything is wrong.

    Raises `attempts.TooManyAttempts`. The attempt is counted and committed before the password is hashed: the one
    exception to one transaction per request.
    """
    with writing(company.company_id) as session:
        found = sign_in.candidates(session, company.company_id, company.published, identifier)
        tried = sign_in.count_attempt(session, company.company_id, found, identifier, client_network(), now())
    return sign_in.right_ones(parts().secrets.peppers, company.company_id, tried, password)


def start_session(company_id: int, account: Account, opened: list[Account], *, replaces: str | None) -> str:
    """Sign in to `account`, and forget the attempts at every account that the password opened.

    Gives the token for the browser; the session it `replaces` at this browser ends.
    """
    with writing(company_id) as session:
        if replaces is not None:
            sessions.end(session, company_id, replaces)
        moment = now()
        subjects = [attempts.account_subject(one.number) for one in opened]
        attempts.succeed(session, company_id, subjects, client_network())
        attempts.forget_old(session, company_id, moment)
        return sessions.start(session, company_id, account, moment)
