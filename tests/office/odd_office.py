"""A foreign office whose every column is of another type, filled with whatever such a column can hold.

Which field comes from which column turns with each mapping, so that every field once meets every type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from sqlalchemy import Connection, text

from agent.office.billing import INVOICE_FIELDS, PAYMENT_FIELDS
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS
from agent.office.schedule import JOB_FIELDS, WORK_FIELDS

Cells = dict[str, Any]
Rows = dict[str, list[Cells]]
"""By set."""

_WORDS: Final = st.sampled_from(
    [
        *("null", "NULL", "true", "0", "1", "Y", "ACTIVE", " ", "2026-03-01 08:15:00", "1e400"),
        *("\\", '"', "],[", "?", "%s", ":x", "\u2028", "\x1b[0m", "a\r\nb", "\x7f", "\x01"),
        *("ß", "\U0001f9fe", "e\u0301", "\ufffd"),
    ]
)
_MOMENTS: Final = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31, 23, 59, 59))
_DATES: Final = st.dates(date(1000, 1, 1), date(9999, 12, 31))
_FLOATS: Final = st.sampled_from([0.0, 1.0, 0.1 + 0.2, -1e-30, 19.989999999999998, 1e15, 2.5])
_AMOUNTS: Final = st.decimals(-9999, 9999, allow_nan=False, places=3)


def _texts(most: int, last: int = 0x10FFFF) -> st.SearchStrategy[str]:
    alphabet = st.characters(exclude_characters="\0", exclude_categories=["Cs"], max_codepoint=last)
    words = _WORDS.filter(lambda word: len(word) <= most and all(ord(one) <= last for one in word))
    return st.one_of(words, st.text(alphabet, max_size=most))


POSTGRESQL: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "text": _texts(30),
    "varchar(30)": _texts(30),
    "char(6)": _texts(6),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.one_of(_DATES, st.sampled_from(["infinity", "0044-03-15 BC"])),
    "timestamp": st.one_of(_MOMENTS, st.just("-infinity")),
    "timestamptz": _MOMENTS.map(lambda one: one.replace(tzinfo=timezone(timedelta(hours=5)))),
    "numeric": st.one_of(_AMOUNTS, st.just(Decimal("NaN"))),
    "double precision": st.one_of(_FLOATS, st.sampled_from([float("nan"), float("inf")])),
    "real": _FLOATS,
    "bytea": st.binary(max_size=8),
    "time": st.one_of(st.times(), st.just("24:00")),
    "uuid": st.uuids(),
    "integer[]": st.lists(st.integers(0, 9), max_size=2),
    "inet": st.sampled_from(["10.0.0.1", "10.0.0.0/8", "::1"]),
    "jsonb": st.sampled_from(['{"a": 1}', "[1, 2]", '"x"', "null"]),
    "interval": st.timedeltas(timedelta(), timedelta(days=9)),
}
MARIADB: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "text": _texts(30),
    "varchar(30)": _texts(30),
    "varchar(20) CHARACTER SET latin1": _texts(20, 0x7E),
    "char(6) COLLATE utf8mb4_bin": _texts(6),
    "int": st.integers(-(2**31), 2**31 - 1),
    "bigint unsigned": st.integers(0, 2**64 - 1),
    "boolean": st.booleans(),
    "date": st.one_of(_DATES, st.sampled_from(["0000-00-00", "2026-02-00"])),
    "datetime": st.one_of(_MOMENTS, st.just("0000-00-00 00:00:00")),
    "datetime(6)": _MOMENTS,
    "timestamp NULL": st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)),
    "decimal(12,3)": _AMOUNTS,
    "double": _FLOATS,
    "float": _FLOATS,
    "blob": st.binary(max_size=8),
    "varbinary(9)": st.binary(max_size=8),
    "binary(3)": st.binary(max_size=3),
    "time": st.times().map(lambda one: time(one.hour, one.minute, one.second)),
    "year": st.integers(1950, 2100),
    "bit(8)": st.binary(min_size=1, max_size=1),
    "enum('a','B','')": st.sampled_from(["a", "B", ""]),
    "json": st.sampled_from(['{"a": "b"}', "[1, 2]", '"x"', "null"]),
}
COLUMNS: Final = {"postgresql": POSTGRESQL, "mariadb": MARIADB}

_NAMES: Final = {
    "customers": "clients",
    "properties": "places",
    "phones": "numbers",
    "jobs": "orders",
    "work": "visits",
    "invoices": "bills",
    "payments": "receipts",
}
_KEYS: Final = {"properties": "PR", "phones": "PH", "jobs": "JB", "work": "WK", "invoices": "IN", "payments": "PA"}
_FIELDS: Final = {
    "customers": CUSTOMER_FIELDS[4:],
    "properties": PROPERTY_FIELDS[1:],
    "phones": PHONE_FIELDS[1:],
    "jobs": JOB_FIELDS[1:],
    "work": WORK_FIELDS[2:],
    "invoices": INVOICE_FIELDS[1:],
    "payments": PAYMENT_FIELDS[1:],
}
"""What comes from columns of all types."""


@dataclass(frozen=True)
class OddOffice:
    """The office on one kind of database; its record ids are whole numbers, or texts."""

    kind: str
    ids: str

    @property
    def types(self) -> Sequence[str]:
        """The types of its columns."""
        return list(COLUMNS[self.kind])

    def make(self, connection: Connection) -> None:
        """Create the tables."""
        columns = ", ".join(f"c{at} {type_}" for at, type_ in enumerate(self.types))
        key = "bigint" if self.ids == "numbers" else "varchar(10)"
        for set_, name in _NAMES.items():
            keys = (
                f"id {key}, number varchar(30), status varchar(10)" if set_ == "customers" else f"id {key}, owner {key}"
            )
            connection.execute(text(f"CREATE TABLE {name} (seq int, {keys}, {columns})".replace(":", "\\:")))
            connection.execute(
                text(f"CREATE INDEX {name}_owner ON {name} ({'id' if set_ == 'customers' else 'owner'})")
            )
            connection.execute(text(f"CREATE INDEX {name}_id ON {name} (id)"))

    def mapping(self, turned: int) -> str:
        """The mapping in which every field comes from the column that many places further."""
        lines = ['[practice]\nname = "Odd"\n[company]\n"CP.Name" = "Odd"\n"CP.Share Money" = true']
        for set_, name in _NAMES.items():
            lines.append(f'[{set_}]\ntable = "{name}"\n[{set_}.fields]')
            if set_ == "customers":
                lines += ['"CU.Record Id" = "id"', '"CU.Customer Number" = "number"', '"CU.Customer Status" = "status"']
            else:
                lines.append(f'"{_KEYS[set_]}.Record Id" = "id"')
                lines.append(f'"{_KEYS[set_]}.{"Job" if set_ == "work" else "Customer"}" = "owner"')
            for at, field in enumerate(_FIELDS[set_], turned):
                lines.append(f'"{field}" = "c{at % len(self.types)}"')
        return "\n".join(lines)

    def rows(self) -> st.SearchStrategy[Rows]:
        """Few rows, with duplicates, orphans and NULL of everything."""
        key: st.SearchStrategy[Any] = st.integers(1, 4)
        if self.ids == "texts":
            key = st.sampled_from(["1", "2", "a", "A", "é", "10"])
        key = st.one_of(key, key, key, st.none())
        cells = {f"c{at}": st.one_of(st.none(), held) for at, held in enumerate(COLUMNS[self.kind].values())}
        numbers = st.sampled_from([None, "", "1", "2", "10", "a", "A", "é", "\U0001f9fe", "x "])
        customers = st.fixed_dictionaries(
            {"id": key, "number": numbers, "status": st.sampled_from(["ACTIVE", "active ", "OLD", None]), **cells}
        )
        others = st.fixed_dictionaries({"id": key, "owner": key, **cells})
        return st.fixed_dictionaries(
            {set_: st.lists(customers if set_ == "customers" else others, max_size=5) for set_ in _NAMES}
        )

    def cell(self, name: str) -> st.SearchStrategy[Any]:
        """What may be in a column."""
        return st.one_of(st.none(), COLUMNS[self.kind][self.types[int(name[1:])]])

    def few_rows(self) -> Rows:
        """Two customers with three rows of every set, in which the first two columns hold different texts."""
        owners: list[Any] = [1, 2] if self.ids == "numbers" else ["1", "b"]
        keys = [(owner, id_) for owner in owners for id_ in [3, 12, 101]]
        hanging: list[Cells] = [{"id": at, "owner": one, "c0": f"a{at}", "c1": f"b{at}"} for one, at in keys]
        customers: list[Cells] = [{"id": owner, "number": f"{owner}", "status": "ACTIVE"} for owner in owners]
        work: list[Cells] = [{"id": at, "owner": id_} for at, id_ in enumerate([3, 3, 12, 101])]
        return dict.fromkeys(_NAMES, hanging) | {"customers": customers, "work": work}

    def fill(self, connection: Connection, rows: Rows) -> None:
        """Let the tables hold just these rows."""
        for set_, name in _NAMES.items():
            connection.execute(text(f"DELETE FROM {name}"))
            for names in {tuple(row) for row in rows[set_]}:
                places = ", ".join(f":{one}" for one in names)
                alike = [{"seq": at, **row} for at, row in enumerate(rows[set_]) if tuple(row) == names]
                connection.execute(text(f"INSERT INTO {name} (seq, {', '.join(names)}) VALUES (:seq, {places})"), alike)
