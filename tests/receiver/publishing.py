"""A receiver's database without a server, and an office that publishes into it by the domain's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ParamSpec

import msgspec
import pytest
from sqlalchemy import text

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.companies.actions import create_company, record_key
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.publisher import Publisher
from receiver.domain.snapshots.queries import published_records
from receiver.settings import Peppers
from shared import parts
from shared.messages import Begun
from shared.records import Company, Customer
from tests.receiver.signed import PRACTICE, begin_of, changes_of

Bodies = Mapping[tuple[str, str], msgspec.Struct]
Words = ParamSpec("Words")
DEVICE = "00000000000000aa"


@dataclass
class House:
    """A database with company 112."""

    work: UnitOfWork
    peppers: Peppers = field(default_factory=lambda: Peppers("1", {"1": b"p" * 32}))
    time: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)
    company: int = 112

    @classmethod
    def make(cls, url: str) -> House:
        """A fresh one in the database at `url`, which has tables and no row."""
        house = cls(UnitOfWork(make_engine(url)))
        with house.work.writing(112) as session:
            create_company(session, house.peppers, 112, "Green Valley", house.time).practice_id = PRACTICE
        return house

    @property
    def on_postgresql(self) -> bool:
        """Which kind of database it is."""
        return self.work.engine.dialect.name == "postgresql"

    @property
    def publisher(self) -> Publisher:
        """Its agent API without HTTP."""
        return Publisher(self.work, self.peppers, lambda: self.time)

    @property
    def record_key(self) -> bytes:
        """As the office got it when it paired."""
        with self.work.reading(112) as session:
            company = find_company(session, 112)
            assert company is not None
            return record_key(self.peppers, company)

    @property
    def numbers(self) -> tuple[int, int]:
        """newest, published."""
        with self.work.reading(112) as session:
            company = find_company(session, 112)
            assert company is not None
            return company.newest, company.published

    def wait(self, seconds: float) -> None:
        """Let the receiver's clock go on."""
        self.time += timedelta(seconds=seconds)

    def publish(self, key: str, before: Bodies, after: Bodies, base: int, *, attended: bool = True) -> Begun:
        """Publish `after`, sending what differs from `before`, in two parts."""
        begin = begin_of(after, self.record_key, idempotency_key=key, base=base, attended=attended)
        begun = self.publisher.begin(112, DEVICE, begin)
        if begun.state not in ("changes", "all"):
            return begun
        known: Bodies = {} if begun.state == "all" else before
        changed = {name: body for name, body in after.items() if known.get(name) != body}
        gone: dict[tuple[str, str], msgspec.Struct | None] = dict.fromkeys(set(known) - set(after))
        both: tuple[Mapping[tuple[str, str], msgspec.Struct | None], ...] = (changed, gone)
        for n, part in enumerate(both):
            data = changes_of(part)
            self.publisher.put_part(112, DEVICE, begun.id, n, data, parts.digest(data))
        return self.publisher.commit(112, DEVICE, begun.id)

    def open(self, key: str, bodies: Bodies, base: int = 0, device: str = DEVICE) -> Begun:
        """Begin to publish `bodies`."""
        begin = begin_of(bodies, self.record_key, idempotency_key=key, base=base)
        return self.publisher.begin(self.company, device, begin)

    def put(self, upload: int, n: int, data: bytes, device: str = DEVICE) -> None:
        """Send a part under its own digest."""
        self.publisher.put_part(self.company, device, upload, n, data, parts.digest(data))

    def refused(self, call: Callable[Words, object], *words: Words.args, **named: Words.kwargs) -> str:
        """The code that the call is refused with."""
        with pytest.raises(Refused) as refused:
            call(*words, **named)
        return refused.value.code

    def stored(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row that uploads write, by table: what a refusal must leave as it was."""
        names = ("records", "listing", "uploads", "upload_parts", "snapshots")
        with self.work.engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
            return {
                name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4"))]
                for name in names
            }

    def shown(self, *wanted: tuple[str, str]) -> dict[tuple[str, str], bytes]:
        """What customers see of these records."""
        with self.work.reading(112) as session:
            found = published_records(session, 112, self.numbers[1], wanted)
        return {name: record.body for name, record in found.items()}


def some_customers(count: int, street: str = "") -> dict[tuple[str, str], msgspec.Struct]:
    """A company with that many customers."""
    bodies: dict[tuple[str, str], msgspec.Struct] = {("company", "-"): Company(name="Green Valley")}
    for n in range(count):
        bodies["customer", f"{n:05}"] = Customer(
            record_id=str(n), name=f"Customer {n}", street=street, email=f"C{n}@Example.com"
        )
    return bodies
