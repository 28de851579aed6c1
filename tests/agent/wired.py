"""An office that has published once over a wire that remembers, at a receiver of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.parts import Change
from tests.agent.wire import Sent, Wire
from tests.support.office import Office
from tests.support.receiver import Receiver


@dataclass(frozen=True)
class Wired:
    """What the first Process `told`, and what was `first` sent."""

    receiver: Receiver
    wire: Wire
    office: Office
    told: dict[str, Any]
    first: tuple[Sent, ...]


@contextmanager
def published_office(folder: Path) -> Iterator[Wired]:
    """Office 112 with 14 customers, published."""
    receiver = Receiver(folder / "receiver")
    receiver.init()
    code = receiver.create_company(112, "Green Valley Lawn Care")
    office = Office(folder / "office")
    office.sample(14)
    office.change("INSERT INTO users (name, password, level) VALUES ('Newcomer', 'Clip', 1), ('Nobody', '', 1)")
    receiver.serve()
    try:
        with Wire(receiver.port).open() as wire:
            office.must("pair", "--receiver", wire.url, "--company", "112", "--code", code)
            wire.sent.clear()
            told = office.process()
            yield Wired(receiver, wire, office, told, tuple(wire.sent))
    finally:
        receiver.end()


def changes(sent: Iterable[Sent]) -> list[Change]:
    """Every record that these requests carried."""
    return [change for one in sent for change in one.changes]


def snapshots(receiver: Receiver, company: int = 112) -> int:
    """How many snapshots the receiver holds."""
    listed = receiver.must("snapshots", "list", "--company", str(company), "--json").json
    return len(listed["snapshots"])
