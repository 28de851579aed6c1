"""Makes the records of a new set from one reading of the practice database (features A8, A9, A14).

Within each kind the records come in key order, and nothing but the roster of passwords is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from agent.domain.practice import PracticeCustomer, PracticeUser
from agent.domain.selection import Selection
from agent.domain.weakness import Weakness
from agent.usecases.overlaid import Overlaid
from agent.usecases.ports import PracticeReading, Progress, Roster
from shared import limits, records

Record = tuple[str, str, msgspec.Struct]
"""Kind, key and body."""

STAFF_LEVEL = 1
FIRST_WORD = "clip"
"""What "Activate Passwords" starts with; while it is unchanged nobody signs in to the administration site with it."""


@dataclass
class Collector:
    """Reads customers and users; counts what a report needs."""

    selection: Selection
    overlaid: Overlaid
    common: frozenset[str]
    roster: Roster
    progress: Progress
    customers: int = 0
    without_password: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def records(self, reading: PracticeReading) -> Iterator[Record]:
        """Company, customers and history; the roster is complete when this ends."""
        company = reading.company()
        weakness = Weakness(self.common, {company.name, *company.name.split(), company.phone})
        yield "company", records.COMPANY_KEY, company
        read = reading.customers(self.selection.reading)
        for customer in self.overlaid.customers(read, self.left_out):
            if not self.selection.takes(customer):
                continue
            self.progress.advance()
            self.customers += 1
            yield "customer", customer.number, customer.body
            for year, history in customer.history:
                yield "history", records.history_key(customer.number, year), history
            self._enrol_customer(customer, weakness)
        for reason, count in reading.left_out.items():
            self.left_out[reason] = self.left_out.get(reason, 0) + count
        for user in reading.users():
            self._enrol_user(user, weakness)

    def _enrol_customer(self, customer: PracticeCustomer, weakness: Weakness) -> None:
        password = customer.password
        if not _usable(password):
            self.without_password += 1
            return
        body = customer.body
        own = (
            customer.number,
            body.name,
            body.first_name,
            body.company_name,
            f"{body.first_name}{body.name}",
            *(phone.number for phone in body.phones),
        )
        weak = weakness.weak(password, own)
        self.roster.add("credential", customer.number, customer.record_id, password, weak)

    def _enrol_user(self, user: PracticeUser, weakness: Weakness) -> None:
        if user.level != STAFF_LEVEL or not _usable(user.password) or not records.is_key(user.name):
            return
        if user.password.strip().casefold() == FIRST_WORD:
            return
        weak = weakness.weak(user.password, (user.name,))
        self.roster.add("staff", user.name, "", user.password, weak, user.level, user.email)


def _usable(password: str) -> bool:
    return bool(password.strip()) and len(password) <= limits.PASSWORD_CHARACTERS
