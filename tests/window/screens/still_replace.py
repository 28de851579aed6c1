"""Global Replacement of an office that stands still: seven customers and three jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from agent.domain.catalog import Catalog
from agent.domain.chosen import RESETS
from agent.domain.errors import PracticeBusy
from agent.domain.letters import Order, Written
from agent.domain.replacement import Change, Plan, Row, Rows, in_pieces, make_plan
from agent.domain.runs import Run, RunState
from agent.domain.wish import Wish
from agent.gui.presenters.replace import Performed
from agent.jobs.progress import PolledProgress
from agent.office.catalog import NATIVE
from agent.usecases.replace import Swing

PASSWORD = NATIVE.field("CU.Customer Password")
STATUS = NATIVE.field("CU.Customer Status")
PRICE = NATIVE.field("JB.Price")
OWN = frozenset({"1002", "1012"})
"""Who chose a password themselves."""
BUSY = PracticeBusy(
    "The practice database is in use by another program.",
    remedy="Nothing was changed. Finish what the other program is doing, then try again.",
)
PEOPLE = (
    ("1001", "Abbott, James", "ACTIVE", "clip"),
    ("1002", "Acosta, Maria", "ACTIVE", "clip"),
    ("1004", "Baker & Sons", "ACTIVE", "baker-2019"),
    ("1007", "Becker, Ulrike", "Active ", None),
    ("1011", "Çelik, Ayşe", "ACTIVE", "quartz-pebble-kestrel-54"),
    ("1012", "Chen, Lin", "ACTIVE", "clip"),
    ("1015", "Dubois, Anne", "INACTIVE", "clip"),
)
PRICES = (("1001-1", "Mowing", "45.00"), ("1002-1", "Leaf clean-up", "150.00"), ("1004-1", "Hedges", None))
RUN = Run(
    id=3,
    practice_id="p",
    made=datetime(2026, 6, 8, 17, 30, tzinfo=UTC),
    who="dana",
    set="customers",
    field=PASSWORD.name,
    home="column",
    secret=True,
    conditions='CU.Customer Status Equals "ACTIVE"',
    changed=812,
    unchanged=0,
    backup="20260608-173000-practice",
    state=RunState.DONE,
)
STAY = (
    Change("7", "1007 Becker, Ulrike", "a", "b", PASSWORD.name),
    Change("11", "1011 Çelik, Ayşe", "a", "b", PASSWORD.name),
)
SWING = Swing(RUN, 810, STAY)
WRITTEN = Written(Path("/home/office/letters-3.pdf"), "letters", 809, {"no password": 3}, 1)


@dataclass(frozen=True)
class StillReplace:
    """`presenters.replace.ReplaceWork` without anything behind it."""

    def catalog(self) -> Catalog:
        """That of a native practice database."""
        return NATIVE

    def plan(self, wish: Wish) -> Plan:
        """For seven customers, or three jobs."""
        if wish.field.set == "customers":
            fields = [NATIVE.field("CU.Customer Number"), NATIVE.field("CU.Customer Name"), STATUS, PASSWORD]
            rows: list[Row] = [(one[0], one[3], one) for one in PEOPLE]
        else:
            fields = [NATIVE.field("JB.Job Number"), NATIVE.field("JB.Service"), PRICE]
            prices = [(number, service, price and Decimal(price)) for number, service, price in PRICES]
            rows = [(one[0], one[2], one) for one in prices]
        given = Rows(fields, fields[:2], in_pieces(rows))
        plan = make_plan(wish, given, lambda _taken: (f"maple-otter-quiet-{at}" for at in range(100)), OWN)
        resets = tuple(Change(one, one, None, 1, RESETS.name) for one in plan.own)
        return replace(plan, resets=resets) if wish.also_own else plan

    def perform(self, plan: Plan, progress: PolledProgress) -> Performed:
        """As if."""
        return Performed(RUN, Path("/home/office/backups"))

    def letters(self, order: Order, progress: PolledProgress) -> Written:
        """As if."""
        return WRITTEN

    def runs(self) -> list[Run]:
        """One in each state."""
        return [
            replace(RUN, id=4, set="jobs", field=PRICE.name, secret=False, conditions="all rows", changed=2_031),
            RUN,
            replace(RUN, id=2, state=RunState.UNDONE, changed=21),
        ]

    def undo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Two rows stay."""
        return SWING

    def redo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Two rows stay."""
        return SWING
