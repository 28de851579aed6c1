"""What the company's mails say: the list of them, and one text to change (H1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.kinds import KINDS, TO_THE_HOST
from receiver.domain.mail.models import MailText
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.own_texts import CantUse, Text, languages_of, own_texts, reset_text, set_text, text_of
from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.languages import N_, SOURCE
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.mail.addresses import chosen_address, sent_once
from receiver.sites.admin.mail.writing import Written, example_values, faults_in, text_page
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import language_of
from receiver.web.mailing import try_mail
from receiver.web.transaction import writing

GROUPS: Final = ((Reader.USER, N_("To customers and other users")), (Reader.OFFICE, N_("To the office")))


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one language; `own` is the company's, None where it is ours."""

    language: str
    name: str
    own: MailText | None


@administrator(Right.MAIL)
def mail_texts(desk: Desk) -> ResponseReturnValue:
    """The mails that there are, when each is sent, and whose words it has."""
    own = own_texts(desk.session, desk.company_id)
    readers = [
        (title, [(kind, _cells(kind, own)) for kind in KINDS.values() if kind.reader is reader])
        for reader, title in GROUPS
    ]
    return shown(desk, "admin/mail_texts.html", "mail", readers=readers)


@administrator(Right.MAIL)
def mail_text(desk: Desk, kind: str) -> ResponseReturnValue:
    """One of them, to change."""
    named = _kind(kind)
    language = _language(named, request.args.get("language", SOURCE))
    found = text_of(desk.session, desk.company_id, named.name, language)
    return text_page(desk, found, Written.of(found))


@administrator_form(Right.MAIL)
def change_mail_text(desk: Desk, kind: str) -> ResponseReturnValue:
    """Save what was typed, or show or send how it would look; what is wrong with it stands at its field."""
    do, written = request.form.get("do", "save"), Written.typed()
    if do not in ("save", "preview", "test"):
        abort(400)
    named = _kind(kind)
    found = text_of(desk.session, desk.company_id, named.name, _language(named, written.language))
    faults = faults_in(found.kind, written)
    if faults:
        return text_page(desk, found, written, faults=faults, status=400)
    if do == "preview":
        return text_page(desk, found, written, preview=True)
    if do == "test":
        return _tested(desk, found, written)
    return _saved(desk, found.kind, written)


@administrator_form(Right.MAIL)
def reset_mail_text(desk: Desk, kind: str) -> ResponseReturnValue:
    """Go back to our own text."""
    named = _kind(kind)
    name, language = named.name, _language(named, request.form.get("language", ""))
    with writing(desk.company_id) as session:
        if reset_text(session, desk.company_id, name, language):
            deed = Deed("mails.text-reset", details={"kind": name, "language": language})
            note(session, desk.company_id, desk.actor, deed, now())
    tell(_("This mail has its usual text again. Mails that are already waiting keep the text they have."))
    return redirect(desk.address("mail_text", kind=name, language=language), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/mail/texts", view_func=mail_texts, methods=["GET"])
    blueprint.add_url_rule("/mail/texts/<kind>", view_func=mail_text, methods=["GET"])
    blueprint.add_url_rule("/mail/texts/<kind>", view_func=change_mail_text, methods=["POST"])
    blueprint.add_url_rule("/mail/texts/<kind>/reset", view_func=reset_mail_text, methods=["POST"])


def _cells(kind: Kind, own: dict[tuple[str, str], MailText]) -> list[Cell]:
    return [Cell(tag, language_of(tag).own_name, own.get((kind.name, tag))) for tag in languages_of(kind)]


def _kind(name: str) -> Kind:
    """404 for what there is not, and for what is the host's."""
    if name not in KINDS or name in TO_THE_HOST:
        abort(404)
    return KINDS[name]


def _language(kind: Kind, tag: str) -> str:
    if tag not in languages_of(kind):
        abort(404)
    return tag


def _saved(desk: Desk, kind: Kind, written: Written) -> ResponseReturnValue:
    with writing(desk.company_id) as session:
        now_there = text_of(session, desk.company_id, kind.name, written.language)
        if Written.of(now_there).version != written.version and now_there.own is not None:
            words = _(
                "%(name)s changed this text meanwhile. Yours is not saved yet: save again to put it in the place of "
                "that one.",
                name=now_there.own.changed_by,
            )
            return text_page(desk, now_there, written, notice=words, status=409)
        try:
            set_text(
                session,
                desk.company_id,
                kind.name,
                written.language,
                subject=written.subject,
                text=written.text,
                by=desk.administrator.name,
                now=now(),
            )
        except CantUse:
            abort(400)
        deed = Deed("mails.text-changed", details={"kind": kind.name, "language": written.language})
        note(session, desk.company_id, desk.actor, deed, now())
    tell(_("The text is saved. Mails that are already waiting keep the text they have."))
    return redirect(desk.address("mail_text", kind=kind.name, language=written.language), 303)


def _tested(desk: Desk, found: Text, written: Written) -> ResponseReturnValue:
    """Mail what was typed, saved or not; the page comes again with it."""
    address, company_id, kind = chosen_address(desk), desk.company_id, found.kind
    if not address:
        words = _("No test was sent: there is no e-mail address to send it to.")
        return text_page(desk, found, written, notice=words, status=400)
    letter = Letter(
        kind.name,
        address,
        example_values(desk, kind, written.language),
        language=written.language,
        wording=(written.subject, written.text),
    )
    with writing(company_id) as session:
        mail_id, new = try_mail(session, company_id, letter, key=sent_once())
        if new:
            deed = Deed("mails.tested", details={"kind": kind.name, "language": written.language})
            note(session, company_id, desk.actor, deed, now())
    words = _("A test to %(address)s is on its way.", address=address)
    return text_page(desk, found, written, notice=words, sent=mail_id)
