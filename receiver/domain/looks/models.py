"""The tables of a portal's looks. Pictures are small, at most 100 KB, and rest beside the row that names them: both are
changed in one transaction, and a file store that is away takes none of them from a page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class CompanyLook(CompanyOwned, Base):
    """How the portal of a company looks; a company that never changed it has none."""

    __tablename__ = "looks"

    body: Mapped[bytes]
    """JSON of `receiver.domain.looks.look.Look`."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class Picture(CompanyOwned, Base):
    """A picture of the portal, made anew from what was uploaded."""

    __tablename__ = "pictures"

    name: Mapped[str] = mapped_column(primary_key=True)
    """Random, part of its address."""
    kind: Mapped[str]
    """`receiver.domain.looks.pictures.Kind`."""
    type: Mapped[str]
    """`image/png` or `image/webp`."""
    width: Mapped[int]
    height: Mapped[int]
    body: Mapped[bytes]
    made_at: Mapped[datetime]
