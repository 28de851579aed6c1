"""The company net stops statements that reach rows of a company they do not name; each case here is a planted fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from receiver.db.bulk import insert_rows
from receiver.db.company_net import company_tables
from receiver.db.company_reach import CompanyNetError
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import records
from receiver.domain.tables import TABLES
from tests.receiver.publishing import House
from tests.support.databases import copied_file

OTHER = aliased(Device)
NAMED_FIRST = Table("named_first", MetaData(), Column("name", Text), Column("company_id", Integer))
ROW = {"kind": "customer", "key": "1", "since": 1, "until": 2, "hash": b"", "body": b""}

REACHING: dict[str, Callable[[Session], object]] = {
    "no predicate": lambda one: one.execute(select(records.c.key)),
    "count from": lambda one: one.scalar(select(func.count()).select_from(Device)),
    "another company": lambda one: one.get(Company, 113),
    "or": lambda one: one.execute(select(Device).where(or_(Device.company_id == 112, Device.name == ""))),
    "in": lambda one: one.execute(select(Device.name).where(Device.company_id.in_([112, 113]))),
    "joined by something else": lambda one: one.execute(
        select(Device.name).join(OTHER, Device.name == OTHER.name).where(Device.company_id == 112)
    ),
    "outer join": lambda one: one.execute(
        select(Device.name).outerjoin(OTHER, and_(Device.company_id == 112, OTHER.company_id == 112))
    ),
    "exists": lambda one: one.execute(
        select(Device.name).where(Device.company_id == 112, exists(select(1).where(OTHER.name == Device.name)))
    ),
    "scalar sub-select": lambda one: one.execute(
        select(Device.name).where(
            Device.company_id == 112, Device.name == select(func.max(Device.name)).correlate(None).scalar_subquery()
        )
    ),
    "derived table": lambda one: one.execute(select(select(Device.name).subquery())),
    "with": lambda one: one.execute(select(select(Device.name).cte())),
    "union": lambda one: one.execute(select(Device.name).where(Device.company_id == 112).union(select(OTHER.name))),
    "text": lambda one: one.execute(text("SELECT * FROM devices")),
    "update all": lambda one: one.execute(update(Device).values(name="x")),
    "update to another": lambda one: one.execute(update(Device).where(Device.company_id == 112).values(company_id=113)),
    "update from": lambda one: one.execute(
        update(Device).where(Device.company_id == 112, Device.name == OTHER.name).values(name="x")
    ),
    "delete another": lambda one: one.execute(delete(Device).where(Device.company_id == 113)),
    "insert another": lambda one: one.execute(insert(records).values(company_id=113, **ROW)),
    "insert two": lambda one: one.execute(insert(records), [{"company_id": 112, **ROW}, {"company_id": 113, **ROW}]),
    "rows for the driver": lambda one: insert_rows(one, records, [(112, *ROW.values()), (113, *ROW.values())]),
    "no company first": lambda one: insert_rows(one, NAMED_FIRST, [("1", 112)]),
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> UnitOfWork:
    """A database with company 112."""
    folder: Path = tmp_path_factory.mktemp("net")
    return House.make(f"sqlite:///{copied_file(folder)}").work


@pytest.mark.parametrize("name", REACHING)
def test_T2_a_statement_that_reaches_further_is_stopped(work: UnitOfWork, name: str) -> None:
    with pytest.raises(CompanyNetError), work.writing(112) as session:
        REACHING[name](session)


def test_T2_statements_that_hold_to_their_company_pass(work: UnitOfWork) -> None:
    with work.writing(112) as session:
        held = Device.company_id == 112
        assert session.scalar(select(func.count()).select_from(Device).where(held)) == 0
        for statement in (
            select(Device.name).join(OTHER, Device.company_id == OTHER.company_id).where(held),
            select(Device.name).outerjoin(OTHER, Device.company_id == OTHER.company_id).where(held),
            select(Device.name).where(held, exists(select(1).where(OTHER.company_id == Device.company_id))),
        ):
            assert session.execute(statement).all() == []
        session.execute(update(Device).where(held).values(name="x"))
        session.execute(update(Device).where(held, OTHER.company_id == Device.company_id).values(name=OTHER.name))
        session.execute(delete(Device).where(held))


def test_T2_only_the_host_crosses_companies(work: UnitOfWork) -> None:
    with work.every_company() as session:
        assert [one.company_id for one in session.scalars(select(Company))] == [112]


def test_company_id_leads_every_primary_key_and_index() -> None:
    assert {table.name for table in TABLES} == set(company_tables())
    for table in TABLES:
        leading = [next(iter(table.primary_key)).name, *(next(iter(index.columns)).name for index in table.indexes)]
        assert set(leading) == {"company_id"}, table.name
