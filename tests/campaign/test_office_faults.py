"""The faults at the office's side in short (reliability F1 to F8, F13, F14, F16 to F18, F36, F37, F41, F45 to F47)."""

from __future__ import annotations

import os

from tests.campaign.registry import Grounds
from tests.campaign.short import holds


def test_F5_R1_the_power_goes_under_the_agents_folder(grounds: Grounds) -> None:
    holds(grounds, "F5 R1")


def test_F8_an_undo_leaves_the_rows_that_somebody_else_changed(grounds: Grounds) -> None:
    holds(grounds, "F8")


def test_F12_R1_what_the_receiver_acknowledged_is_there_after_a_power_cut(grounds: Grounds) -> None:
    holds(grounds, "F12 R1")


def test_F13_R1_a_backup_that_was_complete_is_whole_after_a_power_cut(grounds: Grounds) -> None:
    holds(grounds, "F13 R1")


def test_F17_a_database_that_another_program_holds_is_waited_for_or_left_alone(grounds: Grounds) -> None:
    holds(grounds, "F17")


def test_F18_a_database_that_is_written_all_the_time_is_read_as_of_one_instant(grounds: Grounds) -> None:
    holds(grounds, "F18")


def test_F14_F16_a_call_that_fails_is_told_and_nothing_half_is_published(grounds: Grounds) -> None:
    holds(grounds, "F14 F16")


def test_F45_too_little_memory_is_as_a_kill(grounds: Grounds) -> None:
    holds(grounds, "F45")


def test_F47_few_files_and_threads_are_told(grounds: Grounds) -> None:
    holds(grounds, "F47")


def test_F36_a_layout_that_has_changed_stops_before_anything_is_sent(grounds: Grounds) -> None:
    holds(grounds, "F36")


def test_F36_A18_a_mapped_database_that_has_changed_is_neither_read_nor_written(grounds: Grounds) -> None:
    holds(grounds, "F36 A18")


def test_F37_another_file_in_its_place_is_refused_with_a_question(grounds: Grounds) -> None:
    holds(grounds, "F37")


def test_F5_a_lost_or_torn_file_of_the_agent_is_made_anew(grounds: Grounds) -> None:
    holds(grounds, "F5")


def test_F41_an_upgrade_that_is_killed_half_way_goes_on(grounds: Grounds) -> None:
    holds(grounds, "F41")


def test_F46_a_keyring_that_lost_its_keys_is_told_and_pairing_again_helps(grounds: Grounds) -> None:
    holds(grounds, "F46")


def test_F47_what_the_account_may_not_do_is_named(grounds: Grounds) -> None:
    holds(grounds, "F47 denied")


if os.geteuid() == 0:

    def test_F14_a_disk_with_a_few_kilobytes_left_is_told(grounds: Grounds) -> None:
        holds(grounds, "F14")
