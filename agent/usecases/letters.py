"""Letters and cards that tell customers their passwords (feature row A6), for the customers of a replacement or for
those whom conditions mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.domain.activity import Deed
from agent.domain.catalog import Field, Held, Value
from agent.domain.conditions import matches_all
from agent.domain.errors import UsageError
from agent.domain.letters import Addressee, Order, Sender, Written
from agent.domain.permissions import Actor, Permission
from agent.domain.runs import Run, RunState
from agent.domain.values import counted, shown
from agent.usecases.fields import Fields
from agent.usecases.own_passwords import OwnPasswords
from agent.usecases.ports import Activity, Journal, LetterPress, Progress

PASSWORD, NUMBER = "CU.Customer Password", "CU.Customer Number"
_NAMES = ("CU.Customer Name", "CU.Company Name", "CU.Street")
_TOWN = ("CU.City", "CU.State", "CU.Zip Code")
_OFF_PORTAL = ("CU.Employee Mark", "CU.Not On Portal")
_WANTED = (NUMBER, PASSWORD, *_NAMES, *_TOWN, "CU.Country", "CU.Customer Status", "CU.Customer Mark", *_OFF_PORTAL)

NOT_ON_PORTAL = "not on the portal"
WITHOUT = "no password"
CHANGED = "password changed since"
UNPRINTABLE = "password can't be printed"
OWN = "chose their own password, so the office's does not count"


@dataclass(frozen=True)
class Letters:
    """`link` gives the link of the portal of that name, or of the only one."""

    fields: Fields
    journal: Journal
    press: LetterPress
    activity: Activity
    actor: Actor
    link: Callable[[str], str]
    own: OwnPasswords

    def write(self, order: Order, progress: Progress) -> Written:
        """Print the order into its file, which only this account can read.

        Raises `UsageError` where it can't be meant or the file is there already, `NotAllowed`, `SetupError` where there
        is no portal; then, and where it is stopped, no file is left.
        """
        self.actor.require(Permission.REPLACE)
        order.check()
        sender = self._sender(order)
        left_out: Counter[str] = Counter()
        progress.step("Writing the letters" if order.form == "letters" else "Writing the cards", self._expected(order))
        count, marked = self.press.print(order, sender, self._addressees(order, left_out, progress), left_out)
        what = f"{order.form.capitalize()} with passwords for {counted(count, 'customer')}"
        now = datetime.now(UTC).replace(microsecond=0)
        self.activity.note(Deed("letters", self.actor.name, what, "done", now, customers=count))
        return Written(order.target, order.form, count, dict(left_out), marked)

    def _sender(self, order: Order) -> Sender:
        link = self.link(order.to)
        wanted = self._known("company", ("CP.Name", "CP.Street", "CP.City", "CP.State", "CP.Zip Code", "CP.Phone"))
        row = next((row for _, row in self.fields.rows("company", wanted)), {}) if wanted else {}
        town = " ".join(text for name in ("CP.City", "CP.State", "CP.Zip Code") if (text := _text(row, name)))
        address = tuple(text for text in (_text(row, "CP.Street"), town) if text)
        return Sender(_text(row, "CP.Name"), address, _text(row, "CP.Phone"), link)

    def _expected(self, order: Order) -> int:
        """How many there are to go through, as far as that is known beforehand."""
        if order.run is None:
            return 0
        return next((one.changed for one in self._runs() if one.id == order.run), 0)

    def _addressees(self, order: Order, left_out: Counter[str], progress: Progress) -> Iterator[Addressee]:
        given = None if order.run is None else self._given(order.run)
        own = self.own.counting()
        wanted = {one.name: one for one in self._known("customers", _WANTED)}
        wanted |= {one.field.name: one.field for one in order.conditions}
        for record_id, row in self.fields.rows("customers", list(wanted.values())):
            if given is None and not matches_all(order.conditions, row):
                continue
            if given is not None and record_id not in given:
                continue
            progress.advance()
            reason = _obstacle(row, None if given is None else given[record_id]) or (OWN if record_id in own else "")
            if reason:
                left_out[reason] += 1
            else:
                yield Addressee(_text(row, NUMBER), _address(row), _text(row, PASSWORD))

    def _given(self, run_id: int) -> Mapping[str, Held]:
        """By record id, the passwords that a replacement gave out. Raises `UsageError` where it gave none that hold."""
        run = next((one for one in self._runs() if one.id == run_id), None)
        if run is None:
            raise UsageError(f"There is no replacement {run_id}.", remedy="See them with: agent undo --list")
        if PASSWORD not in (run.field, *run.fields):
            raise UsageError(
                f"Replacement {run_id} is of {run.what}: letters are for passwords.", remedy="Choose another one."
            )
        if run.state is not RunState.DONE:
            raise UsageError(
                f"Replacement {run_id} is {run.state}, so its passwords do not hold.", remedy="Choose another one."
            )
        return {one.record_id: one.after for one in self.journal.changes(run) if one.field == PASSWORD}

    def _runs(self) -> list[Run]:
        return self.journal.runs(self.fields.practice.practice_id)

    def _known(self, set_name: str, names: tuple[str, ...]) -> list[Field]:
        """Those of the fields that this practice database has."""
        return [one for one in self.fields.practice.catalog.fields(set_name) if one.name in names]


def _obstacle(row: Mapping[str, Value], given: Held) -> str:
    """Why this customer gets nothing."""
    pattern = _text(row, "CU.Customer Status").strip().upper() == "PATTERN"
    if pattern or row.get("CU.Customer Mark") is False or any(row.get(name) for name in _OFF_PORTAL):
        return NOT_ON_PORTAL
    password = row.get(PASSWORD)
    if not password or not _text(row, NUMBER).strip():
        return WITHOUT
    return CHANGED if given is not None and given != password else ""


def _address(row: Mapping[str, Value]) -> tuple[str, ...]:
    town = " ".join(text for name in _TOWN if (text := _text(row, name).strip()))
    lines = [*(_text(row, name).strip() for name in _NAMES), town, _text(row, "CU.Country").strip()]
    return tuple(dict.fromkeys(line for line in lines if line))


def _text(row: Mapping[str, Value], name: str) -> str:
    return shown(row.get(name))
