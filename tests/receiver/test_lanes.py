"""Who sees what while others write: readers one moment, writers of a lane each other's work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from receiver.db.lanes import Lane
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from tests.receiver.publishing import House, some_customers

TIMES = 40
PUBLISHED = select(Company.published).where(Company.company_id == 112)


@pytest.mark.parametrize("lane", Lane)
def test_F19_writers_of_a_lane_never_lose_what_another_wrote(house: House, lane: Lane) -> None:
    def add_one(_: int) -> None:
        with house.work.writing(112, lane) as session:
            company = find_company(session, 112)
            assert company is not None
            company.last_number += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(TIMES)))
    with house.work.reading(112) as session:
        company = find_company(session, 112)
    assert company is not None and company.last_number == TIMES


def test_a_reader_sees_one_moment(house: House) -> None:
    with house.work.reading(112) as session:
        assert session.scalar(PUBLISHED) == 0
        done = house.publish("key-0001", {}, some_customers(2), base=0)
        assert session.scalar(PUBLISHED) == 0
    with house.work.reading(112) as session:
        assert session.scalar(PUBLISHED) == done.id


@pytest.mark.parametrize("way", ["reading", "viewing"])
def test_a_reader_leaves_nothing(house: House, way: str) -> None:
    rename = update(Company).where(Company.company_id == 112).values(name="Another")
    # PostgreSQL does not even begin it; SQLite forgets it.
    refused = pytest.raises(DBAPIError, match="read-only") if house.on_postgresql else nullcontext()
    with refused:
        if way == "reading":
            with house.work.reading(112) as session:
                session.execute(rename)
        else:
            with house.work.viewing(112) as connection:
                connection.execute(rename)
    with house.work.reading(112) as session:
        company = find_company(session, 112)
    assert company is not None and company.name == "Green Valley"
