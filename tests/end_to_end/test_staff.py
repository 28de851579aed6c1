"""Level-1 users travel with the snapshot, nobody else of the office (A14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.office import Office
from tests.support.receiver import Receiver

DANA = "window-river-77"
MAPPING = """
[practice]
name = "Kunden"
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Record Id" = "Nr"
"CU.Customer Name" = "Name"
"CU.Customer Status" = { constant = "ACTIVE" }
"""


def by(office: Office, user: str, typed: str, *words: str) -> dict[str, Any]:
    """A command of somebody who signs in, which has to succeed."""
    answer = office.run(*words, "--user", user, "--password-fd", "0", "--json", typed=typed)
    assert answer.code == 0, answer
    return answer.json


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


def test_A14_level_1_users_that_the_agent_itself_keeps_travel_too(receiver: Receiver, tmp_path: Path) -> None:
    office = Office(tmp_path / "foreign")
    office.practice.touch()
    office.change("CREATE TABLE Kunden AS SELECT 'K1' AS Nr, 'Kim' AS Name")
    mapping = office.folder / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    office.init(mapping)
    office.pair(receiver, receiver.create_company(office.company, "Kundendienst"))
    words = ("users", "add", "dana", "--level", "1", "--new-password-fd", "0")
    assert office.run(*words, typed=DANA).code == 0
    assert office.must("users", "activate")["created"] == "CLIP"
    assert by(office, "dana", DANA, "process")["counts"] == {"company": 1, "customer": 1, "staff": 1}
    by(office, "CLIP", "CLIP\nmaple-otter-quiet-lamp", "users", "set", "CLIP", "--new-password-fd", "0")
    assert by(office, "dana", DANA, "process")["counts"]["staff"] == 2
