"""Companies and customers as portal tests need them, published through the receiver's own publisher."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import msgspec

from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.companies.actions import create_company, record_key
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.publisher import Publisher
from receiver.domain.snapshots.requests import UNTOLD, Origin
from receiver.settings import Secrets
from shared import canonical, parts, passwords, records
from shared.messages import Begin
from shared.parts import Change

PRACTICE = "practice"
_runs = count(1)


@cache
def verifier(number: str, password: str) -> str:
    """The verifier of a password, made once, as the agent does."""
    return passwords.make_verifier(password).text()


@dataclass(frozen=True)
class Person:
    """A customer as the office publishes him; without a password he can't sign in."""

    number: str
    password: str
    name: str = "Ruth Alvarez"
    record_id: str = ""
    credential_of: str = ""
    """Whose password this is, by record id, where it is not his own."""
    same_as: str = ""
    """The number he had before, where he has another one now; his verifier goes along."""
    shared: bool = False
    """Whether the office says that somebody else has the same password."""
    reset: int = 0
    """How often the office reset it on purpose."""
    details: Mapping[str, object] = field(default_factory=dict)
    history: Mapping[int, records.History] = field(default_factory=dict)
    invoices: records.Invoices | None = None

    def changes(self) -> list[Change]:
        """His records."""
        record_id = self.record_id or f"R{self.number}"
        known = {"record_id": record_id, "name": self.name, "history_years": sorted(self.history, reverse=True)}
        body = msgspec.convert({**known, **self.details}, records.Customer)
        made = [Change("customer", self.number, canonical.encode(body))]
        if self.password:
            kept = verifier(self.same_as or self.number, self.password)
            secret = records.Credential(self.credential_of or record_id, kept, shared=self.shared, reset=self.reset)
            made.append(Change("credential", self.number, canonical.encode(secret)))
        for year, visits in self.history.items():
            made.append(Change("history", records.history_key(self.number, year), canonical.encode(visits)))
        if self.invoices is not None:
            made.append(Change("invoices", self.number, canonical.encode(self.invoices)))
        return made


@dataclass(frozen=True)
class Chief:
    """A user of the office as it publishes him: level 1, unless a test wants what no office sends."""

    name: str
    password: str
    email: str = ""
    weak: bool = False
    level: int = 1

    def changes(self) -> list[Change]:
        """His record."""
        body = records.Staff(verifier(self.name, self.password), self.level, self.email, self.weak)
        return [Change("staff", self.name, canonical.encode(body))]


@dataclass(frozen=True)
class Office:
    """A company of a receiver, and what its office may do."""

    company_id: int
    work: UnitOfWork = field(repr=False)
    secrets: Secrets = field(repr=False)
    attended: bool = True
    """Whether somebody there sees what Process will change."""
    origin: Origin = UNTOLD
    """What starts it."""

    @classmethod
    def create(cls, work: UnitOfWork, secrets: Secrets, company_id: int, name: str = "Green Valley") -> Office:
        """Make the company, as after pairing."""
        with work.writing(company_id) as session:
            create_company(session, secrets.peppers, company_id, name, now()).practice_id = PRACTICE
        return cls(company_id, work, secrets)

    def publish(self, *people: Person | Chief, **company: object) -> None:
        """Publish this whole set."""
        changes = _set_of(*people, **company)
        self._upload(changes, changes, whole=True)

    def publish_changes(self, before: Iterable[Person | Chief], *people: Person | Chief) -> None:
        """Publish this set by what differs from the one before, as an office does from day to day."""
        older = {(one.kind, one.key): one.body for one in _set_of(*before)}
        newer = _set_of(*people)
        sent = [one for one in newer if older.pop((one.kind, one.key), None) != one.body]
        sent += [Change(kind, key, None) for kind, key in older]
        self._upload(newer, sorted(sent, key=lambda one: (one.kind, one.key)), whole=False)

    def _upload(self, held: list[Change], sent: list[Change], *, whole: bool) -> None:
        change = parts.pack(sent)
        digest = self._digest(held)
        begin = Begin(
            idempotency_key=f"portal-test-{next(_runs)}",
            practice_id=PRACTICE,
            base=self.company().newest,
            whole=whole,
            digest=digest.hexdigest(),
            counts=dict(digest.counts),
            attended=self.attended,
            change=base64.b64encode(change).decode(),
            change_digest=parts.digest(change),
        )
        done = Publisher(self.work, self.secrets.peppers, now).begin(self.company_id, "0" * 16, begin, self.origin)
        assert done.state == "done", done

    def company(self) -> Company:
        """The company as it stands now."""
        with self.work.reading(self.company_id) as session:
            found = find_company(session, self.company_id)
        assert found is not None
        return found

    def set_state(self, state: str) -> None:
        """What the host does: trial, live, suspended."""
        with self.work.writing(self.company_id) as session:
            found = find_company(session, self.company_id)
            assert found is not None
            found.state = state

    def _digest(self, changes: Iterable[Change]) -> canonical.SetDigest:
        key = record_key(self.secrets.peppers, self.company())
        digest = canonical.SetDigest()
        for change in sorted(changes, key=lambda one: (one.kind, one.key)):
            assert change.body is not None
            digest.add(change.kind, change.key, canonical.record_hash(change.kind, change.body, key))
        return digest


def _set_of(*people: Person | Chief, **company: object) -> list[Change]:
    office = msgspec.convert({"name": "Green Valley Lawn Care", **company}, records.Company)
    made = [Change("company", records.COMPANY_KEY, canonical.encode(office))]
    return made + [change for one in people for change in one.changes()]
