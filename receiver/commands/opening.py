"""`receiver company live` and `receiver company trial` (C11)."""

from __future__ import annotations

from typing import Final

import click

from receiver.commands.account import host_actor
from receiver.commands.companies import COMPANY, known
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.domain.companies.models import CompanyState
from receiver.domain.opening.points import Point
from receiver.domain.opening.readiness import Standing
from receiver.domain.opening.stepping import CantGoLive, GoneLive, HostClosed, back_to_trial, go_live

LEFT_OPEN: Final = {
    Point.LEVEL_1: "A level-1 user has no password that is good enough: he can't sign in to the administration site.",
    Point.MAIL: "No test mail was handed over lately: receiver mail test --to ADDRESS --company NUMBER",
    Point.PRIVACY: "The portal has no link to what the company does with what it knows of people.",
    Point.FACTOR: "Somebody who administers has no second factor.",
}
"""What is said of a point that is open; passwords have sentences of their own."""


@click.command("live")
@click.argument("number", type=COMPANY)
@answers
def live(number: int) -> Result:
    """Go live: weak and shared passwords are good once from now on, with a code by mail.

    Example: python -m receiver company live 112
    """
    host = Host()
    known(host, number)
    mails = host.settings.sends_mail
    try:
        done = go_live(host.work, number, host_actor(), sends_mail=mails, known=True)
    except HostClosed as error:
        raise HostError(f"Company {number} is closed.", remedy="Open it first: receiver company trial") from error
    except CantGoLive as error:
        raise _refused(number, error.points) from error
    data = {
        "company": number,
        "state": CompanyState.LIVE,
        "customers_with_password": done.passwords.customers,
        "first_passwords": done.passwords.first,
        "without_address": done.passwords.without_address,
        "signed_out": done.signed_out,
        "mail": mails,
        "open": [str(point) for point in done.before.points(Standing.OPEN)],
    }
    nothing = not done.changed and not done.signed_out
    return Result(data, "\n".join(_told(number, done, mails)), Exit.NOTHING_TO_DO if nothing else Exit.DONE)


@click.command("trial")
@click.argument("number", type=COMPANY)
@answers
def trial(number: int) -> Result:
    """Go back to trial: every password works, and each page says that it is a trial.

    Example: python -m receiver company trial 112
    """
    host = Host()
    known(host, number)
    data = {"company": number, "state": CompanyState.TRIAL}
    if not back_to_trial(host.work, number, host_actor()):
        return Result(data, f"Company {number} is in trial.", Exit.NOTHING_TO_DO)
    return Result(data, f"Company {number} is in trial again.")


def _refused(number: int, points: list[Point]) -> HostError:
    if Point.PUBLISHED in points:
        return HostError(
            f"Company {number} has published nothing yet.",
            remedy="Let the office run Process, look at its portal, then try again.",
        )
    return HostError(
        f"No level-1 user of company {number} could sign in any more.",
        detail="All of their passwords are weak, and in a live company such passwords open nothing.",
        remedy="Let one of them choose at least 12 characters in the office program and run Process, then try again.",
    )


def _told(number: int, done: GoneLive, mails: bool) -> list[str]:
    found = done.passwords
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
    if done.signed_out:
        lines.append(f"{done.signed_out} sign-ins with such passwords have ended.")
    return lines + [LEFT_OPEN[point] for point in done.before.points(Standing.OPEN) if point in LEFT_OPEN]
