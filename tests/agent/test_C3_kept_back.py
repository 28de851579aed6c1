"""What the office is told of an upload that customers do not see yet: held, or waiting at a pinned portal (C2, C3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from agent.cli.root import run
from agent.domain.sign_in import SignedIn
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.wiring.desk import Desk
from agent.wiring.office import Office as Agent
from shared.messages import UNTIL_IMPORT
from tests.agent.clerk import Clerk
from tests.agent.test_F39_older_receiver import second_computer
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


@contextmanager
def half_gone(clerk: Clerk) -> Iterator[set[str]]:
    """Every other customer is no longer active, gives their numbers; at the end all are back, and published."""
    office = clerk.wired.office
    other = office.rows("SELECT status FROM customers WHERE status <> 'ACTIVE' AND status <> 'PATTERN' LIMIT 1")[0][0]
    gone = sorted(office.passwords())[::2]
    for number in gone:
        office.change("UPDATE customers SET status = ? WHERE number = ?", other, number)
    try:
        yield set(gone)
    finally:
        for number in gone:
            office.change("UPDATE customers SET status = 'ACTIVE' WHERE number = ?", number)
        clerk.receiver.run("snapshots", "import", "--company", "112")
        clerk.process("--confirm")


def status(clerk: Clerk) -> dict[str, Any]:
    """What `agent status` says of the portal."""
    clerk.capture.readouterr()
    run(["status", "--json", "--home", str(clerk.wired.office.home)])
    (portal,) = json.loads(clerk.capture.readouterr().out)["portals"]
    return dict(portal)


def said(clerk: Clerk, *words: str) -> str:
    """What a command says to a person."""
    clerk.capture.readouterr()
    run([*words, "--home", str(clerk.wired.office.home)])
    return clerk.capture.readouterr().out


def snapshots(receiver: Receiver, *words: str, code: int = 0) -> dict[str, Any]:
    """`receiver snapshots WORDS`."""
    answer = receiver.run("snapshots", *words, "--company", "112", "--json")
    assert answer.code == code, answer
    return dict(answer.json)


def sees(receiver: Receiver) -> int:
    """How many customers the portal shows."""
    (found,) = receiver.told(
        "SELECT count(*) FROM listing JOIN companies USING (company_id)"
        " WHERE company_id = 112 AND since <= published AND until > published"
    )
    return int(found[0])


def test_F38_a_mass_drop_is_held_told_with_its_numbers_and_confirmed_in_the_agent(clerk: Clerk) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    before = sees(receiver)
    with half_gone(clerk) as gone:
        number = max(office.passwords())
        office.change("UPDATE customers SET password = 'new while held' WHERE number = ?", number)
        told = clerk.process(code=4)
        left = told["counts"]["customer"]
        assert told["outcome"] == "held"
        assert told["reason"] == f"{before - left} of {before} customers would leave."
        assert told["held"] == {"shown": before, "leave": before - left}
        # The verifier of the changed password is in the second snapshot of the same Process.
        assert told["credentials"] == {**told["credentials"], "hashed": 1, "waiting": 0}
        assert len(clerk.wired.proxy.sent) == 2
        assert sees(receiver) == before
        stands = status(clerk)
        assert (stands["state"], stands["standing"], stands["detail"]) == (
            "held",
            "needs you",
            f"{told['reason']} Customers see the upload before. Look at what would change with Preview, and press"
            " Process there to confirm it.",
        )
        leaving = clerk.process("--dry-run")["people"]["leave"]
        assert leaving["count"] == before - left
        assert {one["number"] for one in leaving["first"]} <= gone
        again = clerk.process(code=4)
        assert (again["outcome"], again["reason"], again["requests"]) == ("held", told["reason"], 1)
        assert told["reason"] in said(clerk, "process") and "--confirm" in said(clerk, "process")
        assert told["reason"] in said(clerk, "activity")
        confirmed = clerk.process("--confirm")
        assert (confirmed["outcome"], confirmed["requests"], confirmed["snapshot"]) == (
            "published",
            1,
            told["snapshot"],
        )
        assert sees(receiver) == left
        noted = receiver.told("SELECT side, actor, details FROM audit WHERE action = 'snapshots.confirmed'")
        (shown, *_) = snapshots(receiver, "list")["snapshots"]
        computer = {"computer": shown["computer"], "number": told["snapshot"]}
        assert [(side, who, json.loads(said)) for side, who, said in noted] == [
            ("office", f"device:{shown['device']}", computer)
        ]
        assert shown["attended"], "somebody stands for it now"
        assert status(clerk)["state"] == "up to date"
        assert clerk.process(code=3)["outcome"] == "nothing changed"
        assert clerk.process("--dry-run")["people"]["leave"]["count"] == 0


def test_F38_what_waited_for_import_and_is_held_since_shows_in_the_preview_who_leaves(clerk: Clerk) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    before = sees(receiver)
    snapshots(receiver, "hold", "on")
    try:
        with half_gone(clerk) as gone:
            told = clerk.process(code=4)
            assert (told["outcome"], told["held"]["leave"]) == ("waiting for import", len(gone))
            # A second upload behind the first: the preview compares with what customers see, not with that.
            office.change("UPDATE customers SET city = 'Late Town' WHERE status = 'ACTIVE'")
            clerk.process(code=4)
            off = receiver.must("snapshots", "hold", "off", "--company", "112").out
            assert told["held"]["leave"] and "goes on waiting" in off and "snapshots confirm" in off
            assert sees(receiver) == before
            assert status(clerk)["state"] == "held"
            for _ in range(2):
                people = clerk.process("--dry-run")["people"]
                assert {one["number"] for one in people["leave"]["first"]} == gone
                assert (people["leave"]["count"], people["change"]["count"]) == (len(gone), before - len(gone))
                assert people["new"]["count"] == 0
                clerk.process(code=4)
            clerk.process("--confirm")
            assert sees(receiver) == before - len(gone)
            assert clerk.process("--dry-run")["difference"] == {}
    finally:
        receiver.run("snapshots", "hold", "off", "--company", "112")


def test_C3_a_computer_confirms_what_its_preview_showed_and_no_more(clerk: Clerk) -> None:
    """Another computer of the office does not know whom customers of the portal are taken from."""
    before = sees(clerk.receiver)
    with second_computer(clerk) as other, half_gone(clerk) as gone:
        held = {"shown": before, "leave": len(gone)}
        assert clerk.process(code=4)["held"] == held
        preview = other.process("--dry-run")
        assert (preview["people"]["leave"]["count"], preview["held"]) == (0, None)
        # The first brings everything, the second finds it there.
        brought = other.run("process", "--confirm", "--json")
        assert (brought.code, brought.json["outcome"], brought.json["held"]) == (4, "held", held)
        found = other.run("process", "--confirm")
        assert found.code == 4 and "That is more than the last preview from here showed." in found.out
        assert sees(clerk.receiver) == before
        counted = other.run("process", "--dry-run").out
        assert f"the portal counted: {len(gone)} of {before} customers would leave." in counted
        assert other.process("--confirm")["outcome"] == "published"
        assert sees(clerk.receiver) == before - len(gone)


def test_C3_the_host_confirms_what_is_held(clerk: Clerk) -> None:
    with half_gone(clerk):
        held = clerk.process(code=4)["snapshot"]
        listed = snapshots(clerk.receiver, "list")["snapshots"]
        assert [(one["published"], one["newest"], one["state"]) for one in listed[:1]] == [(False, True, "held")]
        text = clerk.receiver.must("snapshots", "list", "--company", "112").out
        assert "customers would leave, newest" in text.splitlines()[1]
        assert "schedule" not in text.splitlines()[1]
        assert snapshots(clerk.receiver, "confirm", str(held))["published"] == held
        assert snapshots(clerk.receiver, "confirm", str(held), code=3)["changed"] is False
        assert clerk.process(code=3)["outcome"] == "nothing changed"


def test_C2_import_for_new_data_ends_a_pin_and_shows_what_was_kept(
    clerk: Clerk, visitor: Callable[[Receiver, int], Visitor]
) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    number, word = min(office.passwords().items())
    early = clerk.snapshots()[0]
    office.change("UPDATE customers SET password = 'another word' WHERE number = ?", number)
    clerk.process()
    customer = visitor(receiver, 112)
    customer.sign_in(number, "another word")
    pinned = snapshots(receiver, "go-back", str(early), "--by", "Ann")
    assert (pinned["published"], pinned["changed"]) == (early, True)
    # His password is another one there, so what holds for any publication holds for going back.
    customer.get(status=401)
    customer.sign_in(number, word)
    clerk.move("Waiting Town")
    told = clerk.process(code=4)
    assert told["outcome"] == "waiting for import"
    assert (told["pin"]["by"], told["pin"]["snapshot"]) == ("Ann", early)
    assert clerk.process(code=4)["requests"] == 1
    stands = status(clerk)
    assert (stands["state"], stands["pin"]["by"]) == ("waiting for import", "Ann")
    assert f"pinned to snapshot {early}" in said(clerk, "status")
    assert "waiting for import" in said(clerk, "process")
    assert clerk.cities_of(early) != {"Waiting Town"}
    listed = snapshots(receiver, "list")
    assert listed["pin"]["by"] == "Ann"
    assert next(one for one in listed["snapshots"] if one["published"])["snapshot"] == early
    answer = receiver.must("snapshots", "import", "--company", "112")
    assert "Nothing is fetched from the office" in answer.out and "Ann had pinned it" in answer.out
    assert "not pinned any more" in answer.out
    customer.get(status=401)
    clerk.converged("Waiting Town")
    assert status(clerk)["state"] == "up to date"
    assert snapshots(receiver, "import", code=3) == {
        "company": 112,
        "published": told["snapshot"],
        "before": told["snapshot"],
        "changed": False,
        "pin_ended": None,
        "fetched": False,
    }


def test_C2_uploads_that_wait_until_they_are_imported_are_told_as_such(clerk: Clerk) -> None:
    receiver = clerk.receiver
    on = {"company": 112, "hold": True, "changed": True, "shown": None, "held": None}
    assert snapshots(receiver, "hold", "on") == on
    assert snapshots(receiver, "hold", "on", code=3)["changed"] is False
    try:
        before = status(clerk)["snapshot"]
        clerk.move("Patient Town")
        told = clerk.process("--confirm", code=4)
        assert (told["outcome"], told["until_import"], told["pin"]) == ("waiting for import", True, None)
        assert told["reason"] == UNTIL_IMPORT
        # Nobody wrote meanwhile: the receiver alone is asked, and says the same; a person who looks on changes nothing.
        again = clerk.process("--confirm", code=4)
        assert (again["requests"], again["until_import"]) == (1, True)
        stands = status(clerk)
        assert (stands["state"], stands["standing"], stands["until_import"]) == (
            "waiting for import",
            "needs you",
            True,
        )
        assert UNTIL_IMPORT in said(clerk, "status") and UNTIL_IMPORT in said(clerk, "process")
        assert clerk.cities_of(before) != {"Patient Town"}
        assert "waits for import" in receiver.must("snapshots", "list", "--company", "112").out
        off = snapshots(receiver, "hold", "off")
        assert (off["shown"], off["held"]) == (told["snapshot"], None)
        clerk.converged("Patient Town")
        assert status(clerk)["state"] == "up to date"
        assert clerk.process(code=3)["until_import"] is False
    finally:
        receiver.run("snapshots", "hold", "off", "--company", "112")
    actions = [row[0] for row in receiver.told("SELECT action FROM audit WHERE company_id = 112 ORDER BY number")]
    assert actions[-2:] == ["snapshots.hold-on", "snapshots.hold-off-shown"]


def test_C3_the_list_says_who_pressed_process_or_that_the_schedule_did(clerk: Clerk) -> None:
    agent, nobody = clerk.agent, Agent(clerk.wired.office.home, Desk(unattended=True))
    clerk.move("Scheduled Town")
    nobody.process.run(ProcessOptions(), PolledProgress())
    agent.desk.who = SignedIn("1", "Dána ☘", b"")
    try:
        # Without a look at the preview: he pressed Process all the same.
        clerk.move("Signed Town")
        agent.process.run(ProcessOptions(), PolledProgress())
    finally:
        agent.desk.who = None
    clerk.move("Typed Town")
    clerk.process()
    told = [
        (one["scheduled"], one["person"], one["attended"]) for one in snapshots(clerk.receiver, "list")["snapshots"]
    ]
    assert told[:3] == [(False, "", False), (False, "Dána ☘", False), (True, "", False)]
    typed, signed, scheduled = clerk.receiver.must("snapshots", "list", "--company", "112").out.splitlines()[1:4]
    assert ", Dána ☘" in signed and ", schedule" in scheduled
    assert "schedule" not in typed + signed and "Dána" not in typed + scheduled


@pytest.mark.parametrize("number", ["9999", "0"])
def test_C3_what_is_not_there_is_told(clerk: Clerk, number: str) -> None:
    for word in ("go-back", "confirm"):
        answer = clerk.receiver.run("snapshots", word, number, "--company", "112", "--json")
        assert answer.code == (2 if number == "0" else 1)
        assert answer.json["error"]["title"]


def test_R8_an_office_whose_schedule_is_overdue_reads_it_on_its_own_status(clerk: Clerk) -> None:
    clerk.wired.office.must("schedule", "--every", "30")
    try:
        assert status(clerk)["state"] == "up to date"
        assert this_computer(clerk)["schedule"] == 1800
        clerk.receiver.told("UPDATE companies SET confirmed_at = '2026-01-02 03:04:05.000000' WHERE company_id = 112")
        overdue = status(clerk)
        assert (overdue["state"], overdue["standing"]) == ("overdue", "needs you")
        assert overdue["silent_since"] == "2026-01-02T03:04:05Z"
        assert clerk.process(code=3)["outcome"] == "nothing changed"
        assert status(clerk)["state"] == "up to date"
    finally:
        clerk.wired.office.must("schedule", "--off")
    status(clerk)
    assert not this_computer(clerk)["schedule"]


def this_computer(clerk: Clerk) -> dict[str, Any]:
    """The clerk's computer, as the host sees it."""
    (portal,) = clerk.wired.office.must("portals", "list")["portals"]
    listed = clerk.receiver.must("devices", "list", "--company", "112", "--json").json["devices"]
    (found,) = (one for one in listed if one["device"] == portal["device"])
    return dict(found)
