"""The campaigns of kills and cuts in short: a dozen each, with the rule that enough of them hit (reliability F1 to F5,
F9, F10, F20, F21; goals R3, R4, R5), and of hits in a replacement (F6, F7, F14, F16; goal R2)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.campaign import cut, kill_agent, kill_receiver, replacing
from tests.campaign.checker import WATCHED, rows
from tests.campaign.ledger import SqliteLedger
from tests.campaign.report import Report, table
from tests.campaign.stage import COMPANY, Stage

SEED = 1
KILLS_OF_THE_AGENT = 12
KILLS_OF_THE_RECEIVER = 10
CUTS = 15
HITS_OF_A_REPLACEMENT = 12
PAUSE_SECONDS = 0.1


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One for all."""
    with Stage.open(tmp_path_factory.mktemp("campaign"), pause=PAUSE_SECONDS) as one:
        yield one


def holds(found: Report) -> None:
    """Fails with the whole table."""
    assert found.holds, table(found)


def test_F1_F3_F4_F5_a_killed_agent_leaves_whole_pages_and_the_next_run_publishes_once(stage: Stage) -> None:
    holds(kill_agent.play(stage, KILLS_OF_THE_AGENT, SEED))


def test_F9_F10_a_killed_receiver_shows_the_old_set_or_the_new_one_and_publishes_once(stage: Stage) -> None:
    holds(kill_receiver.play(stage, KILLS_OF_THE_RECEIVER, SEED))


def test_F20_F21_a_cut_connection_ends_in_one_publication(stage: Stage) -> None:
    holds(cut.play(stage, CUTS, SEED))


def test_F6_F7_F14_F16_a_replacement_hit_in_a_system_call_is_all_old_or_all_new(tmp_path: Path) -> None:
    holds(replacing.run(tmp_path, "sqlite", HITS_OF_A_REPLACEMENT, SEED))


def test_R3_the_checker_sees_a_customer_who_was_left_behind(stage: Stage) -> None:
    assert isinstance(stage.ledger, SqliteLedger)
    before = stage.edit(0)
    stage.process(lambda _seconds: None)
    assert stage.settled(before) == []
    number, newest = rows(stage.office.practice, WATCHED, 1)[0][0], before.newest + 1
    old_back = "UPDATE records SET until = 4611686018427387904 WHERE company_id = ? AND key = ? AND until = ?"
    new_away = "UPDATE records SET until = since WHERE company_id = ? AND key = ? AND since = ?"
    with closing(sqlite3.connect(stage.ledger.database, timeout=10)) as connection, connection:
        for sql in (old_back, new_away):
            assert connection.execute(sql, (COMPANY, number, newest)).rowcount == 1
    found = stage.overseer.look(stage.edition)["faults"]
    assert any("mixes editions" in one for one in found), found
