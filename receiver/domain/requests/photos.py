"""The photos that come with messages. The pictures lie in the file store, under names that the rows keep.

A picture is written before its row is committed. So a row always has its pictures, and what a receiver left behind that
was killed in between belongs to no row: `remove_orphans` finds it a day later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, select
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.requests.models import CustomerRequest, Photo
from receiver.files import Files, new_name
from shared.photo import Taken

NAME_CHARACTERS: Final = 60
ORPHAN_AGE: Final = timedelta(days=1)
SMALL: Final = ".small"
"""The ending of the name of the small picture."""

_ODD: Final = re.compile(r"[^\w.() -]+")
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo whose pictures are in the file store."""

    photo_id: str
    name: str
    taken: Taken = field(repr=False)


def keep(files: Files, company_id: int, name: str, taken: Taken) -> Kept:
    """Write the pictures of a photo that the customer calls `name`. Raises `DatabaseFault`."""
    photo_id = new_name()
    files.keep(company_id, photo_id, taken.jpeg)
    files.keep(company_id, f"{photo_id}{SMALL}", taken.small)
    return Kept(photo_id, clean_name(name), taken)


def drop(files: Files, company_id: int, kept: Sequence[Kept]) -> None:
    """No row is going to name these. Raises `DatabaseFault`."""
    for one in kept:
        files.remove(company_id, one.photo_id)
        files.remove(company_id, f"{one.photo_id}{SMALL}")


def add(session: Session, company_id: int, number: int, kept: Sequence[Kept], now: datetime) -> None:
    """They came with that request."""
    for position, one in enumerate(kept):
        session.add(
            Photo(
                company_id=company_id,
                photo_id=one.photo_id,
                request=number,
                position=position,
                name=one.name,
                width=one.taken.width,
                height=one.taken.height,
                bytes=len(one.taken.jpeg),
                made_at=now,
            )
        )


def photo_at(session: Session, company_id: int, number: int, position: int) -> Photo | None:
    """The photo at a place of a request's photos, from 0."""
    return session.scalars(
        select(Photo).where(Photo.company_id == company_id, Photo.request == number, Photo.position == position)
    ).one_or_none()


def photo_of(connection: Connection, company_id: int, record_id: str, number: int, position: int) -> str | None:
    """The same for a page: its name in the file store, where the request is one of this account."""
    found: str | None = connection.execute(
        select(Photo.photo_id)
        .join(
            CustomerRequest,
            and_(CustomerRequest.company_id == Photo.company_id, CustomerRequest.number == Photo.request),
        )
        .where(
            Photo.company_id == company_id,
            Photo.request == number,
            Photo.position == position,
            CustomerRequest.record_id == record_id,
        )
    ).scalar_one_or_none()
    return found


def remove_orphans(work: UnitOfWork, files: Files, company_id: int, now: datetime) -> int:
    """Remove the company's files that no row names; gives how many. Raises `DatabaseFault`."""
    old = files.older_than(company_id, now - ORPHAN_AGE)
    if not old:
        return 0
    with work.reading(company_id) as session:
        known = set(session.scalars(select(Photo.photo_id).where(Photo.company_id == company_id)))
    orphans = [name for name in old if name.removesuffix(SMALL) not in known]
    for name in orphans:
        files.remove(company_id, name)
    return len(orphans)


def clean_name(written: str) -> str:
    """What the customer calls the file, as it can be shown and saved anywhere; what is kept is a JPEG."""
    last = re.split(r"[/\\]", written)[-1]
    stem = last.rpartition(".")[0] or last
    plain = " ".join(_ODD.sub("_", stem).split()).strip(" ._")[:NAME_CHARACTERS].strip(" ._")
    if not plain or _DEVICES.fullmatch(plain):
        plain = f"photo_{plain}".rstrip("_")
    return f"{plain}.jpg"
