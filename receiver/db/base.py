"""What every table of the receiver is built on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

OPEN: Final = 2**62
"""The `until` of a row that nothing has closed yet."""

KeyText = Text().with_variant(Text(collation="C"), "postgresql")
"""Exact text in byte order on every database: SQLite compares bytes anyway, PostgreSQL with ICU would not."""


class Moment(TypeDecorator[datetime]):
    """A moment, always in UTC and always aware in Python: `timestamptz` on PostgreSQL, the time in UTC on SQLite, which
    keeps no zones."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLAlchemy asks, for each database."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLAlchemy asks, on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLAlchemy asks, on the way out."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables of the receiver."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, str: KeyText, bytes: LargeBinary}


class CompanyOwned:
    """A table whose rows belong to one company each; its number leads the primary key and every index."""

    company_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)
