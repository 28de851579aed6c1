"""Letters for customers without an e-mail address: a page each, with the number, the portal's address and a code that
sets a password once. Never a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people import letters
from receiver.domain.people.customer_list import Listed
from receiver.languages import N_, languages
from receiver.paper.document import Paper
from receiver.paper.letter import Letter
from receiver.paper.letter_press import printed_letters
from receiver.sites import letterhead
from receiver.sites.admin.customers import ticked
from receiver.sites.admin.customers.standing import to_list
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web import drawn, formats
from receiver.web.language import Language, language_of, ngettext, spoken
from receiver.web.parts import parts
from receiver.web.transaction import writing
from shared.records import Customer

AT_ONCE: Final = 50
"""Codes that are made in one transaction: sign-ins wait no longer than for these."""


def confirmation(desk: Desk, chosen: list[Listed]) -> Response:
    """Who gets a letter, and what is in it."""
    active, told = [one for one in chosen if one.active], ticked.published(desk, chosen)
    return shown(
        desk,
        "admin/customers/letters.html",
        "customers",
        chosen=active,
        without_street=sum(not told[one.number].street for one in active),
        deactivated=len(chosen) - len(active),
        invited_before=sum(one.invited_way == letters.InvitedBy.LETTER for one in active),
        named=ticked.naming(active),
        alone=ticked.alone(),
        kept=ticked.kept(),
        back=ticked.back(desk, chosen),
        languages=[(tag, language_of(tag).own_name) for tag in languages()],
        language=str(spoken().locale),
        key=drawn.new_key(),
    )


@administrator_form(Right.CUSTOMERS)
def customers_letters(desk: Desk) -> ResponseReturnValue:
    """The letters as PDF. The same form once more makes the same letters, and no new codes; none whose code is over."""
    chosen = [one for one in ticked.named(desk) if one.active]
    key, tag = drawn.sent_key(), request.form.get("language", "")
    if tag not in languages():
        abort(400)
    if not chosen:
        abort(404)
    codes = {one.number: letters.code_of(drawn.token("letter", desk.company_id, one.user_id, key)) for one in chosen}
    good: list[Listed] = []
    for at in range(0, len(chosen), AT_ONCE):
        good += _kept(desk, chosen[at : at + AT_ONCE], codes)
    if over := len(chosen) - len(good):
        tell(
            ngettext(
                "%(num)d letter was not printed again: a newer letter or a password came after it.",
                "%(num)d letters were not printed again: newer letters or passwords came after them.",
                over,
            ),
            done=False,
        )
    if not good:
        return to_list(desk, chosen)
    language, told = language_of(tag), ticked.published(desk, good)
    pages = [_letter(desk, language, one.number, told[one.number], codes[one.number]) for one in good]
    printing = _printed(pages, letterhead.paper_of(desk.frame.office), language.gettext(TITLE))
    answer = Response(printing, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="letters-{desk.frame.today}.pdf"'
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/customers/letters", view_func=customers_letters, methods=["POST"])


TITLE: Final = N_("Your customer portal")
HELLO: Final = N_("Hello %(name)s,")
ABOUT: Final = N_(
    "on our customer portal you see when we come, what we did, and you reach us with one click. "
    "With this letter you set a password of your own."
)
STEPS: Final = N_("Open the address, or photograph the square. Type your number, the code, and a password of your own.")
LATER: Final = N_("The code is good once, until %(day)s. Afterwards you sign in with your number and your password.")
SAFE: Final = N_("Nobody at our office will ever ask you for the password.")


def _printed(pages: list[Letter], paper: Paper, title: str) -> Iterator[bytes]:
    """The file. It is made after this request's own reading has ended: 300 letters take seconds."""
    yield printed_letters(pages, paper, title)


def _kept(desk: Desk, chosen: list[Listed], codes: dict[str, str]) -> list[Listed]:
    """Let the codes be good, unless that was done before; those whose code is."""
    company_id, peppers, moment = desk.company_id, parts().secrets.peppers, now()
    good: list[Listed] = []
    with writing(company_id) as session:
        for one in chosen:
            if letters.make_letter(session, peppers, company_id, one.user_id, codes[one.number], moment):
                letters.note_invited(session, company_id, one.user_id, letters.InvitedBy.LETTER, moment)
                told = Deed("customers.letter", one.user_id, {"number": one.number})
                note(session, company_id, desk.actor, told, moment)
                good.append(one)
            elif letters.is_good(session, peppers, company_id, one.user_id, codes[one.number], moment):
                good.append(one)
    return good


def _letter(desk: Desk, language: Language, number: str, customer: Customer, code: str) -> Letter:
    office, today = desk.frame.office, desk.frame.today
    until = formats.full_date(language, today + letters.LIFE)
    here = parts().settings.public_url
    address = here + desk.portal("letter_page")
    said = language.gettext
    return Letter(
        sender=letterhead.sender_of(office),
        to=letterhead.addressee_of(customer),
        day=formats.full_date(language, today),
        title=said(TITLE),
        paragraphs=(said(HELLO) % {"name": customer.first_name or customer.name}, said(ABOUT), said(STEPS)),
        box=(
            (said(N_("Address")), address),
            (said(N_("Your number")), number),
            (said(N_("Code")), letters.in_groups(code)),
        ),
        link=here + desk.portal("letter_page", number=number),
        after=(said(LATER) % {"day": until}, said(SAFE), office.name),
    )
