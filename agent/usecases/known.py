"""Customers who stay as they are published: they are neither made anew nor sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

import msgspec

from agent.domain.diff import SetDiff
from agent.domain.known import KnownCustomer
from agent.domain.practice import PracticeCustomer
from agent.domain.selection import Selection
from agent.usecases.encoding import Record
from agent.usecases.overlaid import Overlaid
from agent.usecases.portal_ports import KnownCustomers
from agent.usecases.practice_ports import PracticeDatabase


class Acquaintance:
    """Who is known in this Process. A customer is where his rows, his values of the overlay and the rules are what
    they were when his records were made, and just these records are published."""

    def __init__(self, kept: KnownCustomers, overlaid: Overlaid, diff: SetDiff) -> None:
        self._kept = kept
        self._overlaid = overlaid
        self._diff = diff
        self.last: KnownCustomer | None = None
        """What is known of the customer who was asked about last."""

    def knows(self, customer: PracticeCustomer) -> bool:
        """Whether nothing of this customer has to be made anew; to be asked in the order of the numbers."""
        found = self._kept.find(customer.number, self._overlaid.fingerprint(customer))
        self.last = found if found and self._is_published(found) else None
        return self.last is not None

    def learn(self, customer: PracticeCustomer, made: Sequence[Record], *, weak: bool) -> KnownCustomer:
        """Remember what was made of a customer now."""
        known = KnownCustomer(tuple(one[:3] for one in made), weak, dict(customer.left_out))
        self._kept.keep(customer.number, self._overlaid.fingerprint(customer), known)
        return known

    def _is_published(self, known: KnownCustomer) -> bool:
        return all(
            self._diff.holds(kind, [(key, hash_) for _, key, hash_ in records])
            for kind, records in groupby(known.published, itemgetter(0))
        )


def rules_for(practice: PracticeDatabase, selection: Selection, today: date, common: frozenset[str]) -> bytes:
    """Everything but the data that decides what is published of a customer. The day is among it, so that a rule about
    today needs no second thought."""
    said = (practice.rules, selection.history_since, selection.activity_after, today, sorted(common))
    return blake2b(msgspec.msgpack.encode(said), digest_size=32).digest()


class NobodyKnown:
    """Where everybody is to be made anew, and nothing remembered (see `ports.KnownCustomers`)."""

    def find(self, _number: str, _fingerprint: bytes) -> None:
        """Nobody is known."""

    def keep(self, number: str, fingerprint: bytes, made: KnownCustomer) -> None:
        """It is not remembered."""

    def forget(self) -> None:
        """There is nothing to forget."""

    def finish(self) -> None:
        """There is nothing to write."""
