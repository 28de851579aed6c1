"""An office that has published once over a recording proxy, at a receiver of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from shared.parts import Change
from shared.version import PREFIX
from tests.support.office import Office
from tests.support.proxy import Exchange, Proxy
from tests.support.receiver import Receiver

AUDIT: Final = f"{PREFIX}/audit"


@dataclass(frozen=True)
class Wired:
    """What the first Process `told`, and what was `first` sent, besides to the audit log."""

    receiver: Receiver
    proxy: Proxy
    office: Office
    told: dict[str, Any] = field(default_factory=dict)
    first: tuple[Exchange, ...] = ()


@contextmanager
def paired_office(folder: Path) -> Iterator[Wired]:
    """Office 112 with 14 customers, paired over the proxy; nothing is published yet."""
    receiver = Receiver(folder / "receiver")
    receiver.init()
    code = receiver.create_company(112, "Green Valley Lawn Care")
    office = Office(folder / "office")
    office.sample(14)
    office.change("INSERT INTO users (name, password, level) VALUES ('Newcomer', 'Clip', 1), ('Nobody', '', 1)")
    receiver.serve()
    try:
        with Proxy(receiver.port).open() as proxy:
            office.must("pair", "--receiver", proxy.url, "--company", "112", "--code", code)
            proxy.forget()
            yield Wired(receiver, proxy, office)
    finally:
        receiver.end()


@contextmanager
def published_office(folder: Path) -> Iterator[Wired]:
    """The same, published."""
    with paired_office(folder) as wired:
        told = wired.office.process()
        yield replace(wired, told=told, first=tuple(one for one in wired.proxy.sent if one.path != AUDIT))


def changes(sent: Iterable[Exchange]) -> list[Change]:
    """Every record that these requests carried."""
    return [change for one in sent for change in one.changes]


def snapshots(receiver: Receiver, company: int = 112) -> int:
    """How many snapshots the receiver holds."""
    listed = receiver.must("snapshots", "list", "--company", str(company), "--json").json
    return len(listed["snapshots"])
