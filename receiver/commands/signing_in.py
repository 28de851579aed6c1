"""`receiver unlock`, `receiver company admin-reset`: for who can't sign in."""

from __future__ import annotations

from collections.abc import Sequence

import click
from sqlalchemy.orm import Session

from receiver.commands.account import host_actor
from receiver.commands.companies import COMPANY, known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.disarming import Disarmed, disarm
from receiver.domain.administrators.everybody import Standing, everybody
from receiver.domain.administrators.rights import staff_id
from receiver.domain.administrators.sign_in import candidate_of
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.telling.disarmed import tell_disarmed
from receiver.domain.people import attempts
from receiver.domain.people.sign_in import candidates
from receiver.domain.snapshots.queries import last_owner


@click.command("unlock")
@click.argument("who")
@click.option("--staff", is_flag=True, help="WHO administers the company: a user name of the office.")
@of_company
@answers
def unlock(who: str, staff: bool, company_id: int) -> Result:
    """Let somebody try to sign in again: WHO is a customer number, login id or e-mail address, or with --staff the user
    name of an administrator.

    Example: python -m receiver unlock 1047 --company 112
    """
    host = Host()
    company = known(host, company_id)
    unlocked = _unlock_administrator(host, company, who) if staff else _unlock_customer(host, company, who)
    if not unlocked:
        return Result({"unlocked": False}, "Nothing was counted against anybody of that name.", Exit.NOTHING_TO_DO)
    return Result({"unlocked": True}, f"{who} may try again.")


@click.command("admin-reset")
@click.argument("number", type=COMPANY)
@click.option("--user", required=True, help="The user name of a level-1 user, or login id or e-mail of an extra one.")
@answers
def admin_reset(number: int, user: str) -> Result:
    """Remove the second factor and the passkeys of an administrator who has lost them.

    Who asks for it has to be known to you: from then on the password alone is enough. Sessions end, and a locked user
    may try again.

    Example: python -m receiver company admin-reset 112 --user Ann
    """
    host = Host()
    company = known(host, number)
    with host.work.writing(number, Lane.VISITORS) as session:
        who, people = _administrator(session, company, user), everybody(session, company)
        done = disarm(session, number, who)
        unlocked = attempts.unlock(session, number, who)
        found = next((one for one in people if one.id == who), None)
        deeds = _deeds(who, found.name if found else user, done, unlocked)
        if found is None and not deeds:
            raise _nobody(number, user, people)
        for deed in deeds:
            note(session, number, host_actor(), deed, now())
        if done.removed and found is not None:
            tell_disarmed(session, Desk(host.settings, host.secrets, now), number, who, found.email)
    data = {"removed": done.removed, "unlocked": unlocked, "ended": done.ended}
    told = [
        f"{user} signs in with the password alone now."
        if done.removed
        else f"{user} had no second factor, no passkey.",
        *([f"{user} was locked, and may try again."] if unlocked else []),
        *([f"Sessions ended: {done.ended}."] if done.ended else []),
    ]
    return Result(data, "\n".join(told), Exit.DONE if deeds else Exit.NOTHING_TO_DO)


def _deeds(who: str, name: str, done: Disarmed, unlocked: bool) -> list[Deed]:
    """What happened; that sessions end is told with the second factor."""
    deeds, him = [], {"user": name}
    if done.removed:
        deeds.append(Deed("administrators.factor-taken", who, him))
    elif done.ended:
        deeds.append(Deed("administrators.sessions-ended", who, {**him, "count": done.ended}))
    if unlocked:
        deeds.append(Deed("administrators.unlocked", who, him))
    return deeds


def _nobody(company_id: int, user: str, people: Sequence[Standing]) -> HostError:
    """Nothing is known of that name; whose are."""
    names = ", ".join(one.name if one.chief else f"{one.name} ({one.email})" for one in people)
    return HostError(
        f"Nobody administers company {company_id} as {user}.",
        detail=f"These do: {names}" if names else "Nobody does yet: the office's next upload brings its level-1 users.",
        remedy="Give --user the name exactly, or the e-mail address of an extra user.",
    )


def _unlock_administrator(host: Host, company: Company, user: str) -> bool:
    """Whether anything was counted against him."""
    with host.work.writing(company.company_id, Lane.VISITORS) as session:
        who = _administrator(session, company, user)
        unlocked = attempts.unlock(session, company.company_id, who)
        if unlocked:
            deed = Deed("administrators.unlocked", who, {"user": user})
            note(session, company.company_id, host_actor(), deed, now())
    return unlocked


def _unlock_customer(host: Host, company: Company, who: str) -> bool:
    """The same of a user of the portal."""
    company_id = company.company_id
    with host.work.writing(company_id, Lane.VISITORS) as session:
        owner = last_owner(session, company_id, who)
        named = [] if owner else candidates(session, company_id, company.published, who)
        users = {attempts.account_subject(owner): who} if owner else {one.user_id: one.own_number for one in named}
        unlocked = [one for one in users if attempts.forget(session, company_id, [one])]
        for one in unlocked:
            number = users[one]
            deed = Deed("customers.unlocked", one, {"number": number}) if number else Deed("portal.unlocked", one)
            note(session, company_id, host_actor(), deed, now())
        return bool(unlocked)


def _administrator(session: Session, company: Company, name: str) -> str:
    """Whom the name means; a user name of the office, exactly, where it means nobody who can sign in now."""
    candidate = candidate_of(session, company, name)
    return candidate.administrator.id if candidate is not None else staff_id(name)
