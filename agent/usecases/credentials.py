"""Verifiers of portal passwords: which are known, and making those that are not (reliability section 2, 1 and 2)."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from agent.domain.portals import Entry
from agent.usecases.encoding import Record, encoded
from agent.usecases.portal_ports import Roster, Verifiers
from agent.usecases.ports import Progress
from shared import records
from shared.passwords import make_verifier

KINDS = ("credential", "staff")
BATCH_PER_CORE = 32
"""How many verifiers a core makes (about a second) before they are kept: what a kill can lose."""
NICENESS = 10


@dataclass
class Credentials:
    """The credentials of one Process."""

    roster: Roster
    verifiers: Verifiers
    progress: Progress
    record_key: bytes = field(repr=False)
    """Keys the hashes of these records, for the portal they go to."""
    waiting: int = 0
    """After `records`: passwords that have no verifier yet."""
    unknown: int = 0
    """Customers among them whose verifier was never made here."""
    weak: int = 0
    shared: int = 0
    customers: int = 0
    staff: int = 0

    def records(self) -> Iterator[Record]:
        """A record for everybody whose verifier is known. Where a password has just changed, that is still the one
        before: the customer is not locked out while the new one is hashed."""
        self.waiting = self.unknown = self.weak = self.shared = self.customers = self.staff = 0
        for kind in KINDS:
            with self.verifiers.reading() as find:
                for entry in self.roster.entries(kind):
                    self._count(entry)
                    known = find(entry)
                    if known is None or known.mark != entry.mark:
                        self.waiting += 1
                        self.unknown += known is None and kind == "credential"
                    if known is not None:
                        now = (
                            entry if known.mark == entry.mark else replace(entry, weak=known.weak, shared=known.shared)
                        )
                        yield encoded(kind, entry.key, _body(now, known.verifier), self.record_key)

    def customers_entries(self) -> Iterator[tuple[Entry, bool]]:
        """Every customer with a password, in the order of the numbers, and whether it has no verifier yet."""
        with self.verifiers.reading() as find:
            for entry in self.roster.entries("credential"):
                known = find(entry)
                yield entry, known is None or known.mark != entry.mark

    def make_waiting(self) -> int:
        """Make the missing verifiers on all cores and keep them, batch by batch; gives their number.

        Raises `Cancelled` having kept what was made.
        """
        cores = os.cpu_count() or 1
        made = 0
        self.progress.step("Protecting passwords", self.waiting)
        with ThreadPoolExecutor(cores, initializer=_step_back) as pool:
            missing = self._missing()
            while batch := list(islice(missing, cores * BATCH_PER_CORE)):
                made += self._make(pool, batch)
        return made

    def _make(self, pool: ThreadPoolExecutor, batch: list[Entry]) -> int:
        made: list[tuple[Entry, str]] = []
        try:
            words = [self.roster.password(entry) for entry in batch]
            for entry, verifier in zip(batch, pool.map(_verifier, words), strict=True):
                made.append((entry, verifier))
                self.progress.advance()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            self.verifiers.put(made)
        return len(made)

    def _missing(self) -> Iterator[Entry]:
        for kind in KINDS:
            with self.verifiers.reading() as find:
                for entry in self.roster.entries(kind):
                    known = find(entry)
                    if known is None or known.mark != entry.mark:
                        yield entry

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
    return records.Credential(entry.record_id, verifier, entry.weak, entry.shared)


def _verifier(password: str) -> str:
    return make_verifier(password).text()


def _step_back() -> None:
    """Whoever works at this computer comes first. Only Linux has a priority per thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
