"""Makes the records of a new set from one reading of the practice database (features A8, A9, A14).

Within each kind the records come in key order, and nothing but the roster of passwords is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from agent.domain.practice import PracticeCustomer, PracticeUser
from agent.domain.selection import Selection
from agent.domain.user_form import is_short
from agent.domain.weakness import Weakness
from agent.usecases.encoding import Record, encoded
from agent.usecases.known import Acquaintance
from agent.usecases.overlaid import Overlaid
from agent.usecases.portal_ports import Roster
from agent.usecases.ports import Progress
from agent.usecases.practice_ports import PracticeReading
from agent.usecases.withholding import Withholding
from shared import records
from shared.passwords import can_be_typed

UNTYPED = "passwords that nobody can type: with control characters, or too long"
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
    passwordless: Callable[[str], object] = lambda _number: None
    """Told the number of each customer without a password."""
    leaving: Withholding = field(default_factory=lambda: Withholding(()))
    """Empties what is switched off (A17)."""

    def records(self, reading: PracticeReading, acquaintance: Acquaintance) -> Iterator[Record]:
        """Company, customers, history and invoices; the roster is complete when this ends."""
        company = self.overlaid.company(reading)
        weakness = Weakness(self.common, {company.name, *company.name.split(), company.phone})
        self.leaving = Withholding(self.overlaid.withheld(reading))
        yield encoded("company", records.COMPANY_KEY, self.leaving.company(company))
        read = reading.customers(self.overlaid.options(self.selection), acquaintance.knows)
        for customer in self.overlaid.customers(read, self.left_out):
            known = acquaintance.last
            if known is not None:
                made = [Record(*one, None) for one in known.published]
                self._count(known.left_out)
            else:
                made = list(self._made(customer))
                known = acquaintance.learn(customer, made, weak=bool(made) and _weak(customer, weakness))
            if made:
                self.progress.advance()
                self.customers += 1
                yield from made
                self._enrol_customer(customer, weak=known.weak)
        self._count(reading.left_out)
        for user in self.overlaid.users(reading.users()):
            self._enrol_user(user, weakness)

    def _made(self, customer: PracticeCustomer) -> Iterator[Record]:
        if self.selection.takes(customer):
            yield encoded("customer", customer.number, self.leaving.customer(customer.body))
            for year, history in customer.history:
                yield encoded("history", records.history_key(customer.number, year), self.leaving.history(history))
            if customer.invoices:
                yield encoded("invoices", customer.number, self.leaving.invoices(customer.invoices))

    def _count(self, left_out: Mapping[str, int]) -> None:
        for reason, count in left_out.items():
            self.left_out[reason] = self.left_out.get(reason, 0) + count

    def _enrol_customer(self, customer: PracticeCustomer, *, weak: bool) -> None:
        if can_be_typed(customer.password):
            self.roster.add("credential", customer.number, customer.record_id, customer.password, weak)
            return
        self.without_password += 1
        self.passwordless(customer.number)
        if customer.password.strip():
            self._count({UNTYPED: 1})

    def _enrol_user(self, user: PracticeUser, weakness: Weakness) -> None:
        if user.level != STAFF_LEVEL or not can_be_typed(user.password) or not records.is_key(user.name):
            return
        if user.password.strip().casefold() == FIRST_WORD:
            return
        # It opens the administration site, so that more is asked of it than of a customer's.
        weak = weakness.weak(user.password, (user.name,)) or is_short(user.password, user.level)
        email = self.leaving.staff_email(user.email)
        self.roster.add("staff", user.name, "", user.password, weak, user.level, email)


def _weak(customer: PracticeCustomer, weakness: Weakness) -> bool:
    body = customer.body
    own = (
        customer.number,
        body.name,
        body.first_name,
        body.company_name,
        f"{body.first_name}{body.name}",
        *(phone.number for phone in body.phones),
    )
    return can_be_typed(customer.password) and weakness.weak(customer.password, own)
