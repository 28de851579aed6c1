"""Mails in flight outlive the worker and the receiver (H1): none is lost, and none sent twice without need."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.mail.mailroom import Mailroom
from tests.support.mails import Fault, Sink
from tests.support.receiver import Receiver


def test_H1_kill_9_of_the_worker_loses_no_mail(room: Mailroom) -> None:
    company = room.office().company_id
    for number in range(12):
        room.post(company, f"{number}@example.com")
    room.sink.faults["6@example.com"] = Fault.SLOW
    worker = room.start()
    try:
        room.sink.wait_for(3)
        end = time.monotonic() + 30
        while "6@example.com" not in [to for to, claim in room.rows(company, "recipient, claimed_until") if claim]:
            assert time.monotonic() < end, "the slow mail was never in flight"
            time.sleep(0.02)
    finally:
        worker.kill()
    states = room.rows(company)
    assert ("waiting",) in states and ("sent",) in states, "it was killed in the middle"
    room.sink.faults.clear()
    room.once()
    assert room.rows(company) == [("sent",)] * 12
    by_id = {message["Message-ID"] for message in room.sink.messages}
    assert len(by_id) == 12
    twice = [one.to for one in room.sink.taken if len(room.sink.to(one.to)) > 1]
    assert set(twice) <= {"6@example.com"}, "only the one whose answer was lost may come twice"


def test_H1_a_second_worker_sends_nothing_twice(on_postgresql: Mailroom) -> None:
    room = on_postgresql
    room.empty()
    companies = [room.office().company_id for _ in range(3)]
    first = room.start()
    second = room.start()
    try:
        for number in range(20):
            for company in companies:
                room.post(company, f"{number}@{company}.example")
        room.sink.wait_for(60, seconds=60)
    finally:
        first.end()
        second.end()
    assert len(room.sink.taken) == 60
    assert {state for company in companies for (state,) in room.rows(company)} == {"sent"}


def test_H1_serve_starts_one_worker_again_when_it_dies_and_ends_it_with_itself(tmp_path: Path) -> None:
    receiver = Receiver(tmp_path)
    with Sink().serving() as sink:
        receiver.use_mail(sink.url)
        receiver.init()
        receiver.create_company(112, "Green Valley")
        receiver.serve()
        try:
            receiver.must("mail", "test", "--to", "ruth@example.com", "--company", "112")
            sink.wait_for(1, seconds=60)
            (first,) = workers(receiver)
            os.kill(first, signal.SIGKILL)
            receiver.must("mail", "test", "--to", "ruth@example.com", "--company", "112")
            sink.wait_for(2, seconds=60)
            (second,) = workers(receiver)
            assert second != first
            assert receiver.running is not None
            os.kill(receiver.running.process.pid, signal.SIGKILL)
            end = time.monotonic() + 40
            while workers(receiver):
                assert time.monotonic() < end, "the worker outlived the receiver"
                time.sleep(0.1)
        finally:
            receiver.end()


def workers(receiver: Receiver) -> list[int]:
    """The worker processes of this receiver."""
    secret, found = str(receiver.secret_file).encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            ours = b"PORCHLIGHT_SECRET_FILE=" + secret in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if ours and b"worker" in words:
            found.append(int(process.name))
    return found
