"""Whether mails go out at all: a test, and the end of a pause (H1)."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.trouble import try_now
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.mail import asked
from receiver.sites.admin.mail.addresses import chosen_address, sent_once
from receiver.sites.admin.notices import tell
from receiver.web.language import gettext as _
from receiver.web.language import ngettext, spoken
from receiver.web.mailing import try_mail
from receiver.web.transaction import writing


@administrator_form(Right.MAIL)
def send_test_mail(desk: Desk) -> ResponseReturnValue:
    """Write a mail to whoever asks for it, or to the office, into the outbox like any other."""
    address, language = chosen_address(desk), str(spoken().locale)
    if not address:
        tell(_("No test was sent: there is no e-mail address to send it to."), done=False)
        return redirect(desk.address("mails"), 303)
    letter = Letter("test", address, {"company": desk.frame.office.name}, language=language)
    with writing(desk.company_id) as session:
        mail_id, new = try_mail(session, desk.company_id, letter, key=sent_once())
        if new:
            deed = Deed("mails.tested", details={"kind": letter.kind, "language": language})
            note(session, desk.company_id, desk.actor, deed, now())
    tell(_("A test to %(address)s is on its way. Reload this page to see what became of it.", address=address))
    return redirect(desk.address("mail", mail=mail_id), 303)


@administrator_form(Right.MAIL)
def try_mails_now(desk: Desk) -> ResponseReturnValue:
    """End the pause of the company's mails."""
    with writing(desk.company_id) as session:
        waiting = try_now(session, desk.company_id, now())
        note(session, desk.company_id, desk.actor, Deed("mails.pause-ended"), now())
    words = ngettext("%(num)d mail that waits is tried now.", "%(num)d mails that wait are tried now.", waiting)
    tell(words, done=waiting > 0)
    return redirect(desk.address("mails", **asked.part()), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these forms."""
    blueprint.add_url_rule("/mail/test", view_func=send_test_mail, methods=["POST"])
    blueprint.add_url_rule("/mail/now", view_func=try_mails_now, methods=["POST"])
