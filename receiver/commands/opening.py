"""`receiver company live` and `receiver company trial` (C11)."""

from __future__ import annotations

import click

from receiver.commands.companies import COMPANY, known
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.queries import find_company
from receiver.domain.people.first_passwords import FirstPasswords, end_sessions_of, first_passwords


@click.command("live")
@click.argument("number", type=COMPANY)
@answers
def live(number: int) -> Result:
    """Go live: weak and shared passwords are good once from now on, with a code by mail.

    Example: python -m receiver company live 112
    """
    host = Host()
    before = known(host, number)
    _check(before)
    with host.work.reading(number) as session:
        found = first_passwords(session, _company(find_company(session, number)))
    _set(host, number, CompanyState.LIVE)
    with host.work.writing(number, Lane.VISITORS) as session:
        ended = end_sessions_of(session, number, found)
    mails = host.settings.sends_mail
    data = {
        "company": number,
        "state": CompanyState.LIVE,
        "customers_with_password": found.customers,
        "first_passwords": found.first,
        "without_address": found.without_address,
        "signed_out": ended,
        "mail": mails,
    }
    done = Exit.NOTHING_TO_DO if before.state == CompanyState.LIVE and not ended else Exit.DONE
    return Result(data, "\n".join(_told(number, found, ended, mails)), done)


@click.command("trial")
@click.argument("number", type=COMPANY)
@answers
def trial(number: int) -> Result:
    """Go back to trial: every password works, and each page says that it is a trial.

    Example: python -m receiver company trial 112
    """
    host = Host()
    if known(host, number).state == CompanyState.TRIAL:
        return Result(
            {"company": number, "state": CompanyState.TRIAL}, f"Company {number} is in trial.", Exit.NOTHING_TO_DO
        )
    _set(host, number, CompanyState.TRIAL)
    return Result({"company": number, "state": CompanyState.TRIAL}, f"Company {number} is in trial again.")


def _check(found: Company) -> None:
    """Raises `HostError` where the company can't go live."""
    if found.suspended:
        raise HostError(f"Company {found.company_id} is closed.", remedy="Open it first.")
    if not found.published:
        raise HostError(
            f"Company {found.company_id} has published nothing yet.",
            remedy="Let the office run Process, look at its portal, then try again.",
        )


def _set(host: Host, number: int, state: CompanyState) -> None:
    with host.work.writing(number) as session:
        _company(find_company(session, number)).state = state


def _company(found: Company | None) -> Company:
    """`known` has just found it, and nobody removes companies."""
    if found is None:
        raise HostError("The company is gone.")
    return found


def _told(number: int, found: FirstPasswords, ended: int, mails: bool) -> list[str]:
    lines = [f"Company {number} is live."]
    if found.first:
        lines.append(
            f"{found.first} of {found.customers} passwords are weak or shared: each is good once, with a code by "
            "mail, and then the customer sets his own."
        )
        if not mails:
            lines.append(
                "This host sends no mail, so none of them can sign in: set PORCHLIGHT_SMTP_URL, or let the office "
                "give each customer a password of his own."
            )
        elif found.without_address:
            lines.append(
                f"{found.without_address} of them have no e-mail address: the office has to give each a password of "
                "his own (Global Replacement, unique passwords)."
            )
    if ended:
        lines.append(f"{ended} sign-ins with such passwords have ended.")
    return lines
