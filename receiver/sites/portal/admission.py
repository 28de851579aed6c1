"""Holds a session against what is published at this moment, and against what the portal keeps (T22).

It ends when its customer left the snapshot, when his number belongs to another record, or when his password was
changed; where only the account that he looked at is gone, it goes on at another one of his.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort
from sqlalchemy import Connection

from receiver.db.unit_of_work import now
from receiver.domain.administrators.looking_on import looks_on
from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import Portal
from receiver.domain.looks.sections import sections_of
from receiver.domain.people import sessions as people
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.rights import Rights
from receiver.domain.people.verifiers import StoredCredential, counting, read_credential
from receiver.domain.people.visits import Before, before, begins
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.queries import numbers_of, published_records
from receiver.sites.frame import Frame, closed_page, open_frame, published_office
from receiver.sites.portal.visit import Ended, Moved, Nowhere, State, User, Visit
from receiver.web.forgery import session_token
from receiver.web.language import gettext as _
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own account: its number and name, and the password that is published for it."""

    number: str
    name: str
    credential: StoredCredential | None


def checked(found: people.Found, connection: Connection, token: str) -> State:
    """Hold the session against what is published now, and against what the portal keeps."""
    company = found.portal
    office = published_office(unpacked(found.office)) if found.office else Office(company.name)
    frame = Frame(company, office, found.published_at)
    if company.suspended:
        abort(closed_page(frame))
    viewer = ""
    if found.viewer:
        looking = looks_on(connection, company.company_id, found.viewer, found.viewer_session, now())
        if looking is None:
            return Ended(frame, _("You were signed out of the administration site; so the view as customer ended too."))
        viewer = looking.name
    user = User(found.user_id, found.kept)
    own = _own(user, found, connection)
    if own is None or found.kept.deactivated_at is not None:
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."), again=False)
    if not _holds(found, own.credential):
        if own.number != found.own_number:
            return Ended(frame, _("The office changed the number of this account. Please sign in with the new one."))
        return Ended(frame, _("The office changed the password of this account. Please sign in with the new one."))
    user = replace(user, name=own.name)
    looked_at = _account(found, connection)
    rights = Rights.OWN if user.record_id == found.record_id else found.link
    if found.viewer and (looked_at is None or rights is None):
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."), again=False)
    if looked_at is None or rights is None:
        return _elsewhere(frame, user, own, found, connection) or Nowhere(frame, user, session_token(token))
    number, body = looked_at
    accounts = found.links + (not user.person)
    form_token = session_token(token)
    return Visit(
        frame,
        number,
        body,
        connection,
        form_token,
        user,
        Rights(rights),
        own.number,
        accounts,
        found.unread,
        viewer,
        _before(found),
        frame.look.hidden_sections | sections_of(found.kept.hidden or ""),
    )


def visit_begins(found: people.Found) -> bool:
    """Whether a visit begins with this page."""
    return begins(found.kept.visited_at, None if found.viewer else found.seen_at, now())


def _before(found: people.Found) -> Before:
    kept = found.kept
    earlier = (kept.visited_before, kept.visited_before_at)
    return before((kept.visited, kept.visited_at), earlier, begun=visit_begins(found))


def _own(user: User, found: people.Found, connection: Connection) -> Own | None:
    """The user's own account as it is now; None where it left the portal. An extra person has none, and no number."""
    if user.person:
        return Own("", found.kept.name or "", None)
    published = read_credential(unpacked(found.credential)) if found.credential else None
    number, name = found.own_number, found.own_name or ""
    if found.own_record != user.record_id:
        company = found.portal
        number = _number_now(company, connection, user.record_id) or ""
        wanted = [(kind, number) for kind in ("customer", "credential")]
        stored = published_records(connection, company.company_id, company.published, wanted) if number else {}
        if wanted[0] not in stored:
            return None
        name = decode_as(records.Customer, stored[wanted[0]].body).name
        published = read_credential(stored[wanted[1]].body) if wanted[1] in stored else None
    return Own(number, name, published if published and published.record_id == user.record_id else None)


def _account(found: people.Found, connection: Connection) -> tuple[str, records.Customer] | None:
    """The account that is looked at: its number now, and its record; None where it left the portal."""
    body = decode_as(records.Customer, unpacked(found.customer)) if found.customer else None
    if body is not None and body.record_id == found.record_id:
        return found.number, body
    company = found.portal
    number = _number_now(company, connection, found.record_id)
    wanted = ("customer", number or "")
    stored = published_records(connection, company.company_id, company.published, [wanted]).get(wanted)
    return (number, decode_as(records.Customer, stored.body)) if number and stored else None


def _elsewhere(frame: Frame, user: User, own: Own, found: people.Found, connection: Connection) -> Moved | None:
    """The account to look at instead of one that the user can't see any more: his own, else the first that is linked to
    him; None where he has none."""
    why = _("You can't see account %(number)s any more.", number=found.number)
    if not user.person:
        return Moved(frame, user, own.number, user.record_id, own.number, why)
    for one in linked_accounts(connection, found.portal.company_id, found.portal.published, user.user_id):
        if one.number:
            return Moved(frame, user, one.number, one.record_id, "", why)
    return None


def _holds(found: people.Found, credential: StoredCredential | None) -> bool:
    """Whether the password that the session was started with still counts; who has none came by a mailed link."""
    verifier = counting(found.kept.verifier or b"", found.kept.reset or 0, credential)
    return (verifier.mark if verifier else b"") == found.verifier_mark


def _number_now(company: Portal, connection: Connection, record_id: str) -> str | None:
    """The number that the office's record has now: that of the session was given to somebody else or to nobody."""
    numbers = numbers_of(connection, company.company_id, company.published, record_id)
    return numbers[0] if len(numbers) == 1 else None


def unknown(connection: Connection, company_id: int) -> Ended:
    frame = open_frame(connection, company_id)
    return Ended(frame, _("You were signed out. Please sign in once more."))
