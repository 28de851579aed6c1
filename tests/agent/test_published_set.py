"""The rules of Process that need no receiver: who is published, what changed, which passwords are weak."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.diff import SetDiff
from agent.domain.errors import PracticeError, SetupError, UsageError
from agent.domain.portals import Portal
from agent.domain.practice import PracticeCustomer
from agent.domain.selection import Selection
from agent.domain.weakness import Weakness
from agent.usecases.common_passwords import common_passwords
from agent.usecases.process import chosen

SETS = st.dictionaries(st.text(min_size=1, max_size=4), st.binary(min_size=1, max_size=1), max_size=30)
DAY = date(2026, 3, 1)


def customer(active: bool, last_activity: date | None = None) -> PracticeCustomer:
    return PracticeCustomer(number="1", record_id="1", active=active, last_activity=last_activity)


def test_A8_an_empty_history_date_is_this_and_the_last_calendar_year() -> None:
    assert Selection.of(date(2026, 11, 21), None, None).reading.history_since == date(2025, 1, 1)
    assert Selection.of(date(2026, 11, 21), DAY, None).reading.history_since == DAY


@pytest.mark.parametrize(
    ("last", "taken"), [(None, False), (date(2026, 2, 28), False), (DAY, False), (date(2026, 3, 2), True)]
)
def test_A8_activity_after_does_not_hold_the_day_itself(last: date | None, taken: bool) -> None:
    chosen_by_date = Selection(date(2025, 1, 1), activity_after=DAY)
    assert chosen_by_date.takes(customer(False, last)) is taken
    assert chosen_by_date.takes(customer(True, last))
    assert not Selection(date(2025, 1, 1)).takes(customer(False, last))


@given(before=SETS, after=SETS)
def test_the_difference_is_what_sets_say(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    def published(kind: str) -> Iterator[tuple[str, bytes]]:
        return iter(sorted(before.items()) if kind == "customer" else [])

    diff = SetDiff(published)
    sent, gone = set(), set()
    for key, hash_ in sorted(after.items()):
        send, passed = diff.offer("customer", key, hash_)
        gone |= set(passed)
        if send:
            sent.add(key)
    gone |= {key for _, key in diff.rest()}
    assert sent == {key for key, hash_ in after.items() if before.get(key) != hash_}
    assert gone == before.keys() - after.keys()
    counts = diff.counts.get("customer", {"added": 0, "changed": 0, "removed": 0})
    assert counts["added"] == len(after.keys() - before.keys())
    assert counts["added"] + counts["changed"] == len(sent)
    assert counts["removed"] == len(gone)


def test_keys_out_of_order_are_refused() -> None:
    diff = SetDiff(lambda _kind: iter(()))
    diff.offer("customer", "2", b"h")
    with pytest.raises(PracticeError, match="unexpected order"):
        diff.offer("customer", "2", b"h")


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("clip", True),
        ("1234567", True),
        ("password", True),
        ("Qwertyuiop", True),
        ("Green Valley", True),
        ("greenvalley!", True),
        ("555-010-0199", True),
        ("johnsample", True),
        ("harbor-violin-cactus-moss", False),
        ("p4sture!7", False),
    ],
)
def test_weak_passwords(password: str, weak: bool) -> None:
    judge = Weakness(common_passwords(), {"Green Valley"})
    assert judge.weak(password, ("1001", "John Sample", "(555) 010-0199")) is weak


def test_A8_exactly_one_destination() -> None:
    first, second = (Portal(at, f"Portal {at}", "https://x", 112, "", "", "", "") for at in (1, 2))
    assert chosen([first], None) is first
    assert chosen([first, second], "Portal 2") is second
    with pytest.raises(UsageError, match="Select one destination"):
        chosen([first, second], None)
    with pytest.raises(UsageError, match="no portal"):
        chosen([first], "Portal 2")
    with pytest.raises(SetupError, match="agent pair"):
        chosen([], None)
