"""However the practice database is read, what is published is the same to the byte, and so is what is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, NullPool, create_engine

from agent.office.engine import Database, practice_url
from agent.office.gathered import Gathered
from agent.office.hanging import CustomerRows, CustomerSet, Hanging
from agent.office.layout import PracticeRows
from agent.office.mapping_file import read_mapping
from agent.office.streams import Raw
from agent.office.ways_in import WaysIn, gathering_on, general_way
from tests.office.odd_office import OddOffice, Rows
from tests.office.seeing import Read, Seen, marks, published
from tests.support.mariadb import READER, MariaDB
from tests.support.postgres import Cluster

EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def gathered(
    connection: Connection,
    rows: PracticeRows,
    fields: tuple[str, ...],
    sets: Sequence[CustomerSet],
    *,
    money: bool,
) -> Iterator[CustomerRows]:
    """The fast way, however small the tables are."""
    gathering = gathering_on(connection, rows, fields, sets)
    assert gathering is not None
    for part in gathering.parts():
        assert isinstance(part, Gathered)
        yield part


class Server:
    """The odd office on a running server."""

    def __init__(self, office: OddOffice, writing: Engine, reading: str, folder: Path) -> None:
        self.office, self._writing, self._reading, self._folder = office, writing, reading, folder

    def fill(self, rows: Rows) -> None:
        """Let the office have just these rows, in this order."""
        with self._writing.begin() as connection:
            self.office.fill(connection, rows)

    def read(self, turned: int, *ways: WaysIn) -> list[Read]:
        """Read it in several ways."""
        file = self._folder / f"{turned}.toml"
        file.write_text(self.office.mapping(turned))
        with Database(practice_url(self._reading)).read() as connection:
            seen = Seen(connection, read_mapping(file, ""))
            return [seen.read(one) for one in ways]


def server_with(office: OddOffice, request: pytest.FixtureRequest, folder: Path) -> Server:
    """An empty odd office on a server of its kind."""
    if office.kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        writing = reading = cluster.url(cluster.database())
    else:
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        name = mariadb.database()
        writing, reading = mariadb.url(name) + "&init_command=SET sql_mode=''", mariadb.url(name, READER)
    engine = create_engine(writing, poolclass=NullPool)
    with engine.begin() as connection:
        office.make(connection)
    return Server(office, engine, reading, folder)


@pytest.fixture(scope="module", params=["postgresql numbers", "postgresql texts", "mariadb numbers", "mariadb texts"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The odd office, on each server with record ids of each kind."""
    return server_with(OddOffice(*request.param.split()), request, tmp_path_factory.mktemp("odd"))


@EXAMPLES
@given(data=st.data())
def test_gathered_or_side_by_side_the_same_is_published(server: Server, data: st.DataObject) -> None:
    turned = data.draw(st.integers(0, len(server.office.types) - 1))
    rows = data.draw(server.office.rows())
    server.fill(rows)
    fast, general = server.read(turned, gathered, general_way)
    assert published(fast) == published(general)
    server.fill({set_: found[::-1] for set_, found in rows.items()})
    fast_again, general_again = server.read(turned, gathered, general_way)
    assert published(fast_again) == published(general_again) == published(fast)


@EXAMPLES
@given(data=st.data())
def test_whoever_moved_has_another_fingerprint(server: Server, data: st.DataObject) -> None:
    turned = data.draw(st.integers(0, len(server.office.types) - 1))
    rows = data.draw(server.office.rows().filter(lambda one: any(one.values())))
    server.fill(rows)
    [before] = server.read(turned, gathered)
    one = data.draw(st.sampled_from([row for found in rows.values() for row in found]))
    name = data.draw(st.sampled_from([name for name in one if name.startswith("c")]))
    one[name] = data.draw(server.office.cell(name))
    server.fill(rows)
    [after] = server.read(turned, gathered)
    known = marks(before)
    assert all(known.get(mark, shown) == shown for mark, shown in marks(after).items())


class Spoiled:
    """Customers of whom the texts that the database gathered are spoiled on the way."""

    def __init__(self, part: CustomerRows, spoil: Callable[[list[Any]], list[Any]]) -> None:
        self._part, self._spoil = part, spoil
        self.source = part.source

    def customers(self) -> Iterator[Raw]:
        """The customers."""
        return self._part.customers()

    def of(self, row: Raw, copies: int = 1) -> Hanging:
        """What hangs on this customer, spoiled."""
        return tuple(
            json.dumps(self._spoil(json.loads(f"[{one}]")))[1:-1] if isinstance(one, str) else one
            for one in self._part.of(row, copies)
        )

    def pass_over(self, row: Raw) -> None:
        """Nobody wants to know."""

    def rows(self, row: Raw, hanging: Hanging) -> tuple[list[Raw], ...]:
        """What `of` gave, as rows."""
        return self._part.rows(row, hanging)

    def close(self) -> None:
        """The end."""


def _cut(row: list[Any]) -> list[Any]:
    return [*row[:2], *[cell[:-1] if _is_word(cell) else cell for cell in row[2:]]]


def _swapped(row: list[Any]) -> list[Any]:
    return [*row[:2], *row[3:1:-1], *row[4:]] if all(map(_is_word, row[2:4])) else row


def _is_word(cell: object) -> bool:
    return isinstance(cell, str) and not cell.isdecimal()


FAULTS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "a row is lost": lambda rows: rows[1:],
    "a row comes twice": lambda rows: [*rows, rows[0]],
    "texts lose their end": lambda rows: [_cut(row) for row in rows],
    "columns change places": lambda rows: [_swapped(row) for row in rows],
}


def spoiled(spoil: Callable[[list[Any]], list[Any]]) -> WaysIn:
    """The fast way, with that fault in it."""

    def ways(
        connection: Connection,
        rows: PracticeRows,
        fields: tuple[str, ...],
        sets: Sequence[CustomerSet],
        *,
        money: bool,
    ) -> Iterator[CustomerRows]:
        return (Spoiled(part, spoil) for part in gathered(connection, rows, fields, sets, money=money))

    return ways


@pytest.mark.parametrize("fault", FAULTS)
def test_such_a_fault_would_be_noticed(server: Server, fault: str) -> None:
    server.fill(server.office.few_rows())
    fast, general, spoilt = server.read(0, gathered, general_way, spoiled(FAULTS[fault]))
    assert published(fast) == published(general) != published(spoilt)


def test_a_fingerprint_is_of_the_rows_and_not_of_their_order(server: Server) -> None:
    def seen(rows: Rows, way: WaysIn) -> list[bytes]:
        server.fill(rows)
        return list(marks(*server.read(0, way)))

    rows = server.office.few_rows()
    turned = {set_: found[::-1] for set_, found in rows.items()}
    assert seen(rows, gathered) == seen(turned, gathered)
    assert len(seen(rows, gathered)) == 2
    in_other_order = spoiled(lambda rows: rows[::-1])
    assert seen(rows, gathered) != seen(rows, in_other_order), "such a fault would be noticed"
