"""Process stopped by a person (feature A8, "cancel"), with the progress that the window and the command line use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.domain.errors import Cancelled
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from tests.support.office import Office
from tests.support.proxy import Proxy
from tests.support.receiver import Receiver


class StopsAt(PolledProgress):
    """Somebody presses Cancel when this step begins."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._at = text

    def step(self, text: str, total: int = 0) -> None:
        """A new step begins."""
        super().step(text, total)
        if text == self._at:
            self.cancel()


@pytest.fixture
def wired(paired: tuple[Receiver, Office]) -> Iterator[tuple[Proxy, Office]]:
    """A paired office whose next requests go over a recording proxy; nothing is published yet."""
    receiver, office = paired
    with Proxy(receiver.port).open() as proxy:
        code = receiver.pairing_code(office.company)
        words = ("--receiver", proxy.url, "--company", str(office.company), "--code", code, "--name", "Proxy")
        office.must("pair", *words)
        proxy.forget()
        yield proxy, office


def stop(office: Office, step: str) -> str:
    """Process, stopped at `step`; gives what it says."""
    with pytest.raises(Cancelled) as stopped:
        Agent(office.home).process.run(ProcessOptions(to="Proxy"), StopsAt(step))
    return str(stopped.value)


def test_A8_stopped_at_any_step_it_says_what_was_published(wired: tuple[Proxy, Office]) -> None:
    proxy, office = wired
    for step in ("Reading the practice database", "Sending"):
        assert "Nothing was published" in stop(office, step)
        assert not proxy.of("POST", "/snapshots")
    assert "the data is published" in stop(office, "The portal is up to date; protecting passwords")
    assert [change.kind for one in proxy.sent for change in one.changes if change.kind == "credential"] == []
    told = office.process("--to", "Proxy")
    assert told["credentials"]["hashed"] < told["credentials"]["customers"] + told["credentials"]["staff"]
    assert told["counts"]["credential"] == told["credentials"]["customers"]
