"""What a user is known by: the address that his mails go to, and the words that his password may not be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from receiver.domain.mail.addresses import one_address
from receiver.domain.people.candidates import Candidate
from receiver.domain.people.password_rules import ADMINISTRATORS_CHARACTERS, Unfit, unfit
from receiver.domain.people.users import PortalUser
from receiver.domain.snapshots.queries import published_records
from receiver.sites.frame import Frame
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from shared import limits, records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Known:
    """What the office and the portal know a user by."""

    address: str
    """Where mails to him go; empty where there is none on file that mail can be sent to."""
    words: tuple[str, ...]


def known_by(connection: Session | Connection, frame: Frame, user: Candidate | None) -> Known:
    """What `user` is known by, in one statement; as long for nobody."""
    customer = _published(connection, frame, user.own_number if user else "")
    if user is None:
        return Known("", ())
    house = (frame.office.name, *frame.office.name.split(), frame.office.phone)
    own: tuple[str, ...] = (user.name, user.login_id, user.email, user.number)
    if customer is not None:
        phones = (one.number for one in customer.phones)
        own += (customer.first_name, customer.company_name, customer.email, *phones)
    return Known(one_address(customer.email if customer else user.email), (*house, *own))


def address_on_file(connection: Session | Connection, frame: Frame, number: str) -> str:
    """The address that the office has of a customer; empty where it has none that mail can be sent to."""
    customer = _published(connection, frame, number)
    return one_address(customer.email) if customer else ""


def own_address(visit: Visit) -> str:
    """Where mails to the user go, whichever account he looks at; empty where no mail can go to what is on file."""
    if visit.user.person:
        return one_address(visit.user.kept.email or "")
    if visit.user.record_id == visit.customer.record_id:
        return one_address(visit.customer.email)
    return address_on_file(visit.connection, visit.frame, visit.own_number)


def _published(connection: Session | Connection, frame: Frame, number: str) -> records.Customer | None:
    company, wanted = frame.company, ("customer", number)
    stored = published_records(connection, company.company_id, company.published, [wanted]).get(wanted)
    return decode_as(records.Customer, stored.body) if stored else None


def least_characters(connection: Session | Connection, company_id: int, user_id: str) -> int:
    """How long the password of a user has to be, where the rules for everybody are not enough."""
    rights = select(PortalUser.administers).where(PortalUser.company_id == company_id, PortalUser.user_id == user_id)
    return ADMINISTRATORS_CHARACTERS if connection.execute(rights).scalar() else 0


def password_fault(password: str, known: Known, least: int = 0) -> str:
    """What is wrong with a password that somebody would choose, a sentence for its field; empty where nothing is."""
    match unfit(password, known.words):
        case None:
            return (
                _("Who administers needs at least %(least)d characters.", least=least) if len(password) < least else ""
            )
        case Unfit.EMPTY:
            return _("Type a new password.")
        case Unfit.SHORT:
            return _("That is too short. Please use at least 8 characters; several words are easy to remember.")
        case Unfit.LONG:
            return _("That is too long. A password has at most %(most)d characters.", most=limits.PASSWORD_CHARACTERS)
        case Unfit.NOT_TYPED:
            return _("Something in it is no character. Please type it again.")
        case Unfit.COMMON:
            return _("That is one of the passwords that are tried first. Please think of another one.")
        case Unfit.OWN_WORD:
            return _("That is a name or number that others know. Please think of another one.")
