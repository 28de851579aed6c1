"""What Process did, in exact counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.domain.people import Group, People
from agent.domain.portals import Portal
from agent.usecases.collect import Collector
from agent.usecases.credentials import Credentials
from agent.usecases.portal_ports import Receiver
from agent.usecases.ports import Clock
from agent.usecases.spooling import Comparison
from shared.messages import Held, Pin, Receipt, Seen

Outcome = Literal["published", "nothing changed", "held", "waiting for import", "preview", "saved"]
_KEPT_BACK: Mapping[str, Outcome] = {"held": "held", "pinned": "waiting for import"}
"""By the state of a receipt: the receiver has the set, and customers do not see it."""


@dataclass(frozen=True)
class ProcessReport:
    """The result of one Process, as `--json` prints it."""

    outcome: Outcome
    portal: str
    portal_url: str
    snapshot: int
    customers: int
    counts: Mapping[str, int]
    """Records by kind in the whole set."""
    difference: Mapping[str, Mapping[str, int]]
    """By kind: how many records were added, changed and removed."""
    left_out: dict[str, int]
    """Customers that are not published, and texts that were cut, by reason."""
    requests: int
    bytes_sent: int
    seconds: dict[str, float]
    weak: int
    """Customers whose password is weak."""
    shared: int
    """Customers whose password somebody else has too."""
    without_password: int
    credentials: dict[str, int]
    """Customers and staff with a password, and how many of these passwords were hashed now (`waiting`: still to be)."""
    reason: str = ""
    """Why customers do not see the set that was uploaded; `held` and `pin` say the same in numbers."""
    held: Held | None = None
    pin: Pin | None = None
    stayed: tuple[str, ...] = ()
    """Level-1 users whose passwords are too weak for a live portal, so that they do not sign in to its administration
    site (A14)."""
    until_import: bool = False
    """Whether uploads wait at the portal until somebody imports them there, by the office's own switch."""
    confirms: Seen | None = None
    """Where a person confirmed it: what the last preview from here showed. Where it is held all the same, that was
    less."""


@dataclass(frozen=True)
class Preview(ProcessReport):
    """What a Process would do, and to whom. `held` is what the portal counted at the last upload, where that is more
    than is seen from here."""

    people: Mapping[Group, People] = field(kw_only=True)


def outcome_of(receipt: Receipt, *, changed: bool) -> Outcome:
    """What became of a set that the receiver confirmed."""
    return _KEPT_BACK.get(receipt.state, "published" if changed else "nothing changed")


@dataclass(frozen=True)
class Saved(ProcessReport):
    """What was saved to a file."""

    company: int = field(kw_only=True)
    file: str = field(kw_only=True)
    file_bytes: int = field(kw_only=True)


class Tally:
    """Counts and times one Process while it goes on."""

    def __init__(self, clock: Clock, collector: Collector, credentials: Credentials) -> None:
        self._clock = clock
        self._collector = collector
        self._credentials = credentials
        self._last = clock()
        self._seconds = {"read": 0.0, "upload": 0.0, "passwords": 0.0}
        self._receipt: Receipt | None = None
        self._changed = False
        self._difference: dict[str, Counter[str]] = {}
        self._hashed = 0

    def read(self) -> None:
        """The practice database has been read."""
        self._lap("read")

    def sent(self, changed: bool, receipt: Receipt) -> None:
        """A set has been published, or found to be what the receiver already holds (not `changed`)."""
        self._lap("upload")
        self._receipt = receipt
        self._changed = self._changed or changed
        for kind, counts in (receipt.difference if changed else {}).items():
            self._difference.setdefault(kind, Counter()).update(counts)

    def shows(self, portal: Portal) -> bool:
        """Whether customers see the data that were read, apart from new passwords."""
        receipt = self._receipt or portal.receipt
        return receipt is not None and receipt.state == "published"

    def hashed(self, count: int) -> None:
        """That many verifiers have been made."""
        self._lap("passwords")
        self._hashed += count

    def report(self, portal: Portal, receiver: Receiver) -> ProcessReport:
        """After everything was sent."""
        difference = {kind: dict(counts) for kind, counts in self._difference.items()}
        last = self._receipt
        if last is None:
            return self._report(portal, "nothing changed", portal.base, {}, difference, receiver)
        outcome = outcome_of(last, changed=self._changed)
        report = self._report(portal, outcome, last.snapshot, last.counts, difference, receiver)
        return replace(report, reason=last.reason, held=last.held, pin=last.pin, until_import=last.until_import)

    def preview(self, portal: Portal, comparison: Comparison, people: Mapping[Group, People]) -> Preview:
        """Where nothing is sent: against what was last published."""
        self._lap("read")
        found = self._report(portal, "preview", portal.base, comparison.digest.counts, comparison.diff.counts, None)
        return Preview(**vars(found), people=people)

    def saved(self, portal: Portal, counts: Mapping[str, int], file: str, size: int) -> Saved:
        """After everything was written into a file."""
        self._lap("upload")
        found = self._report(portal, "saved", portal.base, counts, {}, None)
        return Saved(**vars(found), company=portal.company, file=file, file_bytes=size)

    def _report(
        self,
        portal: Portal,
        outcome: Outcome,
        snapshot: int,
        counts: Mapping[str, int],
        difference: Mapping[str, Mapping[str, int]],
        receiver: Receiver | None,
    ) -> ProcessReport:
        credentials = self._credentials
        return ProcessReport(
            outcome=outcome,
            portal=portal.name,
            portal_url=portal.portal_url,
            snapshot=snapshot,
            customers=self._collector.customers,
            counts=counts,
            difference=difference,
            left_out=self._collector.left_out,
            requests=receiver.requests if receiver else 0,
            bytes_sent=receiver.bytes_sent if receiver else 0,
            seconds={step: round(seconds, 3) for step, seconds in self._seconds.items()},
            weak=credentials.weak,
            shared=credentials.shared,
            without_password=self._collector.without_password,
            credentials={
                "customers": credentials.customers,
                "staff": credentials.staff,
                "hashed": self._hashed,
                "waiting": credentials.waiting,
            },
            stayed=tuple(credentials.stayed),
        )

    def _lap(self, step: str) -> None:
        now = self._clock()
        self._seconds[step] += now - self._last
        self._last = now
