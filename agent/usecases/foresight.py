"""What a Process would do, and to whom: the same records, compared in the same way, and nothing sent (feature A10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from agent.domain.diff import Published, SetDiff
from agent.domain.errors import UsageError
from agent.domain.people import Ascending, Crowd, Sample, without
from agent.domain.selection import Selection
from agent.domain.values import shown
from agent.usecases.collect import Collector
from agent.usecases.credentials import Credentials
from agent.usecases.fields import Fields
from agent.usecases.known import Acquaintance, NobodyKnown
from agent.usecases.overlaid import Overlaid
from agent.usecases.ports import Progress
from agent.usecases.practice_ports import PracticeReading
from agent.usecases.spooling import Comparison
from agent.usecases.withholding import Withholding
from shared.messages import Held, Seen
from shared.parts import Change
from shared.records import KEY_SEPARATOR

CUSTOMERS = "customers"


@dataclass
class Foresight:
    """Looks at everything once, in the order of the customers; `published` gives what customers see."""

    published: Callable[[str], Published]
    collector: Collector
    credentials: Credentials
    crowd: Crowd = field(default_factory=Crowd)

    def look(self, reading: PracticeReading) -> Comparison:
        """Fill the crowd; the comparison is complete."""
        comparison = Comparison(SetDiff(self.published))
        nobody = Acquaintance(NobodyKnown(), self.collector.overlaid, comparison.diff)
        self.collector.passwordless = lambda number: self.crowd.add("no password", number)
        self._customers(_told(comparison, comparison.changes(self.collector.records(reading, nobody))))
        for _ in _told(comparison, comparison.changes(self.credentials.records())):
            pass
        for change in _told(comparison, comparison.removals()):
            if change.kind == "customer":
                self.crowd.add("leave", change.key)
        self._passwords()
        return comparison

    def _customers(self, changes: Iterator[Change]) -> None:
        held = Ascending(self._keys("customer"))
        moved = ""
        """Who was found to be new or changed last: his history and his invoices follow his own record."""
        for change in changes:
            number = change.key.partition(KEY_SEPARATOR)[0]
            if change.body is None:
                if change.kind == "customer":
                    self.crowd.add("leave", number)
            elif change.kind == "customer":
                moved = number
                self.crowd.add("change" if held.holds(number) else "new", number)
            elif change.kind in ("history", "invoices") and number != moved:
                moved = number
                self.crowd.add("change", number)

    def _passwords(self) -> None:
        held = Ascending(self._keys("customer"))
        for entry, waiting in self.credentials.customers_entries():
            if waiting and held.holds(entry.key):
                self.crowd.add("new password", entry.key)
            if entry.weak or entry.shared:
                self.crowd.add("weak or shared", entry.key)
        entries = self.credentials.customers_entries()
        for number in without(self._keys("credential"), (entry.key for entry, _ in entries)):
            self.crowd.add("lose access", number)

    def _keys(self, kind: str) -> Iterator[str]:
        return (key for key, _ in self.published(kind))


def seen(comparison: Comparison, counted: Held | None) -> tuple[Seen, Held | None]:
    """What a person sees of who leaves; and what the portal `counted` at the last upload, where that is more than can
    be found here: customers may have been shown what another computer published."""
    moved = comparison.diff.counts.get("customer", {"added": 0, "removed": 0})
    leave = moved["removed"]
    own = Seen(comparison.digest.counts.get("customer", 0) - moved["added"] + leave, leave)
    if counted is None or own.covers(counted):
        return own, None
    return Seen(counted.shown, counted.leave), counted


def names(fields: Fields, numbers: set[str], progress: Progress) -> dict[str, str]:
    """The names of the customers with these numbers, whatever their status."""
    number, *rest = fields.labels(CUSTOMERS)
    found: dict[str, str] = {}
    if not numbers:
        return found
    progress.step("Looking up the names")
    for _, row in fields.rows(CUSTOMERS, [number, *rest]):
        key = shown(row[number.name]).strip()
        if key in numbers:
            progress.advance(0)
            found[key] = " ".join(text for one in rest if (text := shown(row[one.name]).strip()))
    return found


def sample(
    reading: PracticeReading, overlaid: Overlaid, selection: Selection, number: str, progress: Progress
) -> Sample:
    """What the portal would show that customer. Raises `UsageError` where he would not be on it."""
    leaving = Withholding(overlaid.withheld(reading))
    company = leaving.company(overlaid.company(reading))
    read = reading.customers(overlaid.options(selection), lambda customer: customer.number != number)
    for customer in overlaid.customers(read, {}):
        progress.advance()
        if customer.number == number and selection.takes(customer):
            years = [leaving.history(year) for _, year in reversed(customer.history)]
            visits = tuple(visit for year in years for visit in year.visits)
            invoices = leaving.invoices(customer.invoices) if customer.invoices else None
            return Sample(company, number, leaving.customer(customer.body), visits, invoices)
    raise UsageError(
        f"Customer {number} would not be on the portal.", remedy="Choose a customer who is new or stays there."
    )


def _told(comparison: Comparison, changes: Iterator[Change]) -> Iterator[Change]:
    """The changes, kept for no outbox."""
    for change in changes:
        comparison.moved.clear()
        yield change
