"""What `agent init` finds in a practice database, told before anything is done with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from agent.domain.conditions import Comparison, condition
from agent.domain.values import counted
from agent.usecases.fields import Fields


@dataclass(frozen=True)
class Found:
    """`homes` counts the fields by where they live; `kept_by_agent` names those of the overlay."""

    practice_id: str
    customers: int
    active: int
    homes: dict[str, int]
    kept_by_agent: tuple[str, ...]

    def text(self) -> str:
        """In words."""
        kept = f", {self.homes.get('overlay', 0)} are kept by the agent itself" if self.kept_by_agent else ""
        found = f"Found {counted(self.customers, 'customer')}, {self.active:,} of them active."
        homes = [self.homes.get(home, 0) for home in ("column", "fixed")]
        return f"{found} {homes[0]} fields can be read and written, {homes[1]} only read{kept}."


def look(fields: Fields) -> Found:
    """Read what there is. Raises what opening and reading raise."""
    catalog = fields.practice.catalog
    status = catalog.field("CU.Customer Status", "customers")
    active = condition(status, Comparison.EQUALS, "ACTIVE")
    found = Counter(active.matches(row[status.name]) for _, row in fields.rows("customers", [status]))
    return Found(
        practice_id=fields.practice.practice_id,
        customers=found.total(),
        active=found[True],
        homes=dict(Counter(one.home for one in catalog)),
        kept_by_agent=tuple(one.name for one in catalog if one.home == "overlay"),
    )
