"""Which mails tell of a customer: those to him, and those to others about his account."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from receiver.domain.mail.models import Mail
from receiver.domain.people.users import PortalUser
from receiver.domain.requests.models import CustomerRequest
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import fold


def mails_about(
    session: Session, company_id: int, record_id: str, users: Collection[str], requests: Collection[int]
) -> list[str]:
    """The mails, by id. `users` are he and those who go with him, `requests` those about his account."""
    asked = session.scalars(
        select(CustomerRequest.number).where(
            CustomerRequest.company_id == company_id, CustomerRequest.user_id.in_(users)
        )
    )
    # The office was told who asked, at whichever account.
    causes = {f"request {number}" for number in {*requests, *asked}}
    answered = {f"answered:{number}" for number in requests}
    addresses = _addresses(session, company_id, record_id, users)
    found = session.execute(
        select(Mail.mail_id, Mail.user_id, Mail.recipient, Mail.cause).where(
            Mail.company_id == company_id,
            or_(
                Mail.user_id.in_(users),
                Mail.user_id == "",
                Mail.cause.startswith("answered:"),
                Mail.cause.contains(f":{record_id}:", autoescape=True),
            ),
        )
    )
    return [
        mail_id
        for mail_id, user_id, recipient, cause in found
        if user_id in users
        or cause in causes
        or ":".join(cause.split(":")[:2]) in answered
        # A mail about visits, to somebody else who sees the account: "reminder:<day>:<record id>:<user id>".
        or (cause.startswith(("moved:", "reminder:")) and f":{record_id}:" in cause)
        # Whom a mail is for is not always known by id; an address may be one of several people's.
        or (not user_id and fold(recipient) in addresses)
    ]


def _addresses(session: Session, company_id: int, record_id: str, users: Collection[str]) -> set[str]:
    """The addresses that are his alone."""
    published = session.scalars(
        select(listing.c.folded_email)
        .where(listing.c.company_id == company_id, listing.c.record_id == record_id)
        .distinct()
    )
    own = session.scalars(
        select(PortalUser.folded_email).where(PortalUser.company_id == company_id, PortalUser.user_id.in_(users))
    )
    found = {*published, *own} - {""}
    return found - set(_of_others(session, company_id, record_id, found))


def _of_others(session: Session, company_id: int, record_id: str, addresses: Collection[str]) -> Iterator[str]:
    yield from session.scalars(
        select(listing.c.folded_email).where(
            listing.c.company_id == company_id,
            listing.c.folded_email.in_(sorted(addresses)),
            listing.c.record_id != record_id,
        )
    )
