"""Finds the photos that came with a message; the pictures lie in the file store."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.requests.models import Photo


def photo_at(session: Session, company_id: int, number: int, position: int) -> Photo | None:
    """The photo at a place of a request's photos, from 0."""
    return session.scalars(
        select(Photo).where(Photo.company_id == company_id, Photo.request == number, Photo.position == position)
    ).one_or_none()
