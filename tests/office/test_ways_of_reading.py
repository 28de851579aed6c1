"""However the practice database is read, what is published is the same to the byte, and so is what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, NullPool, create_engine

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.engine import Database, practice_url
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping
from agent.office.mapping_file import read_mapping
from agent.office.reader import Reading
from agent.office.ways_in import WaysIn, general_way, ways_in
from shared.canonical import encode
from tests.office.odd_office import OddOffice, Rows
from tests.support.mariadb import READER, MariaDB
from tests.support.postgres import Cluster

OPTIONS = ReadOptions(date(1000, 1, 1), with_activity=True)
Published = list[tuple[object, ...]]


@dataclass(frozen=True)
class Source:
    """A practice database, to be read in one way or the other."""

    url: str
    mapping: PracticeMapping

    def read(self, ways: WaysIn) -> tuple[list[PracticeCustomer], dict[str, int]]:
        """Everybody, and what was left out."""
        database = Database(practice_url(self.url))
        with database.read() as connection:
            reading = Reading(connection, PracticeRows(connection, self.mapping, "it"), self.mapping, "it", ways)
            return list(reading.customers(OPTIONS)), dict(reading.left_out)


def published(read: tuple[list[PracticeCustomer], dict[str, int]]) -> tuple[Published, dict[str, int]]:
    """All but the fingerprints, as bytes where they are sent as such."""
    everybody, left_out = read
    return [
        (
            one.number,
            one.record_id,
            one.active,
            one.password,
            one.last_activity,
            encode(one.body),
            [(year, encode(history)) for year, history in one.history],
            one.left_out,
        )
        for one in everybody
    ], left_out


class Field:
    """The odd office on a running server."""

    def __init__(self, office: OddOffice, writing: Engine, reading: str, folder: Path) -> None:
        self.office, self._writing, self._reading, self._folder = office, writing, reading, folder

    def filled(self, rows: Rows, turned: int) -> Source:
        """The office with these rows."""
        with self._writing.begin() as connection:
            self.office.fill(connection, rows)
        file = self._folder / f"{turned}.toml"
        if not file.exists():
            file.write_text(self.office.mapping(turned))
        return Source(self._reading, read_mapping(file, ""))


def field_on(kind: str, ids: str, request: pytest.FixtureRequest, folder: Path) -> Field:
    office = OddOffice(kind, ids)
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        writing = reading = cluster.url(cluster.database())
    else:
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        name = mariadb.database()
        writing, reading = mariadb.url(name) + "&init_command=SET sql_mode=''", mariadb.url(name, READER)
    engine = create_engine(writing, poolclass=NullPool)
    with engine.begin() as connection:
        office.make(connection)
    return Field(office, engine, reading, folder)


@pytest.fixture(scope="module", params=["postgresql numbers", "postgresql texts", "mariadb numbers", "mariadb texts"])
def field(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Field:
    """The odd office on each server."""
    kind, ids = request.param.split()
    return field_on(kind, ids, request, tmp_path_factory.mktemp("odd"))


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_gathered_or_side_by_side_the_same_is_published(field: Field, data: st.DataObject) -> None:
    turned = data.draw(st.integers(0, len(field.office.types) - 1))
    source = field.filled(data.draw(field.office.rows()), turned)
    assert published(source.read(ways_in)) == published(source.read(general_way))
