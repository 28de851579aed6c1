"""The company number leads every primary key and every index, so that the tables can be spread by company."""

from __future__ import annotations

from sqlalchemy import MetaData, UniqueConstraint


def faults(metadata: MetaData) -> list[str]:
    """The tables, keys and indexes that it does not lead."""
    found = []
    for table in metadata.tables.values():
        leading = {"primary key": [column.name for column in table.primary_key.columns]}
        leading |= {str(index.name): [column.name for column in index.columns] for index in table.indexes}
        uniques = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        leading |= {f"unique {n}": [column.name for column in one.columns] for n, one in enumerate(uniques)}
        found += [f"{table.name}: {name}" for name, columns in leading.items() if columns[:1] != ["company_id"]]
    return found
