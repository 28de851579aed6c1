"""A1: what the office says of itself reaches the portal with the next Process, wherever it is kept."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.office.untouched import MOMENT_SECONDS
from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.companies.office import LOGO, Office
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.queries import published_records
from shared.canonical import decode_as
from shared.records import COMPANY_KEY
from tests.agent.clerk import Clerk
from tests.support.office import Office as RealOffice
from tests.support.pictures import drawing, opened
from tests.support.receiver import Receiver

MAIL = "post@kundendienst.example"
MAPPING = """
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Customer Name" = "Name"
"CU.Customer Status" = { constant = "ACTIVE" }
"""
KEPT = ("company", COMPANY_KEY)


def published(receiver: Receiver, company: int) -> tuple[Office, bytes]:
    """What the receiver's own database holds of an office, and its logo."""
    engine = make_engine(f"sqlite:///{receiver.database}")
    with UnitOfWork(engine).reading(company) as session:
        found = find_company(session, company)
        assert found is not None
        held = published_records(session, company, found.published, [KEPT, LOGO])
    engine.dispose()
    return decode_as(Office, held[KEPT].body), held[LOGO].body if LOGO in held else b""


@pytest.fixture
def mapped(clerk: Clerk, tmp_path: Path) -> Iterator[RealOffice]:
    """An office whose database has no place for what it says of itself, paired and never published."""
    office = RealOffice(tmp_path / "mapped", 131)
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        connection.execute("CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT)")
        connection.executemany("INSERT INTO Kunden VALUES (?, ?)", [(f"K{at}", f"Person {at}") for at in range(12)])
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    office.init(mapping)
    code = clerk.receiver.create_company(131, "As the host called it")
    office.pair(clerk.receiver, code)
    yield office
    shutil.rmtree(office.home)


def test_A1_the_company_email_is_required_before_the_first_process(clerk: Clerk, mapped: RealOffice) -> None:
    refused = mapped.run("process", "--json")
    assert refused.code == 1
    assert "no e-mail address" in refused.json["error"]["title"]
    assert "System > Email Settings" in refused.json["error"]["remedy"]
    assert "agent settings set" in refused.json["error"]["remedy"]
    assert mapped.must("process", "--dry-run")["customers"] == 12
    assert clerk.receiver.must("snapshots", "list", "--company", "131", "--json").json["snapshots"] == []

    mapped.must("settings", "set", "--email", MAIL)
    assert mapped.process()["customers"] == 12
    office, logo = published(clerk.receiver, 131)
    assert (office.name, office.email, logo) == ("Kundendienst", MAIL, b"")

    # The file of the practice database is not touched from here on, long enough to be trusted.
    time.sleep(MOMENT_SECONDS + 0.2)
    assert mapped.run("process").code == 3
    assert mapped.run("process").code == 3
    picture = mapped.folder / "sign.png"
    picture.write_bytes(drawing())
    mapped.must("settings", "set", "--email", "new@kundendienst.example", "--logo", str(picture), "--name", "Neu")
    told = mapped.process()
    assert told["difference"] == {"company": {"added": 0, "changed": 1, "removed": 0}}
    office, logo = published(clerk.receiver, 131)
    assert (office.name, office.email, office.time_zone) == ("Neu", "new@kundendienst.example", "UTC")
    assert opened(logo).size == (office.logo_width, office.logo_height) == (300, 100)
    mapped.must("settings", "set", "--email", MAIL, "--no-logo")
    mapped.process()
    office, logo = published(clerk.receiver, 131)
    assert (office.email, office.logo_mark, logo) == (MAIL, "", b"")


def test_A1_settings_in_columns_travel_with_the_next_process(clerk: Clerk) -> None:
    practice = clerk.wired.office
    before = practice.rows("SELECT email, phone, logo FROM company")[0]
    practice.change("UPDATE company SET email = 'fresh@greenvalley.example', logo = ?", b"no picture at all")
    told = clerk.process()
    assert told["left_out"]["pictures that can't be the logo"] == 1
    assert published(clerk.receiver, 112)[0].email == "fresh@greenvalley.example"
    practice.change("UPDATE company SET logo = ?", drawing((800, 600), "JPEG", "RGB"))
    clerk.process()
    office, logo = published(clerk.receiver, 112)
    assert opened(logo).size == (office.logo_width, office.logo_height) == (160, 120)
    practice.change("UPDATE company SET email = ?, phone = ?, logo = ?", *before)


def test_A1_the_email_may_be_missing_later(clerk: Clerk) -> None:
    [(email,)] = clerk.wired.office.rows("SELECT email FROM company")
    clerk.wired.office.change("UPDATE company SET email = NULL")
    clerk.process()
    assert published(clerk.receiver, 112)[0].email == ""
    clerk.wired.office.change("UPDATE company SET email = ?", email)
