"""What of the set-up is done and what is missing, looked up each time (design: "First start is a wizard")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from agent.domain.catalog import Catalog
from agent.domain.conditions import Comparison, condition, matches_all
from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.domain.wish import Wish
from agent.usecases.fields import Fields
from agent.usecases.overlaid import SIGN_IN_FIELD, company_values
from agent.usecases.portal_ports import Portals

STATUS_FIELD = "CU.Customer Status"
EMAIL_FIELD = "CP.Email"
CUSTOMERS = "customers"


@dataclass(frozen=True)
class FirstSteps:
    """Looks. `practice` and `practice_id` are what was chosen, empty where nothing is; `fields` opens it."""

    practice: str
    practice_id: str
    fields: Callable[[], Fields]
    portals: Portals
    activated: Callable[[], bool]
    skipped: frozenset[Step] = frozenset()

    def look(self, *, count: bool = True) -> SetUp:
        """How far the set-up is. Without `count`, the practice database is read only until something is published:
        after that Process tells of customers without a password, and of a company without an e-mail address."""
        paired = self.portals.all()
        ours = [one for one in paired if one.practice_id == self.practice_id]
        known = SetUp(
            practice=self.practice,
            practice_id=self.practice_id,
            portals=tuple(one.name for one in ours),
            portal_url=ours[0].portal_url if ours else "",
            elsewhere=len(paired) - len(ours),
            skipped=self.skipped,
            published=any(one.receipt for one in ours),
        )
        if not self.practice:
            return known
        try:
            fields = self.fields()
            known = replace(known, activated=self.activated())
            return _read(known, fields) if count or not known.published else known
        except AgentError as trouble:
            return replace(known, trouble=trouble)


def first_passwords(catalog: Catalog) -> Wish:
    """A password of words of its own for each active customer who has none. Performing it touches nobody else's."""
    status = catalog.field(STATUS_FIELD, CUSTOMERS)
    password = catalog.field(SIGN_IN_FIELD, CUSTOMERS)
    wanted = (condition(status, Comparison.EQUALS, "ACTIVE"), condition(password, Comparison.EMPTY))
    return Wish(password, wanted, unique="words")


def _read(known: SetUp, fields: Fields) -> SetUp:
    wish = first_passwords(fields.practice.catalog)
    asked = [one.field for one in wish.conditions]
    customers = active = without = 0
    for _, row in fields.rows(CUSTOMERS, asked):
        customers += 1
        if wish.conditions[0].matches(row[STATUS_FIELD]):
            active += 1
            without += matches_all(wish.conditions, row)
    return replace(known, company_email=_email(fields), customers=customers, active=active, without_password=without)


def _email(fields: Fields) -> str:
    kept = company_values(fields.practice, fields.overlay)
    if EMAIL_FIELD in kept:
        return str(kept[EMAIL_FIELD] or "")
    with fields.practice.reading() as reading:
        return reading.company().email
