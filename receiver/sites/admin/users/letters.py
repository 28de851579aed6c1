"""The mails to users that these pages write."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.outbox import Letter
from receiver.domain.people.removing import Removed
from receiver.domain.tokens import hash_of
from receiver.languages import languages
from receiver.sites.frame import Frame
from receiver.web import formats
from receiver.web.language import language_of, spoken
from receiver.web.mailing import post_mail, sends_mail
from receiver.web.parts import parts


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a mail."""

    user_id: str
    name: str
    address: str
    """Empty where no mail can be sent to him."""
    sign_in: str
    """What he signs in with."""
    language: str
    """Empty: he chose none."""


def removed(session: Session, frame: Frame, one: Removed) -> bool:
    """Tell somebody that he was removed; whether a mail could be written."""
    reader = Reader("", one.name, one_address(one.email), "", one.language)
    return _post(session, frame, "user-removed", reader, {}, {}, f"user-removed:{one.user_id}")


def link(session: Session, frame: Frame, reader: Reader, token: str) -> bool:
    """The link that sets his password."""
    values, cause = {"sign_in": reader.sign_in}, f"set-password:{hash_of(token).hex()}"
    return _post(session, frame, "set-password", reader, values, {"link": address(frame, token)}, cause)


def changed(session: Session, frame: Frame, reader: Reader, what: str, cause: str) -> bool:
    """That the office changed how he signs in: `what` is a marked sentence."""
    language = language_of(_language(reader))
    values = {
        "what": language.gettext(what),
        "when": formats.full_moment(language, frame.now),
        "link": parts().settings.public_url + url_for("portal.forgotten_page", company_id=frame.company_id),
    }
    return _post(session, frame, "password-changed", reader, values, {}, cause)


def address(frame: Frame, token: str) -> str:
    """The whole link, from the address that the host set: never from what a request says (T20)."""
    return parts().settings.public_url + url_for("portal.set_password_page", company_id=frame.company_id, token=token)


def _post(
    session: Session,
    frame: Frame,
    kind: str,
    reader: Reader,
    values: dict[str, str],
    secrets: dict[str, str],
    cause: str,
) -> bool:
    if not reader.address or not sends_mail():
        return False
    office = frame.office
    told = {"name": reader.name, "company": office.name, "phone": office.phone, **values}
    letter = Letter(kind, reader.address, told, secrets, office.email, _language(reader), reader.user_id)
    post_mail(session, frame.company_id, letter, cause=cause)
    return True


def _language(reader: Reader) -> str:
    """His own, else that of the administrator."""
    return reader.language if reader.language in languages() else str(spoken().locale)
