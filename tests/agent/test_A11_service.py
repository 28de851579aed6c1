"""The real service against a real receiver: clocks set anyhow, sleep, kill, others at work, locked secrets (features
A11, A19; reliability F4, F31, F32, F46, R9)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from agent.domain.activity import Deed
from tests.agent.clockwork import PACE, Service, clockwork
from tests.agent.wired import Wired, published_office
from tests.support.proxy import LOST_ANSWER, Fault

INTERVAL = 5 * 60 / PACE
"""In seconds as we count them."""
JUMPS = ("-1h", "+1d", "-20000d", "+0")
"""The clock is read once a second, so that each is met after an upload or two."""
MEGABYTES = 130
WELL = {"published", "nothing changed", "missed"}


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    """An office that has published once, and uploads every five minutes."""
    with published_office(tmp_path_factory.mktemp("service")) as made:
        made.office.must("schedule", "--every", "5")
        yield made


@pytest.fixture
def service(wired: Wired) -> Iterator[Service]:
    """Its service, running."""
    with clockwork(wired.office) as made:
        made.start()
        yield made


def next_upload(service: Service) -> None:
    """Wait until the next upload has begun and come through."""
    ended, begun = service.ended(), service.begun()
    service.wait(lambda: service.begun() > begun, INTERVAL * 2 + 5)
    service.wait(lambda: service.ended() > ended)


def test_R9_however_the_clock_is_set_every_interval_has_its_one_upload(service: Service) -> None:
    known = service.deeds
    next_upload(service)
    since, before = time.monotonic(), service.begun()
    for jump in JUMPS:
        service.set_clock(jump)
        next_upload(service)
        next_upload(service)
    made = service.begun() - before
    # What the records say of when is in whole seconds, more than an interval here: a jump may bring one forward.
    assert 2 * len(JUMPS) <= made <= (time.monotonic() - since) / INTERVAL + 1 + len(JUMPS)
    assert service.end() == 0
    odd = went_wrong(service, known)
    assert not odd, (odd, service.logs[-1].read_text())


def test_F4_an_answer_that_was_lost_is_asked_for_again_whatever_the_clock_shows(wired: Wired, service: Service) -> None:
    service.set_clock("+1d")
    next_upload(service)
    known = service.deeds
    wired.proxy.plan(LOST_ANSWER, "POST")
    service.wait(wired.proxy.caught.is_set)
    next_upload(service)
    assert service.end() == 0
    odd = went_wrong(service, known)
    assert not odd, (odd, service.logs[-1].read_text())


def went_wrong(service: Service, known: list[Deed]) -> list[Deed]:
    """Scheduled uploads that are not `known` and that did not go well. The end of the service may have met the last."""
    newest, *others = [one for one in service.deeds if one.unattended and one not in known]
    odd = [one for one in others if one.result not in WELL]
    return odd if newest.result in WELL | {"stopped"} else [newest, *odd]


def test_F32_after_a_sleep_there_is_one_upload_for_all_that_were_missed(service: Service) -> None:
    before = between_uploads(service)
    known = set(service.deeds)

    def slept() -> list[Deed]:
        return [one for one in service.deeds if "while this computer slept" in one.detail and one not in known]

    assert service.running is not None
    time.sleep(4 * INTERVAL)
    os.kill(service.running.process.pid, signal.SIGCONT)
    woken = time.monotonic()
    service.wait(lambda: service.begun() > before)
    service.wait(lambda: bool(slept()))
    service.minutes(2)
    made = service.begun() - before
    assert 1 <= made <= 1 + (time.monotonic() - woken) / INTERVAL
    # Beside the sleep there may have been a time when the service got no processor.
    missed = slept()
    assert {one.result for one in missed} == {"missed"}
    assert all("makes up for it" in one.detail for one in missed)


def between_uploads(service: Service) -> int:
    """Stop the service, as a computer that sleeps does, where it had seen to one upload and not begun the next: a sleep
    inside of one delays that one, and none is missed. Gives how many it had begun."""
    assert service.running is not None
    while True:
        next_upload(service)
        service.wait(service.rests)
        os.kill(service.running.process.pid, signal.SIGSTOP)
        if service.begun() == service.ended():
            return service.begun()
        os.kill(service.running.process.pid, signal.SIGCONT)


def test_F2_a_service_that_was_killed_leaves_its_line_and_the_next_makes_up_for_it(
    wired: Wired, service: Service
) -> None:
    goes_on = threading.Event()
    wired.office.change("UPDATE customers SET city = 'Aarau'")
    wired.proxy.plan(Fault(until=goes_on), "POST")
    service.wait(wired.proxy.caught.is_set)
    assert service.deeds[0].result == "at work"
    assert service.running is not None
    service.running.kill()
    goes_on.set()
    wired.proxy.forget()
    started = time.monotonic()
    service.start()
    assert time.monotonic() - started < 15
    service.wait(lambda: service.deeds[0].result in ("published", "nothing changed"))
    assert b"porchlight-schedule: 300" in wired.proxy.sent[-1].request.head.lower()
    cut = next(one for one in service.deeds if one.result == "stopped")
    assert "was ended" in cut.detail
    assert cut.unattended
    assert service.end() == 0
    assert wired.office.must("status")["portals"][0]["state"] == "up to date"


def test_F29_window_command_and_service_work_one_at_a_time(wired: Wired) -> None:
    goes_on = threading.Event()
    wired.office.change("UPDATE customers SET city = 'Brig'")
    wired.proxy.plan(Fault(until=goes_on), "POST")
    command = wired.office.start("process", "--history-since", "2024-06-01")
    command.wait_until(wired.proxy.caught.is_set)
    with clockwork(wired.office) as service:
        try:
            service.start()
            second = wired.office.run("service")
            assert second.code == 5
            assert "runs already" in second.err
            service.wait(lambda: service.deeds[0].result == "put off")
            assert service.deeds[0].portal == ""
        finally:
            goes_on.set()
            command.process.wait(60)
            wired.proxy.forget()
        assert command.process.returncode == 0
        told = wired.office.must("schedule")["options"]
        assert told == {"portal": "CLIP Customer Portal", "history_since": "2024-06-01", "activity_after": None}
        service.wait(lambda: service.deeds[0].unattended and service.deeds[0].result == "nothing changed")


def test_A19_it_needs_no_sign_in_no_window_and_little_memory_and_ends_at_the_next_good_place(
    wired: Wired, service: Service
) -> None:
    wired.office.must("users", "activate")
    next_upload(service)
    assert service.running is not None
    process = Path(f"/proc/{service.running.process.pid}")
    assert "PySide6" not in (process / "maps").read_text()
    used = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmRSS"))
    assert int(used.split()[1]) < MEGABYTES * 1024, used
    goes_on = threading.Event()
    wired.office.change("UPDATE customers SET city = 'Chur'")
    wired.proxy.plan(Fault(until=goes_on), "POST")
    service.wait(wired.proxy.caught.is_set)
    service.running.process.send_signal(signal.SIGTERM)
    goes_on.set()
    assert service.running.process.wait(30) == 0
    service.running = None
    wired.proxy.forget()
    assert "The service is over." in service.logs[-1].read_text()
    assert service.deeds[0].result in ("stopped", "published")
    assert "password" not in (wired.office.home / "service.log").read_text().lower()


def test_F46_where_the_secrets_can_not_be_opened_it_pauses_with_a_message(wired: Wired, service: Service) -> None:
    key = wired.office.home / "secrets" / "key"
    kept = key.rename(wired.office.folder / "key")
    service.wait(lambda: service.deeds[0].result == "paused")
    paused = service.deeds[0]
    assert "is gone" in paused.detail
    assert paused.remedy
    assert not key.exists()
    begun = service.begun()
    service.wait(lambda: service.begun() >= begun + 2)
    # What may pass by itself is tried again after a minute.
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(service.beginnings[begun - 1 :])]
    assert min(pauses) >= 0.7, pauses
    kept.rename(key)
    service.wait(lambda: service.deeds[0].result in ("published", "nothing changed"))
