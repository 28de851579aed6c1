"""The pictures of a portal: kept beside the row that names them, and the offers that wait for a yes.

A picture that was scaled down is shown first, and is the portal's only when its administrator says so (C5); one that
was chosen on a form that is not saved yet waits in the same way (C6).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from receiver.domain.looks.look import Shown
from receiver.domain.looks.models import Picture
from shared import limits
from shared.portal_picture import Taken

SPLASH_WIDTH, SPLASH_HEIGHT = 800, 70
"""Pixels of the largest splash screen: the article's words."""
WAITS: Final = timedelta(days=1)
"""How long an offer is kept."""
NAME_BYTES: Final = 16
_NAME: Final = re.compile(r"[0-9A-Za-z_-]{22}")


class Kind(StrEnum):
    """What a picture is for."""

    SPLASH = "splash"
    LOGO = "logo"
    SPLASH_OFFERED = "splash-offered"
    LOGO_OFFERED = "logo-offered"


OFFERED: Final = {Kind.SPLASH: Kind.SPLASH_OFFERED, Kind.LOGO: Kind.LOGO_OFFERED}
BOXES: Final = {
    Kind.SPLASH: (SPLASH_WIDTH, SPLASH_HEIGHT),
    Kind.LOGO: (limits.LOGO_WIDTH, limits.LOGO_HEIGHT),
}
"""The most that a picture of a kind has across and down."""


@dataclass(frozen=True, slots=True)
class Served:
    """A picture as it is sent to a browser."""

    type: str
    body: bytes = field(repr=False)


def offer(session: Session, company_id: int, kind: Kind, taken: Taken, now: datetime) -> Shown:
    """Keep a picture until somebody says yes to it, in place of the offer before."""
    waiting = OFFERED[kind]
    session.execute(delete(Picture).where(Picture.company_id == company_id, Picture.kind == waiting))
    return _kept(session, company_id, waiting, taken, now)


def keep(session: Session, company_id: int, kind: Kind, taken: Taken, now: datetime) -> Shown:
    """Keep a picture as the portal's. The one before goes with `forget_others`."""
    return _kept(session, company_id, kind, taken, now)


def accept(session: Session, company_id: int, kind: Kind, name: str, now: datetime) -> Shown | None:
    """Make an offer the portal's picture; None where it waits no more."""
    picture = _offer_of(session, company_id, kind, name, now)
    if picture is None:
        return None
    picture.kind = kind
    session.flush()
    return Shown(picture.name, picture.width, picture.height)


def offered(session: Session, company_id: int, kind: Kind, name: str, now: datetime) -> Shown | None:
    """The offer of that name, while it waits."""
    picture = _offer_of(session, company_id, kind, name, now)
    return Shown(picture.name, picture.width, picture.height) if picture else None


def same_as(session: Session, company_id: int, shown: Shown | None, taken: Taken) -> bool:
    """Whether the portal shows this very picture already."""
    held = session.get(Picture, (company_id, shown.name)) if shown else None
    return held is not None and held.body == taken.body


def forget_others(session: Session, company_id: int, kind: Kind, shown: Shown | None, now: datetime) -> None:
    """Remove the pictures of a kind but the one that is shown, and what has waited too long for a yes."""
    others = [Picture.company_id == company_id, Picture.name != (shown.name if shown else "")]
    session.execute(delete(Picture).where(*others, Picture.kind == kind))
    waiting = tuple(OFFERED.values())
    session.execute(delete(Picture).where(*others, Picture.kind.in_(waiting), Picture.made_at < now - WAITS))


def picture_of(connection: Connection | Session, company_id: int, name: str, *, waiting: bool = False) -> Served | None:
    """The picture of that name that the portal shows, or, for administrators, one that waits for a yes."""
    if not _NAME.fullmatch(name):
        return None
    kinds = tuple(OFFERED.values()) if waiting else tuple(OFFERED)
    row = connection.execute(
        select(Picture.type, Picture.body).where(
            Picture.company_id == company_id, Picture.name == name, Picture.kind.in_(kinds)
        )
    ).one_or_none()
    return Served(*row) if row else None


def _kept(session: Session, company_id: int, kind: Kind, taken: Taken, now: datetime) -> Shown:
    name = secrets.token_urlsafe(NAME_BYTES)
    session.add(
        Picture(
            company_id=company_id,
            name=name,
            kind=kind,
            type=taken.type,
            width=taken.width,
            height=taken.height,
            body=taken.body,
            made_at=now,
        )
    )
    session.flush()
    return Shown(name, taken.width, taken.height)


def _offer_of(session: Session, company_id: int, kind: Kind, name: str, now: datetime) -> Picture | None:
    if not _NAME.fullmatch(name):
        return None
    found = session.get(Picture, (company_id, name))
    waits = found is not None and found.kind == OFFERED[kind] and now - found.made_at < WAITS
    return found if waits else None
