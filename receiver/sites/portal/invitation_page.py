"""The page of the link of an invitation: what it says, and the forms to accept (B11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, make_response
from sqlalchemy import Connection

from receiver.db.unit_of_work import now
from receiver.domain.people import invitations, linking
from receiver.domain.snapshots.queries import numbers_of
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal.people import CHOICES
from receiver.sites.portal.visit import User
from receiver.web import sessions
from receiver.web.forgery import session_token
from receiver.web.pages import render
from receiver.web.transaction import viewing


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that is still good, and the account as it is now."""

    frame: Frame
    token: str = field(repr=False)
    details: invitations.Details
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the forms, and what is wrong with it."""

    name: str = ""
    identifier: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    new_fault: str = ""
    known_fault: str = ""


def find_opened(company_id: int, token: str) -> Opened | None:
    """The invitation of this link; None where it is over, or its account is not on the portal just now."""
    with viewing(company_id) as connection:
        return _found(connection, open_frame(connection, company_id), token)


def _found(connection: Connection, frame: Frame, token: str) -> Opened | None:
    company_id, published = frame.company_id, frame.company.published
    held = invitations.find(connection, company_id, token, now())
    numbers = numbers_of(connection, company_id, published, held.details.record_id) if held else []
    if held is None or len(numbers) != 1:
        return None
    record_id = held.details.record_id
    name = linking.names_of(connection, company_id, published, [record_id]).get(record_id, "")
    return Opened(frame, token, held.details, numbers[0], name)


def page(
    company_id: int, token: str, status: int = 200, *, user: User | None = None, said: Said | None = None
) -> Response:
    """The page of the link, as somebody new sees it, or as `user` does who is signed in."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        opened = _found(connection, frame, token)
    if opened is None:
        return make_response(render("portal/invitation_over.html", frame=frame), 410)
    session = sessions.token(company_id)
    shown = render(
        "portal/invitation.html",
        frame=frame,
        opened=opened,
        told=opened.details,
        may=next(title for rights, title, _about in CHOICES if rights == opened.details.rights),
        user=user,
        form_token=session_token(session) if session and user else "",
        said=said or Said(),
        most=invitations.NAME_CHARACTERS,
    )
    return make_response(shown, status)
