"""Invites by mail: says first who gets one and who does not, shows the mail, and sends it to the administrator himself
if he likes (test mode)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.kinds import KINDS
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.own_texts import text_of
from receiver.domain.people import setting
from receiver.domain.people.customer_list import Listed
from receiver.domain.people.letters import InvitedBy, note_invited
from receiver.languages import languages
from receiver.sites.admin.customers import ticked
from receiver.sites.admin.customers.standing import to_list
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.language import language_of, ngettext, spoken
from receiver.web.mailing import post_mail, sends_mail, try_mail
from receiver.web.parts import parts
from receiver.web.transaction import writing

KIND: Final = "welcome"
AT_ONCE: Final = 50
"""Invitations that are written in one transaction: sign-ins wait no longer than for these."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A customer who can be invited by mail."""

    listed: Listed
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Guests:
    """Those who are ticked, by what becomes of them."""

    guests: Sequence[Guest]
    without_address: list[Listed]
    deactivated: int

    @property
    def listed(self) -> list[Listed]:
        """The guests as the list has them."""
        return [one.listed for one in self.guests]

    @property
    def here_before(self) -> int:
        """How many of the guests have signed in before."""
        return sum(one.listed.signed_in_at is not None for one in self.guests)

    @property
    def invited_before(self) -> int:
        """How many of the guests were invited before: their earlier links are over."""
        return sum(one.listed.invited_at is not None for one in self.guests)


def confirmation(
    desk: Desk, chosen: list[Listed], *, language: str = "", key: str = "", tried: str = "", fault: str = ""
) -> Response:
    """Who gets a mail, who does not, and the mail."""
    sorted_out, language = _sorted_out(desk, chosen), language or str(spoken().locale)
    return shown(
        desk,
        "admin/customers/invite.html",
        "customers",
        400 if fault else 200,
        guests=sorted_out,
        named=ticked.naming(sorted_out.listed),
        alone=ticked.alone(),
        kept=ticked.kept(),
        back=ticked.back(desk, chosen),
        unreached=ticked.naming(sorted_out.without_address),
        mail=_preview(desk, sorted_out.guests[0], language) if sorted_out.guests else None,
        languages=[(tag, language_of(tag).own_name) for tag in languages()],
        language=language,
        own_address=one_address(desk.administrator.email),
        key=key or drawn.new_key(),
        tried=tried,
        fault=fault,
    )


@administrator_form(Right.CUSTOMERS)
def customers_invite(desk: Desk) -> ResponseReturnValue:
    """Send the invitations, or one of them to the administrator himself."""
    chosen, key, language = ticked.named(desk), drawn.sent_key(), request.form.get("language", "")
    if language not in languages() or not sends_mail():
        abort(400)
    guests = _sorted_out(desk, chosen).guests
    if "try" in request.form:
        return _tried(desk, chosen, guests, language, key)
    invited = 0
    for at in range(0, len(guests), AT_ONCE):
        with writing(desk.company_id) as session:
            invited += sum(_invite(session, desk, guest, language, key) for guest in guests[at : at + AT_ONCE])
    tell(_what_became(invited, len(guests) - invited), done=invited > 0)
    return to_list(desk, chosen)


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/customers/invite", view_func=customers_invite, methods=["POST"])


def _sorted_out(desk: Desk, chosen: list[Listed]) -> Guests:
    told = ticked.published(desk, chosen)
    guests, without = [], []
    for one in chosen:
        record = told[one.number]
        address = one_address(record.email)
        if one.active and address:
            guests.append(Guest(one, record.first_name or record.name, address))
        elif one.active:
            without.append(one)
    return Guests(guests, without, len(chosen) - len(guests) - len(without))


def _tried(desk: Desk, chosen: list[Listed], guests: Sequence[Guest], language: str, key: str) -> Response:
    """The mail as the first of them would get it, to whoever asks; its link leads to the sign-in page."""
    address = one_address(desk.administrator.email)
    if not address or not guests:
        words = _("No e-mail address of yours is known, so nothing was sent.")
        return confirmation(desk, chosen, language=language, key=key, fault=words)
    link = parts().settings.public_url + desk.portal("sign_in_page")
    values = {**_values(desk, guests[0]), "link": link}
    letter = Letter(KIND, address, values, reply_to=desk.frame.office.email, language=language)
    with writing(desk.company_id) as session:
        _mail_id, new = try_mail(session, desk.company_id, letter, key=key)
    words = (
        _(
            "The invitation is on its way to you, %(address)s. Look at it, then send it to your customers.",
            address=address,
        )
        if new
        else _("This very invitation was sent to you already, %(address)s: no second one was sent.", address=address)
    )
    return confirmation(desk, chosen, language=language, key=key, tried=words)


def _what_became(invited: int, over: int) -> str:
    """`over`: how many were invited by this very form before, and are not waiting for that any more."""
    if not invited and not over:
        return _("Nobody was invited: those customers can't be any more.")
    words = []
    if invited:
        words.append(ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", invited))
    if over:
        words.append(
            ngettext(
                "%(num)d was left out: a newer invitation or a password came after the one of that page.",
                "%(num)d were left out: newer invitations or passwords came after those of that page.",
                over,
            )
        )
    return " ".join(words)


def _invite(session: Session, desk: Desk, guest: Guest, language: str, key: str) -> bool:
    """Make the link and write the mail, unless this very form did that before; whether the link is good."""
    company_id, user_id = desk.company_id, guest.listed.user_id
    token = drawn.token("welcome", company_id, user_id, key)
    if not setting.make_setting(session, company_id, user_id, token, now()):
        return bool(setting.setting_user(session, company_id, token, now()))
    secrets, answers = {"link": _address(desk, token)}, desk.frame.office.email
    letter = Letter(KIND, guest.address, _values(desk, guest), secrets, answers, language, user_id)
    post_mail(session, company_id, letter, cause=f"welcome:{user_id}:{key}")
    note_invited(session, company_id, user_id, InvitedBy.MAIL, now())
    note(session, company_id, desk.actor, Deed("customers.invited", user_id, {"number": guest.listed.number}), now())
    return True


def _values(desk: Desk, guest: Guest) -> dict[str, str]:
    office = desk.frame.office
    return {"name": guest.name, "number": guest.listed.number, "company": office.name, "phone": office.phone}


def _address(desk: Desk, token: str) -> str:
    """The whole link, from the address that the host set: never from what a request says (T20)."""
    return parts().settings.public_url + url_for("portal.set_password_page", company_id=desk.company_id, token=token)


def _preview(desk: Desk, guest: Guest, language: str) -> tuple[str, str]:
    """Subject and text as the first of them gets them."""
    told = text_of(desk.session, desk.company_id, KIND, language)
    values = {**_values(desk, guest), "link": _address(desk, "") + "…"}
    kind = KINDS[KIND]
    return " ".join(kind.filled(told.subject, values).split()), kind.filled(told.text, values).rstrip()
