"""Contact Company (B7): write to the office, with photos, and read what it answered."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from flask import Blueprint, Response, abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.outbox import Letter
from receiver.domain.requests import photos
from receiver.domain.requests.making import NoForm, TooManyRequests, make, new_form_key
from receiver.domain.requests.models import MESSAGE, CustomerRequest
from receiver.domain.requests.photos import Kept
from receiver.domain.requests.threads import Thread, thread
from receiver.domain.requests.typed import Wrong, shown_text, text
from receiver.sites import waiting
from receiver.sites.portal.asking.sending import OFFICE_LANGUAGE, asker, too_many
from receiver.sites.portal.asking.words import WRONG
from receiver.sites.portal.forms import customer_form, kept_form, may_ask
from receiver.sites.portal.guard import customer
from receiver.sites.portal.photos_sent import FIELD, LIMITS, Chosen, chosen_photos
from receiver.sites.portal.replies import note_read
from receiver.sites.portal.visit import Visit
from receiver.web.headers import POLICY
from receiver.web.language import gettext as _
from receiver.web.language import language_of
from receiver.web.mailing import post_mail
from receiver.web.pages import render
from receiver.web.paging import asked_page
from receiver.web.parts import parts
from receiver.web.pictures import SANDBOX
from receiver.web.transaction import writing
from receiver.web.with_files import takes_files
from shared.outbound import WISH_CHARACTERS, Wish

PAGE: Final = 10
FORM: Final = ("text", "form_key")


@customer
def message(visit: Visit) -> Response:
    """The form, and all messages with what came back."""
    kept = kept_form(visit)
    page = asked_page()
    found = thread(visit.connection, visit.company_id, visit.customer.record_id, page, PAGE)
    if page > 1 and not found.messages:
        abort(404)
    answer = make_response(_page(visit, found, page, dict(kept or {}), {}, typed_before=kept is not None))
    note_read(visit, [one.number for one in found.messages if any(reply.new for reply in one.replies)])
    return answer


@takes_files(LIMITS)
@customer_form("message")
@may_ask
def send_message(visit: Visit) -> ResponseReturnValue:
    """Send it; the same form once more sends nothing."""
    typed = {name: request.form.get(name, "") for name in FORM}
    faults: dict[str, str] = {}
    words = ""
    try:
        words = text(typed["text"], required=True)
    except Wrong as wrong:
        faults["text"] = _(WRONG[wrong.why])
    chosen = chosen_photos(request.files.getlist(FIELD))
    if chosen.fault:
        faults[FIELD] = chosen.fault
    if faults:
        return _again(visit, typed, faults, 400)
    try:
        _send(visit, words, chosen, typed["form_key"])
    except NoForm:
        abort(400)
    except TooManyRequests as error:
        faults["text"] = too_many(error.until)
        answer = _again(visit, typed, faults, 429)
        waiting.set_retry_after(answer, error.until)
        return answer
    flash(_("Your message was sent to the office."))
    return redirect(visit.frame.address("message"), 303)


@customer
def message_photo(visit: Visit, number: int, position: int) -> Response:
    """A photo of the account's own messages."""
    return _photo(visit, number, position, "")


@customer
def message_photo_small(visit: Visit, number: int, position: int) -> Response:
    """The same, small."""
    return _photo(visit, number, position, photos.SMALL)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/message", view_func=message, methods=["GET"])
    blueprint.add_url_rule("/message", view_func=send_message, methods=["POST"])
    photo = "/message/photo/<whole:number>/<whole:position>"
    blueprint.add_url_rule(photo, view_func=message_photo, methods=["GET"])
    blueprint.add_url_rule(f"{photo}/small", view_func=message_photo_small, methods=["GET"])


def _send(visit: Visit, words: str, chosen: Chosen, form_key: str) -> None:
    """Keep the pictures, then the message with the mail to the office. Raises `NoForm`, `TooManyRequests`."""
    files, company_id, moment = parts().files, visit.company_id, now()
    kept: list[Kept] = []
    sent = False
    try:
        kept += (photos.keep(files, company_id, name, taken) for name, taken in chosen.photos)
        wish = Wish(text=words, photos=tuple(one.name for one in kept))
        with writing(company_id) as session:
            made, new = make(
                session, company_id, asker(visit), MESSAGE, wish, form_key=form_key, seen=visit.published, now=moment
            )
            if new:
                photos.add(session, company_id, made.number, kept, moment)
                if letter := _letter(visit, made, words, len(kept)):
                    post_mail(session, company_id, letter, cause=f"request {made.number}")
        sent = new
    finally:
        if not sent:
            with suppress(DatabaseFault):
                photos.drop(files, company_id, kept)


def _letter(visit: Visit, made: CustomerRequest, words: str, count: int) -> Letter | None:
    """The mail to the office; None where it named no address that mail can go to."""
    office = one_address(visit.frame.office.email)
    if not office:
        return None
    say = language_of(OFFICE_LANGUAGE)
    some = say.ngettext("%(num)d photo came along.", "%(num)d photos came along.", count) % {"num": count}
    values = {
        "customer": made.customer_name,
        "number": made.customer_number,
        "text": words if made.user_name == made.customer_name else f"{made.user_name}:\n\n{words}",
        "photos": some if count else "",
    }
    return Letter("message", office, values, reply_to=made.user_email, language=OFFICE_LANGUAGE)


def _photo(visit: Visit, number: int, position: int, ending: str) -> Response:
    name = photos.photo_of(visit.connection, visit.company_id, visit.customer.record_id, number, position)
    data = parts().files.read(visit.company_id, f"{name}{ending}") if name else None
    if name is None or data is None:
        abort(404)
    answer = Response(data, mimetype="image/jpeg", headers={POLICY: SANDBOX})
    answer.headers["Content-Disposition"] = f'inline; filename="photo-{number}-{position + 1}.jpg"'
    answer.set_etag(f"{name}{ending}")
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def _again(visit: Visit, typed: dict[str, str], faults: dict[str, str], status: int) -> Response:
    """The form once more, with what was typed and what is wrong. Browsers give photos only once."""
    found = thread(visit.connection, visit.company_id, visit.customer.record_id, 1, PAGE)
    if FIELD not in faults and any(one.filename for one in request.files.getlist(FIELD)):
        faults[FIELD] = _("Please choose the photos once more.")
    return make_response(_page(visit, found, 1, typed, faults), status)


def _page(
    visit: Visit,
    found: Thread,
    page: int,
    typed: dict[str, str],
    faults: dict[str, str],
    *,
    typed_before: bool = False,
) -> str:
    return render(
        "portal/message.html",
        frame=visit.frame,
        visit=visit,
        here="message",
        thread=found,
        page_number=page,
        form={"text": shown_text(typed.get("text", "")), "form_key": typed.get("form_key") or new_form_key()},
        faults=faults,
        typed_before=typed_before,
        longest=WISH_CHARACTERS,
        limits=LIMITS,
    )
