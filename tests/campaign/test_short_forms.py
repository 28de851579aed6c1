"""The campaigns of kills and cuts in short: a dozen each, with the rule that enough of them hit (reliability F1 to F5,
F9, F10, F20, F21; goals R3, R4, R5), and of hits in a replacement (F6, F7, F14, F16; goal R2)."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.campaign.checker import WATCHED, rows
from tests.campaign.ledger import SqliteLedger
from tests.campaign.registry import Grounds
from tests.campaign.short import holds
from tests.campaign.stage import COMPANY, Stage

FOR_EVER = 4611686018427387904
"""Where a record ends that is still published."""


def test_F1_F3_F4_F5_a_killed_agent_leaves_whole_pages_and_the_next_run_publishes_once(grounds: Grounds) -> None:
    holds(grounds, "F1")


def test_F9_F10_a_killed_receiver_shows_the_old_set_or_the_new_one_and_publishes_once(grounds: Grounds) -> None:
    holds(grounds, "F9")


def test_F20_F21_a_cut_connection_ends_in_one_publication(grounds: Grounds) -> None:
    holds(grounds, "F20")


def test_F6_F7_F14_F16_a_replacement_hit_in_a_system_call_is_all_old_or_all_new(grounds: Grounds) -> None:
    holds(grounds, "F6")


def test_R3_the_checker_sees_a_customer_who_was_left_behind(stage: Stage) -> None:
    assert isinstance(stage.ledger, SqliteLedger)
    before = stage.edit(0)
    stage.process(lambda _seconds: None)
    assert stage.settled(before) == []
    number, newest = rows(stage.office.practice, WATCHED, 1)[0][0], before.newest + 1
    left = "SELECT kind, since FROM records WHERE company_id = ? AND key = ? AND until = ?"
    with closing(sqlite3.connect(stage.ledger.database, timeout=10, isolation_level=None)) as connection:
        ((kind, since),) = connection.execute(left, (COMPANY, number, newest)).fetchall()

        def end(since: int, until: int) -> None:
            sql = "UPDATE records SET until = ? WHERE company_id = ? AND kind = ? AND key = ? AND since = ?"
            assert connection.execute(sql, (until, COMPANY, kind, number, since)).rowcount == 1

        end(since, FOR_EVER)
        end(newest, newest)
        found = stage.overseer.look(stage.edition)["faults"]
        end(since, newest)
        end(newest, FOR_EVER)
    assert any("mixes editions" in one for one in found), found
    assert stage.settled(before) == []
