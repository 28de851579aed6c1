"""A practice database with one customer, in which every field holds something found nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from sqlalchemy import Table, create_engine

from agent.office.catalog import TABLES
from agent.office.columns import ColumnField
from agent.office.schema import METADATA
from tests.support.pictures import drawing

RECORD_IDS: Final = {name: 700_001 + at for at, name in enumerate(TABLES)}
LINKS: Final = {
    "Customer": "customers",
    "Property": "properties",
    "Job": "jobs",
    "Invoice": "invoices",
    "Employee": "employees",
    "Account": "accounts",
}
FIXED: Final = {
    "CU.Customer Status": "ACTIVE",
    "CU.Customer Mark": True,
    "CU.Employee Mark": False,
    "CU.Not On Portal": False,
    "CP.Email": "sign-office@example.com",
    "CP.Currency": "QZX",
    "CP.Share Money": True,
    "CP.Logo": drawing(),
    "CP.Withheld Fields": None,
    "US.Level": 1,
}
"""What has to be as it is for anything to leave at all."""


def make(file: Path) -> dict[str, object]:
    """Make the database; gives what each field holds, by its name. Of work there are two rows: a planned visit, and one
    that was done."""
    engine = create_engine(f"sqlite:///{file}")
    METADATA.create_all(engine)
    held: dict[str, object] = {}
    with engine.begin() as connection:
        for name, table in TABLES.items():
            row = dict(_row(name, table, held))
            if name == "work":
                connection.execute(table.insert().values(row | {"id": 790_000, "posted": True}))
                row |= {"started": None, "ended": None, "posted": False}
            connection.execute(table.insert().values(row))
    engine.dispose()
    return held


def _row(set_: str, table: Table, held: dict[str, object]) -> Iterator[tuple[str, object]]:
    prefix = table.info["set"].prefix
    for column in table.columns:
        about: ColumnField = column.info["field"]
        name = f"{prefix}.{about.label}"
        held[name] = FIXED[name] if name in FIXED else _sign(set_, about, name, len(held))
        yield column.name, held[name]


def _sign(set_: str, about: ColumnField, name: str, at: int) -> object:
    """Something of that type that no other field holds; links hold what they lead to."""
    if about.label == "Record Id":
        return RECORD_IDS[set_]
    if about.label in LINKS and about.type == "integer":
        return RECORD_IDS[LINKS[about.label]]
    match about.type:
        case "text" | "memo":
            return f"sign-{at:03}-{name[:2]}"[: about.length or None]
        case "money":
            return Decimal(1000 + at) + Decimal("0.37")
        case "moment":
            return datetime(date.today().year, 1, 2, 3, 4) + timedelta(minutes=at)
        case "date":
            return date(date.today().year, 1, 1) + timedelta(days=at)
        case "mark":
            return True
    return 900_000 + at
