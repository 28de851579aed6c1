"""T8: what an office computer tells of its work is in the audit log, once, as its own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from receiver.domain.audit.models import AuditEntry
from receiver.domain.audit.queries import Wanted, details_of, listed, said_of
from shared.audit import DEEDS_AT_ONCE, Noted, OfficeDeed, Told
from tests.receiver.hosted import Hosted, Hosting
from tests.receiver.signed import Computer, code_of

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")


def deed(nth: int, /, action: str = "replaced", **words: object) -> OfficeDeed:
    """Something that was done yesterday."""
    told = {"by": "Dana", "what": "CU.Customer Password", "number": 7, "count": 212, **words}
    return msgspec.convert({"key": f"{nth:032x}", "at": YESTERDAY, "action": action, **told}, OfficeDeed)


def tell(computer: Computer, *deeds: OfficeDeed, after: str = "") -> Noted:
    """Tell, and be heard."""
    answer = computer.send("POST", "audit", msgspec.json.encode(Told(deeds, after)))
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Noted)


def entries(hosting: Hosting, computer: Computer) -> list[AuditEntry]:
    """What stands in the log of the work at the office, newest first."""
    with hosting.work.reading(computer.company) as session:
        return listed(session, computer.company, Wanted(subject="office"), 0, 1_000)


def test_T8_a_deed_is_noted_with_who_and_when_and_by_which_computer(hosting: Hosting, computer: Computer) -> None:
    assert tell(computer, deed(1)) == Noted(1)
    (one,) = entries(hosting, computer)
    assert said_of(one) == "Global Replacement 7: CU.Customer Password in 212 records"
    assert (one.side, one.actor_name, one.address) == ("office", "Dana", "127.0.0.1")
    assert one.actor == f"device:{computer.key_id.partition('/')[2]}"
    assert details_of(one)["computer"] == "FRONT DESK"
    assert one.at.isoformat(timespec="seconds") == YESTERDAY
    assert datetime.now(UTC) - one.noted_at < timedelta(minutes=1)


def test_T8_told_ten_times_at_once_it_is_noted_once(hosting: Hosting, computer: Computer) -> None:
    deeds = [deed(at) for at in range(5)]
    with ThreadPoolExecutor(10) as pool:
        noted = list(pool.map(lambda _: tell(computer, *deeds), range(10)))
    assert sum(one.new for one in noted) == 5
    assert sorted(one.key for one in entries(hosting, computer)) == [one.key for one in deeds]
    assert tell(computer, *deeds, deed(9), deed(9)) == Noted(1)


def test_T8_a_receiver_that_was_put_back_says_so(computer: Computer) -> None:
    assert not tell(computer, deed(1)).lost
    assert not tell(computer, deed(2), after=deed(1).key).lost
    assert tell(computer, deed(3), after=deed(99).key) == Noted(1, lost=True)


@pytest.mark.parametrize("at", ["2999-01-01T00:00:00Z", "yesterday", "", "2026-01-01T00:00:00", "0001-01-01T00:00:00Z"])
def test_T8_nothing_was_done_later_than_it_was_told(hosting: Hosting, computer: Computer, at: str) -> None:
    tell(computer, deed(1, at=at))
    (one,) = entries(hosting, computer)
    assert one.at == one.noted_at


def test_T8_what_only_a_newer_office_knows_is_noted_all_the_same(hosting: Hosting, computer: Computer) -> None:
    tell(computer, deed(1, action="painted", what="The door\x00\n=1+1", by="Da\x00na"))
    (one,) = entries(hosting, computer)
    assert (one.action, said_of(one), one.actor_name) == ("office.other", "At the office: The door  =1+1", "Da na")


@pytest.mark.parametrize(
    "change",
    [
        {"key": "short"},
        {"key": "x" * 65},
        {"key": "../../../../etc/passwd"},
        {"what": "x" * 301},
        {"by": "x" * 81},
        {"count": -1},
        {"number": 2**31},
        {"count": True},
        {"at": 5},
    ],
    ids=str,
)
def test_T8_what_does_not_keep_to_the_contract_is_refused(
    hosting: Hosting, computer: Computer, change: dict[str, Any]
) -> None:
    body = json.dumps({"deeds": [{**msgspec.to_builtins(deed(1)), **change}]}).encode()
    assert code_of(computer.send("POST", "audit", body)) == "bad-request"
    for after in ("\0" * 22, "short"):
        assert code_of(computer.send("POST", "audit", msgspec.json.encode(Told((), after)))) == "bad-request"
    many = Told(tuple(deed(at) for at in range(DEEDS_AT_ONCE + 1)))
    assert code_of(computer.send("POST", "audit", msgspec.json.encode(many))) == "bad-request"
    assert entries(hosting, computer) == []


def test_T8_keys_of_another_company_are_its_own(hosting: Hosting, computer: Computer) -> None:
    other = hosting.company().paired()
    tell(computer, deed(1))
    assert tell(other, deed(1), after=deed(1).key) == Noted(1, lost=True)
    assert len(entries(hosting, computer)) == len(entries(hosting, other)) == 1


def test_T8_who_is_not_paired_tells_nothing(hosting: Hosting, hosted: Hosted, computer: Computer) -> None:
    stranger = hosted.computer()
    stranger.key_id = computer.key_id
    assert code_of(stranger.send("POST", "audit", msgspec.json.encode(Told((deed(1),))))) == "bad-signature"
    assert entries(hosting, computer) == []
