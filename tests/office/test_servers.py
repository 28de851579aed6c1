"""A practice database of our own schema on a server: the same is published as from a file, and as of one instant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from agent.domain.errors import AgentError
from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.customer import CUSTOMER_FIELDS
from agent.office.engine import Database, practice_url
from agent.office.gathered import Gathered
from agent.office.hanging import CustomerSet
from agent.office.layout import PracticeRows
from agent.office.mapping import NATIVE_MAPPING
from agent.office.practice import open_practice
from agent.office.schedule import JOB_FIELDS
from agent.office.side_by_side import SideBySide
from agent.office.ways_in import ways_in
from tests.office.conftest import query, script
from tests.support.mariadb import READER, MariaDB
from tests.support.moving import move
from tests.support.postgres import Cluster

OPTIONS = ReadOptions(date(2025, 1, 1), with_activity=True)
MANY = 1_200
"""Customers, more than are read at a time."""
SHARED = "SHARED"


@pytest.fixture(params=["postgresql", "mariadb"])
def empty(request: pytest.FixtureRequest) -> tuple[str, str]:
    """An empty database: its address for whoever writes, and for whoever reads."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.database())
        return url, url
    mariadb: MariaDB = request.getfixturevalue("mariadb")
    name = mariadb.database()
    return mariadb.url(name), mariadb.url(name, READER)


def read(url: str) -> tuple[list[PracticeCustomer], dict[str, int]]:
    """Everybody, and what was counted."""
    with open_practice(url).reading() as reading:
        return list(reading.customers(OPTIONS)), dict(reading.left_out)


def shown(one: PracticeCustomer) -> tuple[object, ...]:
    """All but the fingerprint."""
    return one.number, one.body, one.history, one.invoices, one.password, one.last_activity


@pytest.mark.parametrize("money", [0, 1], ids=["no money", "money"])
def test_a_file_and_a_server_publish_the_same(own_sample: Path, empty: tuple[str, str], money: int) -> None:
    script(own_sample, f"UPDATE company SET share_money = {money}; UPDATE work SET job_id = -1 WHERE id % 50 = 0")
    writing, reading = empty
    move(own_sample, writing)
    file, counted = read(str(own_sample))
    server, counted_too = read(reading)
    assert len(file) > 20
    assert [shown(one) for one in server] == [shown(one) for one in file]
    assert any(one.invoices for one in file) == bool(money)
    assert counted == counted_too
    assert counted["rows of the set work that belong to no customer"] > 0


@pytest.fixture
def crowded(own_sample: Path, empty: tuple[str, str]) -> tuple[str, str]:
    """A server with many customers, some of them with one number, and some without."""
    writing, reading = empty
    move(own_sample, writing)
    told(writing, f"INSERT INTO customers (id, number, status) VALUES {_many()}")
    told(writing, "INSERT INTO jobs (id, customer_id, number) SELECT id, id, number FROM customers WHERE id > 10000")
    return writing, reading


def _many() -> str:
    numbers = {**dict.fromkeys(range(MANY // 2, MANY // 2 + 40), f"'{SHARED}'"), **dict.fromkeys(range(30), "NULL")}
    return ", ".join(f"({10_001 + at}, {numbers.get(at, repr(f'N{at}'))}, 'ACTIVE')" for at in range(MANY))


def told(url: str, sql: str) -> None:
    """Run SQL past the agent, as the office's program does."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"read_timeout": 20} if "pymysql" in url else {})
    with engine.begin() as connection:
        connection.execute(text(sql))


def test_a_read_is_of_one_instant_while_the_office_goes_on_writing(crowded: tuple[str, str]) -> None:
    writing, reading = crowded
    with open_practice(reading).reading() as one:
        stream = one.customers(OPTIONS)
        first = next(stream)
        told(writing, "UPDATE customers SET name = 'CHANGED'")
        told(writing, "DELETE FROM jobs")
        rest = list(stream)
    everybody = [first, *rest]
    assert len(everybody) > MANY - 100
    assert not any(one.body.name == "CHANGED" for one in everybody)
    assert all(one.body.jobs for one in everybody if one.number.startswith("N"))
    assert {one.body.name for one in read(reading)[0]} == {"CHANGED"}


def test_records_with_one_number_are_one_customer_wherever_a_part_ends(crowded: tuple[str, str]) -> None:
    found, counted = read(crowded[1])
    assert [one.number for one in found] == sorted({one.number for one in found}, key=str.encode)
    assert [one.record_id for one in found if one.number == SHARED] == [str(10_001 + MANY // 2)]
    assert counted["records with a customer number that another record has"] == 39
    assert counted["customers without a customer number"] == 30


def ways_taken(url: str) -> set[type]:
    """How customers are read there."""
    with Database(practice_url(url)).read() as connection:
        rows = PracticeRows(connection, NATIVE_MAPPING, "it")
        sets = [CustomerSet("jobs", "JB.Customer", JOB_FIELDS)]
        return {type(part) for part in ways_in(connection, rows, CUSTOMER_FIELDS, sets, money=False)}


def test_without_an_index_nobody_is_looked_for_among_all_rows(crowded: tuple[str, str]) -> None:
    writing, reading = crowded
    eight = " UNION ALL ".join(f"SELECT {at} AS at" for at in range(8))
    more = f"SELECT 1000000 + 8 * id + at, id FROM customers, ({eight}) AS eight"
    told(writing, f"INSERT INTO jobs (id, customer_id) {more}")
    told(writing, "ANALYZE" + (" TABLE customers, jobs" if "mariadb" in writing else ""))
    assert ways_taken(reading) == {Gathered}
    told(writing, "DROP INDEX jobs_by_customer" + (" ON jobs" if "mariadb" in writing else ""))
    assert ways_taken(reading) == {SideBySide}


def test_what_is_too_long_for_one_text_of_the_server_is_read_row_by_row(own_sample: Path, mariadb: MariaDB) -> None:
    name = mariadb.database()
    url = mariadb.url(name, READER)
    move(own_sample, mariadb.url(name))
    [(customer,)] = query(own_sample, "SELECT id FROM customers WHERE number = '1001'")
    places = ", ".join(f"({1_000_000 + at}, {customer}, repeat('x', 65000))" for at in range(70))
    told(mariadb.url(name), f"INSERT INTO properties (id, customer_id, notes) VALUES {places}")
    found = {one.number: one for one in read(url)[0]}
    assert sum(place.id >= "1000000" for place in found["1001"].body.properties) == 70
    told(mariadb.url(name), "UPDATE properties SET notes = 'changed' WHERE id = 1000069")
    moved = {one.number for one in read(url)[0] if one.fingerprint != found[one.number].fingerprint}
    assert "1001" in moved


def test_nothing_can_be_written_while_reading(empty: tuple[str, str]) -> None:
    told(empty[0], "CREATE TABLE plain (id int)")
    with pytest.raises(AgentError) as refused, Database(practice_url(empty[0])).read() as connection:
        connection.execute(text("INSERT INTO plain VALUES (1)"))
    assert "read" in refused.value.detail.casefold().replace("-", " ").split()
