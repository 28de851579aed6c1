"""Verifiers of portal passwords: which are known, and making those that are not (reliability section 2, 1 and 2)."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from agent.domain.portals import Entry, KnownVerifier
from agent.usecases.encoding import Record, encoded
from agent.usecases.portal_ports import Roster, Verifiers
from agent.usecases.ports import Progress
from shared import records
from shared.passwords import make_verifier

KINDS = ("credential", "staff")
KEEP_SECONDS = 0.5
"""How long verifiers are held before they are kept: most of what a kill can lose."""
AHEAD_PER_CORE = 4
"""How many passwords wait for a core, so that none stands still while others are kept."""
NICENESS = 10


@dataclass
class Credentials:
    """The credentials of one Process."""

    roster: Roster
    verifiers: Verifiers
    progress: Progress
    record_key: bytes = field(repr=False)
    """Keys the hashes of these records, for the portal they go to."""
    resets: Mapping[str, int]
    """By record id, how often the office reset a customer's password on purpose."""
    live: bool = False
    """Whether the portal is live: weak passwords of level-1 users do not travel there (A14)."""
    waiting: int = 0
    """After `records`: passwords that have no verifier yet."""
    unknown: int = 0
    """Customers among them whose verifier was never made here."""
    weak: int = 0
    shared: int = 0
    customers: int = 0
    staff: int = 0
    stayed: list[str] = field(default_factory=list)
    """The users whose passwords did not travel for that."""

    def records(self) -> Iterator[Record]:
        """A record for everybody whose verifier is known. Where a password has just changed, or was reset, that is
        still the one before: the customer is not locked out while the new one is hashed, nor is the password that he
        chose himself taken from him for the sake of an old one."""
        self.waiting = self.unknown = self.weak = self.shared = self.customers = self.staff = 0
        self.stayed = [one.key for one in self.roster.entries("staff") if self._stays(one)]
        for kind in KINDS:
            with self.verifiers.reading() as find:
                for entry in self._entries(kind):
                    self._count(entry)
                    known = find(entry)
                    if known is None or not known.fits(entry):
                        self.waiting += 1
                        self.unknown += known is None and kind == "credential"
                    if known is not None:
                        now = entry if known.fits(entry) else _as_known(entry, known)
                        yield encoded(kind, entry.key, _body(now, known.verifier), self.record_key)

    def customers_entries(self) -> Iterator[tuple[Entry, bool]]:
        """Every customer with a password, in the order of the numbers, and whether it has no verifier yet."""
        with self.verifiers.reading() as find:
            for entry in self._entries("credential"):
                known = find(entry)
                yield entry, known is None or not known.fits(entry)

    def make_waiting(self, *, shown: bool = False) -> int:
        """Make the missing verifiers on all cores and keep them as they are made; gives their number. `shown` says that
        the portal shows the data already.

        Raises `Cancelled` having kept what was made.
        """
        if shown:
            self.progress.step("The portal is up to date; protecting passwords", self.waiting)
        else:
            self.progress.step("Protecting passwords", self.waiting)
        cores = os.cpu_count() or 1
        with ThreadPoolExecutor(cores, initializer=_step_back) as pool:
            try:
                return self._make(pool, cores * AHEAD_PER_CORE)
            finally:
                pool.shutdown(cancel_futures=True)

    def _make(self, pool: ThreadPoolExecutor, ahead: int) -> int:
        missing, count = self._missing(), 0
        under_way: deque[tuple[Entry, Future[str]]] = deque()
        made: list[tuple[Entry, str]] = []
        kept = time.monotonic()
        try:
            while True:
                for entry in islice(missing, ahead - len(under_way)):
                    under_way.append((entry, pool.submit(_verifier, self.roster.password(entry))))
                if not under_way:
                    return count
                entry, verifier = under_way.popleft()
                made.append((entry, verifier.result()))
                count += 1
                if time.monotonic() - kept > KEEP_SECONDS:
                    self.verifiers.put(made)
                    made.clear()
                    kept = time.monotonic()
                self.progress.advance()
        finally:
            self.verifiers.put(made)

    def _missing(self) -> Iterator[Entry]:
        for kind in KINDS:
            with self.verifiers.reading() as find:
                for entry in self._entries(kind):
                    known = find(entry)
                    if known is None or not known.fits(entry):
                        yield entry

    def _entries(self, kind: str) -> Iterator[Entry]:
        """With the resets of each customer; without users whose passwords stay at the office."""
        for entry in self.roster.entries(kind):
            if self._stays(entry):
                continue
            count = self.resets.get(entry.record_id, 0) if kind == "credential" else 0
            yield replace(entry, reset=count) if count else entry

    def _stays(self, entry: Entry) -> bool:
        return self.live and entry.kind == "staff" and entry.weak

    def _count(self, entry: Entry) -> None:
        if entry.kind == "staff":
            self.staff += 1
            return
        self.customers += 1
        self.weak += entry.weak
        self.shared += entry.shared


def _body(entry: Entry, verifier: str) -> records.Credential | records.Staff:
    if entry.kind == "staff":
        return records.Staff(verifier=verifier, level=entry.level, email=entry.email, weak=entry.weak)
    return records.Credential(entry.record_id, verifier, entry.weak, entry.shared, entry.reset)


def _as_known(entry: Entry, known: KnownVerifier) -> Entry:
    """What was said of the verifier that is still in its place."""
    return replace(entry, weak=known.weak, shared=known.shared, reset=known.reset)


def _verifier(password: str) -> str:
    return make_verifier(password).text()


def _step_back() -> None:
    """Whoever works at this computer comes first. Only Linux has a priority per thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
