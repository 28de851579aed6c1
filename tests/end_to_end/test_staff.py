"""Level-1 users travel with the snapshot, nobody else of the office (A14)."""

from __future__ import annotations

from tests.support.office import Office
from tests.support.receiver import Receiver


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
