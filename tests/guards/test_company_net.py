"""What keeps companies apart in the database, whatever a query forgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from receiver.db.base import Base
from receiver.db.company_reach import CompanyNetError
from receiver.domain.snapshots.models import Snapshot
from tests.guards.company_keys import faults
from tests.support import application


def test_the_company_number_leads_every_key_and_index(tmp_path: Path) -> None:
    application.made(tmp_path)
    assert len(Base.metadata.tables) > 5
    assert faults(Base.metadata) == []


def test_a_statement_that_names_no_company_is_stopped(tmp_path: Path) -> None:
    work = application.work(tmp_path)
    with work.reading(112) as session, pytest.raises(CompanyNetError):
        session.execute(select(func.count()).select_from(Snapshot))


def test_a_statement_about_another_company_is_stopped(tmp_path: Path) -> None:
    work = application.work(tmp_path)
    with work.reading(112) as session, pytest.raises(CompanyNetError):
        session.execute(select(Snapshot).where(Snapshot.company_id == 113))
