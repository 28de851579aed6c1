"""What the use cases need to publish, as Protocols: the portals and their receivers, what they hold, and whose
passwords work there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from agent.domain.known import KnownCustomer
from agent.domain.portals import Entry, KnownVerifier, Outbox, Portal, Sent
from shared.messages import Begin, Begun, Commit, Pair, Paired, Receipt, Seen, Status
from shared.parts import Change


class Receiver(Protocol):
    """One portal's receiver, spoken to in signed requests, by several threads at once too. Every call raises `Refused`
    (the receiver said no), `CutOff` (it is not known whether it took effect) or another `AgentError` (it surely had no
    effect)."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    @property
    def bytes_sent(self) -> int:
        """Bytes of all their bodies."""

    @property
    def moved(self) -> int | None:
        """How far what goes home has moved, as told with the last answer to an upload; None where it was not told."""

    def status(self) -> Status:
        """What the receiver holds."""

    def begin(self, begin: Begin, seen: Seen | None = None) -> Begun:
        """Ask to publish a set; `seen` is what the person saw who confirms it."""

    def put_part(self, upload: int, number: int, data: bytes, digest: str) -> None:
        """Send a part; sending it twice is harmless."""

    def commit(self, upload: int, announced: Commit | None = None) -> Begun:
        """Everything is there: publish. Of a streamed upload, `announced` says what it came to."""


class PairingDesk(Protocol):
    """Where a computer that isn't paired yet asks to be."""

    def pair(self, pair: Pair) -> Paired:
        """Enrol the key that signs this request. Raises like the calls of `Receiver`."""


class Portals(Protocol):
    """The paired portals."""

    def all(self) -> list[Portal]:
        """Every paired portal, by name."""

    def save(self, portal: Portal) -> Portal:
        """Keep `portal` under its name, in place of one with the same name, whose receipt stays; gives it its id."""

    def forget(self, portal: Portal) -> None:
        """Drop `portal`, and everything that was published or is on its way to it."""


class KnownCustomers(Protocol):
    """What was made of each customer the last time; asked for and kept in the order of the numbers."""

    def find(self, number: str, fingerprint: bytes) -> KnownCustomer | None:
        """What was made of this customer, where he has not moved since."""

    def keep(self, number: str, fingerprint: bytes, made: KnownCustomer) -> None:
        """Remember what was made of this customer now."""

    def forget(self) -> None:
        """Before the first question: nobody is known any more."""

    def finish(self) -> None:
        """After the last one: whoever was not asked about is forgotten."""


class Spool(Protocol):
    """Fills the outbox of one portal."""

    def known(self, rules: bytes) -> KnownCustomers:
        """The customers known to the agent who were made by these rules."""

    def published(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Keys and hashes of a kind as last published, in key order."""

    def add_part(self, data: bytes, digest: str, changes: Iterable[tuple[str, str, bytes | None]]) -> None:
        """Add the next part, and what it changes: kind, key, and the new hash or None for a record that leaves. In an
        outbox that grows it is there for good when this returns."""

    def finish(self, header: Outbox) -> None:
        """The parts are complete; `header` says what they are."""


class Publication(Protocol):
    """What was last published to each portal, and what is on its way."""

    def shown(self, portal: Portal) -> AbstractContextManager[Callable[[str], Iterator[tuple[str, bytes]]]]:
        """Gives, for a kind, keys and hashes as customers see them, in key order: what was published last, or, while
        that is held or waits to be imported, the last of our uploads that they were shown."""

    def keep_seen(self, portal: Portal, what: Seen) -> None:
        """A preview showed this."""

    def seen(self, portal: Portal) -> Seen:
        """What the last preview showed, since customers came to see what was published; nothing where there was
        none."""

    def spool(self, portal: Portal, growing: Outbox | None = None) -> AbstractContextManager[Spool]:
        """Fill the outbox anew, in one transaction; nothing of it is kept when this raises. Where it is `growing`, part
        by part instead: then what was added stays, and the outbox says that it is not whole."""

    def outbox(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`."""

    def newest(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`, else what the last upload that came through was."""

    def part(self, portal: Portal, number: int) -> bytes:
        """A part of the outbox, as it travels; asked for by several threads."""

    def set_header(self, portal: Portal, header: Outbox) -> None:
        """Change what the outbox says of itself, its parts staying."""

    def settle(self, portal: Portal, receipt: Receipt, *, sent: bool = True) -> None:
        """The receiver holds the set of the outbox: it becomes what is published, with its receipt. Where its parts
        were `sent` for that, they are kept in place of those of the Process before."""

    def last_sent(self, portal: Portal) -> list[Sent]:
        """What the last Process that sent anything sent to `portal`: one upload or two, the data first."""

    def sent_changes(self, portal: Portal, sent: Sent) -> Iterator[Change]:
        """Every record of that upload as it travelled, in its order; a part in memory at a time."""

    def remember(self, portal: Portal, mark: bytes, snapshot: int, report: bytes) -> None:
        """Keep the report of the Process that ended with `snapshot`, in place of the one before; `mark` tells what it
        was made of."""

    def remembered(self, portal: Portal, mark: bytes) -> bytes | None:
        """The report kept with this mark, as long as its snapshot is that of the portal's receipt."""


class Verifiers(Protocol):
    """Verifiers made earlier."""

    def reading(self) -> AbstractContextManager[Callable[[Entry], KnownVerifier | None]]:
        """Gives the look-up of what is known for an entry: of customers by the record id, whatever their number."""

    def put(self, made: Iterable[tuple[Entry, str]]) -> None:
        """Keep verifiers, in place of what was known for the same numbers."""


class Roster(Protocol):
    """Whose passwords are to work on the portal, for the length of one Process."""

    def add(
        self, kind: str, key: str, record_id: str, password: str, weak: bool, level: int = 0, email: str = ""
    ) -> None:
        """Take one more; within a kind in key order."""

    def entries(self, kind: str) -> Iterator[Entry]:
        """Everybody of a kind, in the order added."""

    def password(self, entry: Entry) -> str:
        """The password of an entry."""

    def close(self) -> None:
        """Forget everything."""
