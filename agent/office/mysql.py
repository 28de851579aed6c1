"""Gathering on MySQL and MariaDB (see `gathered.Server`).

Their JSON_ARRAYAGG can't be told an order (MySQL) or cuts off what is too long (MariaDB). So GROUP_CONCAT joins the
rows. It cuts off, too, but says so in a warning: whatever comes with a warning is read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from agent.office.carriage import Convert, Way, as_text
from agent.office.streams import Raw, type_codes

_TEXTS: Final = frozenset({15, 245, 247, 248, 249, 250, 251, 252, 253, 254})
_BYTES: Final = frozenset({16, 255, *_TEXTS})
_WHOLE: Final = frozenset({1, 2, 3, 8, 9, 13})
"""Numbers of types in the protocol: texts of all lengths; what may be bytes instead, with bits and shapes; integers of
all lengths, and years."""
_MOMENTS: Final = frozenset({7, 12})
"""Timestamps, and dates with a time."""
_PLAIN: Final = len("2026-03-01 08:15:00")
_LONGEST: Final = 4 * 1024 * 1024
"""Bytes of the JSON of a set of one customer."""
_FEW: Final = 100
"""Rows that may be looked through for every customer."""


class MySQL:
    """MySQL and MariaDB, by the driver PyMySQL."""

    array = "json_array"

    def ways(self, connection: Connection, columns: Select[Any]) -> list[Way]:
        """How the columns of a SELECT travel."""
        connection.exec_driver_sql(f"SET SESSION group_concat_max_len = {_LONGEST}")
        codes = type_codes(connection, columns)
        sets = connection.execute(select(*[func.charset(one) for one in columns.selected_columns]).limit(1)).first()
        driver: Any = connection.connection.driver_connection
        return [
            _way(code, charset == "binary", driver.decoders)
            for code, charset in zip(codes, sets or ["binary"] * len(codes), strict=True)
        ]

    def affords(self, connection: Connection, gathered: Select[Any], apart: Sequence[Select[Any]]) -> bool:
        """Whether it looks through nothing large for every customer."""
        sql = str(gathered.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {sql}").mappings()
        return not any(
            step["select_type"].startswith("DEPENDENT")
            and step["type"] in ("ALL", "index")
            and int(step["rows"]) > _FEW
            for step in plan
        )

    def rows(self, connection: Connection, statement: Select[Any]) -> Iterator[Raw] | None:
        """The rows, whole: no other result could be asked for beside it, and a server does not wait for long until
        somebody takes the next row."""
        result = connection.execute(statement)
        warned = result.cursor.warning_count
        found = result.all()
        return None if warned else iter(found)


def _way(code: int, binary: bool, decoders: Mapping[int, Convert]) -> Way:
    if code in _WHOLE:
        return as_text(code, int)
    if code in _MOMENTS and code in decoders:
        return as_text(code, str, _moment(decoders[code]))
    if code in _BYTES and binary:
        return Way(f"{code} in hex", str, func.hex, bytes.fromhex)
    return as_text(code, str, None if code in _TEXTS else decoders.get(code))


def _moment(made: Convert) -> Convert:
    """What the driver's own conversion makes; Python's is a tenth of the work and does the same where it does it."""

    def convert(text: str) -> object:
        if len(text) == _PLAIN:
            with suppress(ValueError):
                return datetime.fromisoformat(text)
        return made(text)

    return convert
