"""What customers keep on the portal, put there as the portal itself does it."""

from __future__ import annotations

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.users import AccountLink, PortalUser
from receiver.domain.people.verifiers import make_chosen
from receiver.domain.snapshots.queries import fold
from tests.portal.cast import Office


def invite(
    office: Office, user_id: str, email: str, records: tuple[str, ...], password: str, name: str = "Eva"
) -> None:
    """An extra person who may look at the accounts of these records, and set a password."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(
            PortalUser(
                company_id=office.company_id,
                user_id=user_id,
                name=name,
                email=email,
                folded_email=fold(email),
                created_at=now(),
            )
        )
        for record in records:
            session.add(
                AccountLink(
                    company_id=office.company_id,
                    user_id=user_id,
                    record_id=record,
                    rights="see",
                    made_at=now(),
                    made_by="",
                )
            )
    chosen(office, user_id, password)


def chosen(office: Office, user_id: str, password: str, reset: int = 0) -> None:
    """The user chose this password."""
    verifier = make_chosen(office.secrets.peppers, office.company_id, user_id, password)
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        choose(session, office.company_id, Chosen(user_id, verifier, reset), now())
