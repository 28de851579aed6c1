"""What the migrations make of an empty database is what the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData

from receiver.db.company_net import COMPANY, EVERY_COMPANY


def faults(engine: Engine, metadata: MetaData) -> list[str]:
    """Where tables, columns, indexes and constraints of the database are not those of `metadata`."""
    with engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, metadata)]
