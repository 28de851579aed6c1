"""Faults on the wire and at the receiver, each a few times (reliability F9 to F11, F15, F19 to F30, F33 to F35, F38 to
F40; goals R3 to R7); and faults that are planted, which the rules have to find."""

from __future__ import annotations

import os

import pytest

from tests.campaign.registry import Grounds
from tests.campaign.short import holds


@pytest.fixture
def root() -> None:
    """Only root may make small disks and network namespaces."""
    assert os.geteuid() == 0, "Only root may make small disks and network namespaces: run the tests as root."


def test_F9_F10_a_worker_killed_in_a_write_leaves_old_or_new_and_another_one_serves(grounds: Grounds) -> None:
    holds(grounds, "F9 F10 R7")


def test_F10_R3_no_page_mixes_snapshots_while_the_receiver_is_killed(grounds: Grounds) -> None:
    holds(grounds, "F10 R3")


def test_F11_a_restart_in_the_middle_of_a_request_answers_it(grounds: Grounds) -> None:
    holds(grounds, "F11")


@pytest.mark.usefixtures("root")
def test_F15_a_full_disk_keeps_the_old_set_and_lets_people_sign_in(grounds: Grounds) -> None:
    holds(grounds, "F15")


def test_F19_twenty_other_writers_are_a_matter_of_time(grounds: Grounds) -> None:
    holds(grounds, "F19")


@pytest.mark.usefixtures("root")
def test_F22_F23_a_line_that_loses_packets_or_is_slow_publishes_in_the_end(grounds: Grounds) -> None:
    holds(grounds, "F22 F23")


def test_F22_what_somebody_else_answers_is_never_taken_for_success(grounds: Grounds) -> None:
    holds(grounds, "F22")


def test_F24_a_certificate_that_is_not_right_is_refused_and_explained(grounds: Grounds) -> None:
    holds(grounds, "F24")


def test_F25_ten_of_each_request_have_one_effect(grounds: Grounds) -> None:
    holds(grounds, "F25")


def test_F25_F26_in_any_order_one_whole_version_is_shown_and_never_an_older_one(grounds: Grounds) -> None:
    holds(grounds, "F25 F26 R4")


def test_F27_a_used_key_is_refused_for_anything_else(grounds: Grounds) -> None:
    holds(grounds, "F27")


def test_F28_a_key_still_answers_after_months(grounds: Grounds) -> None:
    holds(grounds, "F28")


def test_F29_F30_a_copy_of_the_computer_or_one_that_slept_brings_nothing_older_back(grounds: Grounds) -> None:
    holds(grounds, "F29 F30")


def test_F29_F30_a_lease_is_stale_after_a_minute(grounds: Grounds) -> None:
    holds(grounds, "F29 F30 R7")


def test_F33_what_was_cut_short_or_damaged_is_refused(grounds: Grounds) -> None:
    holds(grounds, "F33")


def test_F34_what_is_signed_well_and_wrong_inside_is_refused(grounds: Grounds) -> None:
    holds(grounds, "F34")


def test_F35_bombs_are_refused_and_the_memory_stays(grounds: Grounds) -> None:
    holds(grounds, "F35")


def test_F38_many_customers_gone_unseen_are_held_until_somebody_looks(grounds: Grounds) -> None:
    holds(grounds, "F38")


def test_F39_an_older_copy_of_the_receiver_gets_everything_again(grounds: Grounds) -> None:
    holds(grounds, "F39")


def test_F40_what_is_newer_is_refused_with_both_versions(grounds: Grounds) -> None:
    holds(grounds, "F40")
