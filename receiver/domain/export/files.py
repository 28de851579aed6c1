"""The pictures of the copy: those that customers sent, those that pages show, and the office's logo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import select

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.companies.office import find_logo
from receiver.domain.looks.models import Picture
from receiver.domain.requests.models import Photo
from receiver.files import Files


def pictures_of(work: UnitOfWork, files: Files, company_id: int, published: int) -> Iterator[tuple[str, bytes]]:
    """Each with its place in the copy, read when its turn comes. What can't be read is named at the end."""
    with work.viewing(company_id) as connection:
        logo = find_logo(connection, company_id, published)
    if logo is not None:
        yield "pictures/office-logo.png", logo
    with work.reading(company_id) as session:
        shown = session.execute(
            select(Picture.name, Picture.type, Picture.body).where(Picture.company_id == company_id)
        ).all()
        photos = session.execute(
            select(Photo.request, Photo.position, Photo.photo_id)
            .where(Photo.company_id == company_id)
            .order_by(Photo.request, Photo.position)
        ).all()
    for name, type_, body in shown:
        yield f"pictures/{name}.{type_.rpartition('/')[2]}", body
    missing = []
    for request, position, photo_id in photos:
        place = f"photos/{request}-{position + 1}.jpg"
        held = None
        with suppress(DatabaseFault):
            held = files.read(company_id, photo_id)
        if held is None:
            missing.append(place)
        else:
            yield place, held
    if missing:
        yield "missing.txt", "\n".join(missing).encode()
