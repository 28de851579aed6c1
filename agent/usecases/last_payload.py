"""The exact last payload (feature row A17): what the last Process that sent anything sent to a portal, by record.

It is kept sealed in the agent's own file, and read from there a page at a time. Verifiers are shown as what they are,
never as they stand: a weak password could be guessed from one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import msgspec

from agent.domain.errors import UsageError
from agent.domain.leaving import AS_VERIFIER
from agent.domain.permissions import Actor, Permission
from agent.domain.portals import Portal, Sent
from agent.usecases.portal_ports import Portals, Publication
from agent.usecases.process import chosen
from shared.parts import Change
from shared.records import KEY_SEPARATOR

MASKED: Final = "(an Argon2id verifier: not shown)"


@dataclass(frozen=True)
class Payload:
    """What was sent to a portal, as a whole: one upload, or two where new passwords followed."""

    portal: str
    uploads: tuple[Sent, ...]


@dataclass(frozen=True)
class Entry:
    """One record of it. `at` counts from 0; `gone` says that it was taken out of what is published."""

    at: int
    kind: str
    number: str
    """Of the customer, or the name of the user; "-" for the company."""
    year: str
    """Of a history record, else empty."""
    bytes: int
    gone: bool


@dataclass(frozen=True)
class Wanted:
    """Which records are listed: of a kind, of numbers that hold a text, or exactly of `exact`; empty for all."""

    kind: str = ""
    text: str = ""
    exact: str = ""

    def takes(self, entry: Entry) -> bool:
        """Whether this one is."""
        if self.kind and entry.kind != self.kind:
            return False
        if self.exact and entry.number != self.exact:
            return False
        return self.text.casefold() in entry.number.casefold()


@dataclass(frozen=True)
class Page:
    """Some of the list; `rest` is where the next page begins, None where nothing is left."""

    entries: tuple[Entry, ...]
    rest: int | None


@dataclass(frozen=True)
class Shown:
    """One record, and its body as JSON; None for one that was taken out."""

    entry: Entry
    body: Any = field(repr=False)


@dataclass(frozen=True)
class LastPayload:
    """Every call raises `NotAllowed`, and what `chosen` raises: it shows customers."""

    portals: Portals
    publication: Publication
    actor: Actor

    def about(self, to: str | None = None) -> Payload:
        """What it is as a whole; without uploads where nothing was sent yet."""
        portal = self._portal(to)
        return Payload(portal.name, tuple(self.publication.last_sent(portal)))

    def counts(self, to: str | None = None) -> dict[str, int]:
        """How many records of each kind it holds. All of it is read for that."""
        return dict(Counter(change.kind for change in self._changes(self._portal(to))))

    def page(self, wanted: Wanted, count: int, to: str | None = None, begin: int = 0) -> Page:
        """The first `count` that are wanted, from the record `begin` on, in the order in which they travelled."""
        changes = islice(enumerate(self._changes(self._portal(to))), begin, None)
        entries = (entry for at, change in changes if wanted.takes(entry := _entry(at, change)))
        found = list(islice(entries, count + 1))
        return Page(tuple(found[:count]), found[count].at if len(found) > count else None)

    def record(self, at: int, to: str | None = None) -> Shown:
        """One record whole. Raises `UsageError` where there is none."""
        change = next(islice(self._changes(self._portal(to)), at, None), None)
        if change is None:
            raise UsageError("This record is no longer there.", remedy="Another Process has sent something: look anew.")
        return _shown(at, change)

    def records(self, wanted: Wanted, to: str | None = None) -> Iterator[Shown]:
        """Every one that is wanted, whole."""
        for at, change in enumerate(self._changes(self._portal(to))):
            if wanted.takes(_entry(at, change)):
                yield _shown(at, change)

    def _portal(self, to: str | None) -> Portal:
        self.actor.require(Permission.PROCESS)
        return chosen(self.portals.all(), to)

    def _changes(self, portal: Portal) -> Iterator[Change]:
        for sent in self.publication.last_sent(portal):
            yield from self.publication.sent_changes(portal, sent)


def _entry(at: int, change: Change) -> Entry:
    number, _, year = change.key.partition(KEY_SEPARATOR)
    return Entry(at, change.kind, number, year, len(change.body or b""), change.body is None)


def _shown(at: int, change: Change) -> Shown:
    body = msgspec.json.decode(change.body) if change.body is not None else None
    if isinstance(body, dict) and AS_VERIFIER in body:
        body = body | {AS_VERIFIER: MASKED}
    return Shown(_entry(at, change), body)
