"""An office of twelve customers, paired with a receiver of its own that serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.office import Office
from tests.support.receiver import Receiver


@contextmanager
def paired_office(folder: Path) -> Iterator[tuple[Receiver, Office]]:
    """While inside, the receiver serves; nothing has been published yet."""
    receiver, office = Receiver(folder / "receiver"), Office(folder / "office")
    receiver.init()
    code = receiver.create_company(office.company, "Green Valley Lawn Care")
    receiver.serve()
    try:
        office.sample(12)
        office.pair(receiver, code)
        yield receiver, office
    finally:
        receiver.end()
