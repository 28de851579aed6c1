"""Level-1 users travel with the snapshot, nobody else of the office (A14)."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent.cli.root import run
from tests.support.office import Office
from tests.support.receiver import Receiver

DANA = "window-river-77"
MAPPING = """
[practice]
name = "Kunden"
[company]
"CP.Name" = "Kundendienst"
"CP.Email" = "kunden@example.com"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Record Id" = "Nr"
"CU.Customer Name" = "Name"
"CU.Customer Status" = { constant = "ACTIVE" }
"""


@dataclass(frozen=True)
class Clerk:
    """Somebody who types commands in an office; they run in this process, which is faster."""

    office: Office
    capture: pytest.CaptureFixture[str]

    def must(self, user: str, typed: str, *words: str) -> dict[str, Any]:
        """A command of somebody who signs in, which has to succeed; `typed` are the passwords it reads."""
        reading, writing = os.pipe()
        os.write(writing, typed.encode())
        os.close(writing)
        signing = ("--user", user, "--password-fd", str(reading), "--json", "--home", str(self.office.home))
        self.capture.readouterr()
        code = run([one.replace("FD", str(reading)) for one in words] + list(signing))
        os.close(reading)
        said = self.capture.readouterr()
        assert code == 0, said
        told: dict[str, Any] = json.loads(said.out)
        return told


def test_A14_only_level_1_users_with_a_changed_password_travel(paired: tuple[Receiver, Office]) -> None:
    _, office = paired
    ((level_1,),) = office.rows("SELECT count(*) FROM users WHERE level = 1")
    ((others,),) = office.rows("SELECT count(*) FROM users WHERE level > 1")
    assert level_1
    assert others
    told = office.process()
    assert told["counts"]["staff"] == level_1
    office.change("UPDATE users SET password = 'CLIP' WHERE level = 1")
    assert "staff" not in office.process()["counts"]


def test_A14_level_1_users_that_the_agent_itself_keeps_travel_too(
    receiver: Receiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path / "foreign")
    office.practice.touch()
    office.change("CREATE TABLE Kunden AS SELECT 'K1' AS Nr, 'Kim' AS Name")
    mapping = office.folder / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    office.init(mapping)
    office.pair(receiver, receiver.create_company(office.company, "Kundendienst"))
    clerk = Clerk(office, capsys)
    clerk.must("", DANA, "users", "add", "dana", "--level", "1", "--new-password-fd", "FD")
    assert office.must("users", "activate")["created"] == "CLIP"
    assert clerk.must("dana", DANA, "process")["counts"] == {"company": 1, "customer": 1, "staff": 1}
    clerk.must("CLIP", "CLIP\nmaple-otter-quiet-lamp", "users", "set", "CLIP", "--new-password-fd", "FD")
    assert clerk.must("dana", DANA, "process")["counts"]["staff"] == 2
