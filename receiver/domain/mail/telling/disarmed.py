"""Tells an administrator that whoever runs the portal took from him what he proves himself with besides the
password, so that he learns of what he did not ask for."""

from __future__ import annotations

import secrets
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import published_office
from receiver.domain.mail.telling.readers import language_of
from receiver.domain.mail.telling.wording import moment_words, zone_of
from receiver.domain.people.users import PortalUser
from receiver.languages import N_, SOURCE, words

KIND: Final = "administrator-changed"
TAKEN: Final = N_("The second factor and the passkeys were removed by whoever runs the portal.")


def tell_disarmed(session: Session, desk: Desk, company_id: int, administrator: str, email: str) -> None:
    """Post it in this transaction; nothing where no address of him is known, or the host sends no mail."""
    office, to = published_office(session, company_id), one_address(email)
    if office is None or not to or not desk.settings.sends_mail:
        return
    user = session.get(PortalUser, (company_id, administrator))
    language = language_of(user) if user is not None else SOURCE
    values = {
        "company": office.name,
        "phone": office.phone,
        "what": words(language).gettext(TAKEN),
        "when": moment_words(desk.clock().astimezone(zone_of(office)), language),
        "link": desk.page(company_id, "admin/sign-in"),
    }
    letter = Letter(KIND, to, values=values, language=language, user_id=administrator)
    desk.post(session, company_id, letter, cause=f"{KIND}:{secrets.token_hex(12)}")
