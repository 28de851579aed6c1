"""Customers who chose their portal password themselves: the office's does not count for them until it is reset on
purpose (A6, A7; reliability section 2, point 6)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from agent.domain.chosen import RESETS
from agent.wiring.office import Office as Agent
from shared.canonical import decode_as
from shared.outbound import OwnPassword
from shared.parts import Change
from shared.records import Credential
from tests.agent.clerk import Clerk
from tests.agent.conftest import ACTIVE, PASSWORD, Desk
from tests.agent.wired import changes
from tests.support.chosen import SINCE, tell
from tests.support.proxy import Exchange

THREE = ("replace", "--field", PASSWORD, "--where", ACTIVE, "--yes")


@pytest.fixture
def own(desk: Desk) -> list[tuple[str, str]]:
    """Record id and number of the first two active customers with a password, who chose one themselves."""
    found = desk.rows("SELECT id, number FROM customers WHERE status = 'ACTIVE' AND password <> '' ORDER BY id LIMIT 2")
    people = [(str(record), str(number)) for record, number in found]
    tell(Agent(desk.home), [OwnPassword(record, SINCE) for record, _ in people])
    return people


def resets(desk: Desk) -> dict[str, object]:
    """By record id, the counts that travel with the next Process."""
    agent = Agent(desk.home)
    return dict(agent.overlay.values(agent.practice.practice_id, RESETS.name))


def shown(desk: Desk, number: str) -> object:
    """What `agent customers show` says of his own password."""
    return desk.must("customers", "show", number)["customer"]["own_password"]


def counts(desk: Desk, number: str) -> object:
    """Whether his own password counts, as far as this computer knows."""
    return desk.must("customers", "show", number)["customer"]["own_password"]["counts"]


def test_A6_their_rows_are_replaced_and_their_own_password_keeps_counting(
    desk: Desk, own: list[tuple[str, str]]
) -> None:
    told = desk.must(*THREE, "--value", "clip")
    assert set(desk.passwords()) == {"clip"}
    assert (told["own"], told["reset"], resets(desk)) == (2, 0, {})
    assert any("2 customers among them chose their own" in one and "--also-own" in one for one in told["warnings"])
    assert counts(desk, own[0][1]) is True
    assert desk.must("customers", "show", "1003")["customer"]["own_password"] is None


def test_A6_also_own_resets_them_with_the_rows_and_is_undone_with_them(desk: Desk, own: list[tuple[str, str]]) -> None:
    before = desk.dump()
    dry = desk.must(*THREE, "--unique", "words", "--also-own", "--dry-run")
    assert (dry["own"], dry["reset"], resets(desk), desk.dump()) == (2, 2, {}, before)
    run = desk.must(*THREE, "--unique", "words", "--also-own")
    assert run["changed"] == len(desk.passwords())
    assert resets(desk) == {record: 1 for record, _ in own}
    assert counts(desk, own[0][1]) is False
    assert "it was reset since" in desk.run("customers", "show", own[0][1]).out
    (deed,) = [one for one in desk.must("activity")["deeds"] if one["kind"] == "replace"]
    assert "Also for 2 customers who chose their own password." in deed["detail"]
    undone = desk.must("undo", str(run["run"]))
    assert (undone["changed"], undone["skipped"]) == (run["changed"], [])
    assert (desk.dump(), resets(desk)) == (before, {})
    assert counts(desk, own[0][1]) is True
    assert desk.must("redo", str(run["run"]))["changed"] == run["changed"]
    assert resets(desk) == {record: 1 for record, _ in own}


def test_A6_rows_that_hold_the_value_already_are_reset_all_the_same(desk: Desk, own: list[tuple[str, str]]) -> None:
    desk.must(*THREE, "--value", "clip")
    assert desk.run(*THREE, "--value", "clip").code == 3
    told = desk.must(*THREE, "--value", "clip", "--also-own")
    assert (told["changed"], told["reset"]) == (0, 2)
    assert resets(desk) == {record: 1 for record, _ in own}
    assert desk.run(*THREE, "--value", "clip", "--also-own").code == 3, "nobody's own counts any more"


def test_A6_a_reset_goes_above_what_any_computer_of_the_office_counted(desk: Desk, own: list[tuple[str, str]]) -> None:
    (record, number), _ = own
    tell(Agent(desk.home), [OwnPassword(record, SINCE, reset=7)], "Second portal")
    assert counts(desk, number) is True
    desk.must("customers", "set", number, "--field", PASSWORD, "--value", "mine-and-new", "--also-own")
    assert resets(desk) == {record: 8}
    tell(Agent(desk.home), [OwnPassword(record, "")])
    assert counts(desk, number) is False, "the second portal has not said that it ended"
    tell(Agent(desk.home), [OwnPassword(record, "2026-06-01T10:00:00Z", reset=8)], "Second portal")
    assert shown(desk, number) == {"since": "2026-06-01T10:00:00Z", "counts": True}, "he chose again"


def test_A7_a_new_password_of_one_customer_asks_by_also_own(desk: Desk, own: list[tuple[str, str]]) -> None:
    (record, number), _ = own
    said = desk.run("customers", "set", number, "--field", PASSWORD, "--value", "one-for-him")
    assert "it keeps counting on the portal" in said.err
    assert resets(desk) == {}
    told = desk.must("customers", "set", number, "--field", PASSWORD, "--value", "one-for-him", "--also-own")
    assert (told["changed"], told["own"], told["reset"]) == (0, True, 1)
    assert resets(desk) == {record: 1}
    desk.must("undo", str(told["run"]))
    assert resets(desk) == {}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("replace", "--field", "CU.City", "--value", "Bern", "--all", "--also-own", "--yes"), "no CU.City of their"),
        (("replace", "--field", PASSWORD, "--value", "", "--all", "--also-own", "--yes"), "keeps counting"),
        (("customers", "set", "1001", "--field", "CU.City", "--value", "Bern", "--also-own"), "no CU.City of their"),
    ],
)
def test_A6_also_own_needs_a_new_password(desk: Desk, words: tuple[str, ...], says: str) -> None:
    before = desk.dump()
    said = desk.run(*words)
    assert (said.code, desk.dump()) == (2, before)
    assert says in said.err


def test_A6_letters_leave_out_whose_password_does_not_count(
    desk: Desk, own: list[tuple[str, str]], tmp_path: Path
) -> None:
    run = desk.must(*THREE, "--unique", "random")
    told = desk.must("letters", str(tmp_path / "some.pdf"), "--run", str(run["run"]))
    reason = "chose their own password, so the office's does not count"
    assert told["left_out"][reason] == len(own)
    again = desk.must(*THREE, "--unique", "random", "--also-own")
    told = desk.must("letters", str(tmp_path / "all.pdf"), "--run", str(again["run"]))
    assert reason not in told["left_out"]


def test_A7_what_a_forgotten_portal_told_is_forgotten(desk: Desk, own: list[tuple[str, str]]) -> None:
    desk.must("portals", "forget", "CLIP Customer Portal")
    assert shown(desk, own[0][1]) is None


def test_A6_a_reset_travels_only_with_the_new_verifier(clerk: Clerk) -> None:
    """With the one of before, a password that nobody should use any more would open the account for a moment."""
    record, number = clerk.wired.office.rows("SELECT id, number FROM customers WHERE status = 'ACTIVE' LIMIT 1")[0]
    one = {"kind": "credential", "key": str(number)}
    before = {_credential(change).verifier for change in _sent(clerk.wired.first, **one)}
    tell(clerk.agent, [OwnPassword(str(record), SINCE)])
    clerk.wired.office.must(
        *("replace", "--field", PASSWORD, "--value", "amber-lamp-river-12", "--also-own", "--yes"),
        *("--where", f"CU.Customer Number = {number}"),
    )
    clerk.process()
    sent = [_credential(change) for change in _sent(clerk.wired.proxy.sent, **one)]
    assert [credential.reset for credential in sent] == [1]
    assert before and {credential.verifier for credential in sent}.isdisjoint(before)
    clerk.wired.office.must("undo")
    clerk.process()
    assert [_credential(change).reset for change in _sent(clerk.wired.proxy.sent, **one)] == [0]


def _sent(exchanges: Iterable[Exchange], kind: str, key: str) -> list[Change]:
    return [change for change in changes(exchanges) if (change.kind, change.key) == (kind, key)]


def _credential(change: Change) -> Credential:
    assert change.body is not None
    return decode_as(Credential, change.body)
