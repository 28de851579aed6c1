"""One mail: what it says, what became of it, and trying it again or not sending it (H1)."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.finding import customers_of
from receiver.domain.mail.handling import CantHandle, can_be_tried, stop_mail, try_again
from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.message import shown_text
from receiver.domain.mail.models import Mail, MailState
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.mail import asked
from receiver.sites.admin.mail.wording import goes_to, told
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.transaction import writing


@administrator(Right.MAIL)
def mail(desk: Desk, mail: str) -> ResponseReturnValue:
    """Everything about it but what opens something."""
    found = desk.session.get(Mail, (desk.company_id, mail))
    if found is None:
        abort(404)
    people = customers_of(desk.session, desk.company_id, desk.published, {found.user_id})
    own, moment = found.kind not in TO_THE_HOST, now()
    return shown(
        desk,
        "admin/mail.html",
        "mail",
        mail=found,
        told=told(found, moment),
        part=asked.part(),
        to=goes_to(found),
        whom=people.get(found.user_id),
        customers=desk.may(Right.CUSTOMERS),
        text=shown_text(found),
        # Servers quote the address that they refuse.
        said=found.last_fault if own else "",
        sender=parts().settings.mail_from,
        again=own and can_be_tried(desk.session, found) and not _due(found, moment),
        stoppable=own and found.state == MailState.WAITING,
    )


@administrator_form(Right.MAIL)
def try_mail_again(desk: Desk, mail: str) -> ResponseReturnValue:
    """Let the worker try it once more."""
    return _changed(desk, mail, "mails.tried-again", _("It is tried again now, and for 72 hours where that has to be."))


@administrator_form(Right.MAIL)
def stop_mail_(desk: Desk, mail: str) -> ResponseReturnValue:
    """Do not send it."""
    return _changed(desk, mail, "mails.stopped", _("The mail is cancelled."))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/mail/<mail>", view_func=mail, methods=["GET"])
    blueprint.add_url_rule("/mail/<mail>/again", view_func=try_mail_again, methods=["POST"])
    blueprint.add_url_rule("/mail/<mail>/stop", endpoint="stop_mail", view_func=stop_mail_, methods=["POST"])


def _due(mail: Mail, now: datetime) -> bool:
    """Whether it is tried anyway as soon as somebody can."""
    return mail.state == MailState.WAITING and mail.next_try_at <= now


def _changed(desk: Desk, mail_id: str, action: str, words: str) -> ResponseReturnValue:
    part = asked.part()
    with writing(desk.company_id) as session:
        found = session.get(Mail, (desk.company_id, mail_id))
        if found is None or found.kind in TO_THE_HOST:
            abort(404)
        try:
            if action == "mails.stopped":
                stop_mail(session, desk.company_id, mail_id)
            else:
                try_again(session, desk.company_id, mail_id, now())
        except CantHandle as error:
            words = " ".join(_(one) for one in (error.title, error.remedy) if one)
            tell(words, done=False)
        else:
            note(session, desk.company_id, desk.actor, Deed(action, details={"count": 1}), now())
            tell(words)
    return redirect(desk.address("mail", mail=mail_id, **part), 303)
