"""`receiver mail`: every mail and what became of it (H1). Links and codes are never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click
from sqlalchemy.orm import Session

from receiver.commands.account import host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.handling import CantHandle, counted, find_mail, mails_of, stop_mail, try_again
from receiver.domain.mail.message import shown_text
from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import sender_name
from receiver.domain.snapshots.receipts import wire_time

STATES = click.Choice([one.value for one in MailState])


@click.group("mail")
def mail() -> None:
    """The mails of a company: what was sent, what waits, what was refused and why."""


@mail.command("list", epilog="Example: receiver mail list --company 112 --state refused")
@of_company
@click.option("--state", type=STATES, help="Only those in this state.")
@click.option("--to", default="", help="Only those to this address.")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, newest first.")
@answers
def list_(company_id: int, state: str | None, to: str, most: int) -> Result:
    """List the mails, newest first, and say how the company's mails fare."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        found = [_described(one) for one in mails_of(session, company_id, state=state or "", to=to, most=most)]
        counts, sender = counted(session, company_id), session.get(MailSender, company_id)
    paused = sender.paused_until if sender and sender.paused_until and sender.paused_until > now() else None
    lines = [_line(one) for one in found] or ["There are no such mails."]
    lines.append("All: " + (", ".join(f"{count:,} {name}" for name, count in sorted(counts.items())) or "none"))
    if paused and sender:
        lines.append(f"They pause until {wire_time(paused)}: {sender.reason}")
    data = {
        "company": company_id,
        "mails": found,
        "counts": counts,
        "paused_until": wire_time(paused) if paused else None,
        "reason": sender.reason if paused and sender else "",
    }
    return Result(data, "\n".join(lines))


@mail.command("show", epilog="Example: receiver mail show 5f0c41b22c6e --company 112")
@click.argument("mail_id")
@of_company
@answers
def show(mail_id: str, company_id: int) -> Result:
    """Show a mail; what opens something is dots."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        found = _handled(lambda: find_mail(session, company_id, mail_id))
        name = sender_name(session, company_id)
    text = shown_text(found)
    heads = {
        "From": f"{name} <{host.settings.mail_from}>",
        "To": found.recipient,
        "Reply-To": found.reply_to,
        "Subject": found.subject,
        "Message-ID": found.message_id,
        "State": _state(_described(found)),
    }
    lines = [f"{head}: {value}" for head, value in heads.items() if value]
    return Result({**_described(found), "text": text}, "\n".join([*lines, "", text.rstrip()]))


@mail.command("retry", epilog="Example: receiver mail retry 5f0c41b22c6e --company 112")
@click.argument("mail_id")
@of_company
@answers
def retry(mail_id: str, company_id: int) -> Result:
    """Let the worker try a mail again now, and for another 72 hours."""
    found = _changed(company_id, "mails.tried-again", lambda session: try_again(session, company_id, mail_id, now()))
    return Result(_described(found), f"The mail to {found.recipient} is tried again.")


@mail.command("stop", epilog="Example: receiver mail stop 5f0c41b22c6e --company 112")
@click.argument("mail_id")
@of_company
@answers
def stop(mail_id: str, company_id: int) -> Result:
    """Do not send a mail that waits."""
    found = _changed(company_id, "mails.stopped", lambda session: stop_mail(session, company_id, mail_id))
    return Result(_described(found), f"The mail to {found.recipient} is not sent.")


@mail.command("test", epilog="Example: receiver mail test --to you@example.com --company 112")
@click.option("--to", required=True, help="Who gets it.")
@of_company
@answers
def test(to: str, company_id: int) -> Result:
    """Write a try into the outbox, as any other mail; the worker sends it."""
    host = Host()
    known(host, company_id)
    address = one_address(to)
    if not address:
        raise HostError(f"{to!r} is no mail address.", exit_=Exit.USAGE)
    if not host.settings.sends_mail:
        raise HostError("This host sends no mail.", remedy="Set PORCHLIGHT_SMTP_URL, e.g. smtp+tls://USER:PW@HOST:587")
    desk = Desk(host.settings, host.secrets, now)
    with host.work.writing(company_id, Lane.VISITORS) as session:
        letter = Letter("test", address, {"company": sender_name(session, company_id)})
        mail_id = desk.post(session, company_id, letter, cause=f"test:{now().isoformat()}")
        deed = Deed("mails.tested", details={"kind": letter.kind, "language": letter.language})
        note(session, company_id, host_actor(), deed, now())
    text = f"It waits for the worker. See what becomes of it: receiver mail show {mail_id} --company {company_id}"
    return Result({"company": company_id, "mail": mail_id}, text)


def _changed(company_id: int, action: str, change: Callable[[Session], Mail]) -> Mail:
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id, Lane.VISITORS) as session:
        found = _handled(lambda: change(session))
        note(session, company_id, host_actor(), Deed(action, details={"count": 1}), now())
        return found


def _handled(do: Callable[[], Mail]) -> Mail:
    try:
        return do()
    except CantHandle as error:
        raise HostError(error.title, remedy=error.remedy) from error


def _described(one: Mail) -> dict[str, Any]:
    return {
        "mail": one.mail_id,
        "kind": one.kind,
        "to": one.recipient,
        "subject": one.subject,
        "language": one.language,
        "state": one.state,
        "tries": one.tries,
        "made": wire_time(one.made_at),
        "sent": wire_time(one.sent_at) if one.sent_at else None,
        "next_try": wire_time(one.next_try_at) if one.state == MailState.WAITING else None,
        "last_fault": one.last_fault,
    }


def _line(one: Mapping[str, Any]) -> str:
    return f"{one['mail']}  {one['made'][:16].replace('T', ' ')}  {one['to']}  {one['subject']}  · {_state(one)}"


def _state(one: Mapping[str, Any]) -> str:
    words = [str(one["state"])]
    if one["state"] == MailState.WAITING and one["tries"]:
        words.append(f"tried {one['tries']} times, again at {one['next_try']}")
    if one["last_fault"]:
        words.append(str(one["last_fault"]))
    return ": ".join(words)
