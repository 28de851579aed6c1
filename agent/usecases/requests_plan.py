"""Works out what accepting a request would write into the practice database as it is now (feature row A15).

A cell is written where the office's program finds it: in a column. Only what a customer is himself (name, address,
e-mail, notes) may also live in the agent's overlay, for that is published from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from agent.domain.catalog import Field, Value
from agent.domain.edit import Cell
from agent.domain.errors import AgentError, UsageError
from agent.domain.published import CONTACT, alike, cut, line, memo, one_line, plain_lines, without_controls
from agent.domain.requests import Plan, PlanLine, Standing, label_of
from agent.domain.values import shown, visible
from agent.usecases.fields import Fields
from agent.usecases.requests_phones import id_order, phone_meant
from agent.usecases.requests_visits import Visits
from agent.usecases.roll import NUMBER
from shared import limits
from shared.outbound import Asked, Change

CUSTOMER_NOTES = "CU.Notes"
PROPERTY_NOTES = "PR.Notes"
_FIELDS = {name: field for field, name in CONTACT.items()}
_BY_HAND = "Do it by hand in the office's program."


@dataclass(frozen=True)
class Planner:
    """Plans for one practice database; `today` is the office's."""

    fields: Fields
    today: date

    def plan(self, asked: Asked, day: date | None = None) -> Plan:
        """What accepting `asked` would do; `day` is the chosen one where a visit is to be moved. Raises `AgentError`
        where the customer is gone, `UsageError` for a day that is over."""
        other = self._other_customer(asked)
        found = self._planned(asked, day)
        return replace(found, told=f"{other} {found.told}".strip()) if other else found

    def _planned(self, asked: Asked, day: date | None) -> Plan:
        if asked.kind == "contact":
            return Plan(tuple(self._contact(asked, one) for one in asked.wish.changes))
        if asked.kind == "property":
            return Plan(tuple(self._property(asked, one) for one in asked.wish.changes))
        if asked.kind == "job":
            return self._note(asked)
        if asked.kind == "schedule":
            return self._schedule(asked, day)
        return Plan(told="A message is answered with a reply; nothing is written.")

    def _other_customer(self, asked: Asked) -> str:
        """Where his record has another number by now than the request says: whose it is."""
        named = [one for one in (self._field(NUMBER), self._field("CU.Customer Name")) if one is not None]
        row = self._record("customers", asked.record_id, *named)
        number, *name = (visible(line(shown(row[one.name]))) for one in named)
        if line(shown(row[NUMBER])) == asked.customer_number:
            return ""
        return f"In the practice database this is customer {' '.join([number, *name])}."

    def _contact(self, asked: Asked, change: Change) -> PlanLine:
        if change.field.startswith("phones/"):
            return self._phone(asked, change)
        field = self._field(_FIELDS.get(change.field, ""))
        return self._line(change, field, asked.record_id)

    def _property(self, asked: Asked, change: Change) -> PlanLine:
        owner, notes = self._field("PR.Customer"), self._field(PROPERTY_NOTES)
        if change.field != "notes" or owner is None:
            return _by_hand(change, "This practice database has no such field.")
        theirs = dict(self.fields.rows("properties", [], (owner, [asked.record_id])))
        if asked.wish.property_id not in theirs:
            return _by_hand(change, "The practice database has no such property of this customer any more.")
        return self._line(change, notes, asked.wish.property_id)

    def _phone(self, asked: Asked, change: Change) -> PlanLine:
        """The n-th of his numbers, as they are published; one that stands elsewhere now is found by kind and number."""
        owner, kind, number = (self._field(name) for name in ("PH.Customer", "PH.Kind", "PH.Number"))
        if owner is None or number is None:
            return _by_hand(change, "This practice database has no telephone numbers.")
        wanted = [number] if kind is None else [number, kind]
        found = [
            (record_id, _line_of(row.get("PH.Kind")), _line_of(row["PH.Number"]))
            for record_id, row in self.fields.rows("phones", wanted, (owner, [asked.record_id]))
        ]
        place = phone_meant(sorted(found, key=id_order), change)
        if place:
            return self._line(change, number, place)
        if change.before:
            return _by_hand(change, "The customer's telephone numbers were put in another order.")
        return _by_hand(change, "It is a new telephone number, and there is no row for it.")

    def _line(self, change: Change, field: Field | None, record_id: str) -> PlanLine:
        if field is None:
            return _by_hand(change, "This practice database has no such field.")
        if not _writable(field):
            return _by_hand(change, f"{field.name} can't be written in this practice database.")
        held = shown(self._value(field, record_id))
        published = memo(held) if field.type == "memo" else line(held)
        text = fit(change.after, field)
        standing: Standing = "to write"
        if published == (memo(text) if field.type == "memo" else line(text)):
            standing = "already so"
        elif alike(published) != alike(change.before):
            standing = "conflict"
        return self._checked(
            PlanLine(
                label_of(change.field),
                standing,
                seen=visible(change.before),
                now=visible(held),
                wanted=visible(text),
                field=field.name,
                record_id=record_id,
                held=held,
                text=text,
            ),
            field,
            shortened=_is_cut(held, field),
        )

    def _checked(self, found: PlanLine, field: Field, *, shortened: bool = False) -> PlanLine:
        """With the reason why it has to be done by hand, where there is one."""
        why = ""
        if shortened:
            why = f"The portal shows only the beginning of {field.name}, and the rest would be lost."
        elif found.standing != "already so":
            try:
                Cell(field, found.record_id, found.held, found.text).value()
            except UsageError as error:
                why = f"{error.title} {error.remedy}"
        return replace(found, standing="by hand", why=f"{why} {_BY_HAND}") if why else found

    def _note(self, asked: Asked) -> Plan:
        """A line more in the notes of the job's next planned visit, where the crew reads it; else in those of the
        customer."""
        visits = Visits.of(self.fields, asked.record_id, asked.wish.job)
        visit = visits.next(self.today)
        notes = self._field("WK.Notes")
        if visit is not None and notes is not None and notes.home == "column":
            when = visit.planned.isoformat(" ", "minutes")
            told = f"It is added to the notes of the visit planned for {when}, for the crew."
            return Plan((self._added(asked, notes, visit.record_id, "Notes of the visit"),), told)
        own = self._field(CUSTOMER_NOTES)
        if own is None or not _writable(own):
            why = f"Neither the visit nor the customer has notes that can be written here. {_BY_HAND}"
            return Plan((PlanLine("Notes", "by hand", wanted=visible(asked.wish.text), why=why),))
        told = "No visit of this job is planned whose notes can be written; it is added to the notes of the customer."
        return Plan((self._added(asked, own, asked.record_id, "Notes of the customer"),), told)

    def _added(self, asked: Asked, field: Field, record_id: str, label: str) -> PlanLine:
        held = shown(self._value(field, record_id))
        about = f" ({one_line(asked.wish.service or asked.wish.job)})" if field.name == CUSTOMER_NOTES else ""
        said = f"{asked.made[:10]} customer{about}: {asked.wish.text.strip()}"
        added = fit(said, field)
        before = plain_lines(held)
        already = f"\n{added}\n" in f"\n{before.strip()}\n"
        text = held if already else f"{before.rstrip()}\n{added}" if held.strip() else added
        found = PlanLine(
            label,
            "already so" if already else "to write",
            now=visible(held),
            wanted=visible(text),
            field=field.name,
            record_id=record_id,
            held=held,
            text=text,
        )
        return self._checked(found, field)

    def _schedule(self, asked: Asked, day: date | None) -> Plan:
        wish = asked.wish
        if wish.wanted != "move" or wish.planned is None:
            return Plan(told="Nothing is written for this: change the schedule by hand in the office's program.")
        if day is not None and day < self.today:
            raise UsageError(f"{day} is over.", remedy="Choose a day that is still to come.")
        chosen = day or (wish.days[0] if len(wish.days) == 1 and wish.days[0] >= self.today else None)
        visits = Visits.of(self.fields, asked.record_id, wish.job)
        if chosen is None:
            return Plan(days=wish.days, moves=True)
        return Plan(tuple(visits.moved(wish.planned, chosen)), days=wish.days, day=chosen, moves=True)

    def _value(self, field: Field, record_id: str) -> Value:
        return self._record(field.set, record_id, field)[field.name]

    def _record(self, set_name: str, record_id: str, *wanted: Field) -> dict[str, Value]:
        rows = self.fields.rows(set_name, wanted, (self.fields.key(set_name), [record_id]))
        for found, row in rows:
            if found == record_id:
                return row
        raise AgentError(
            "What the request is about is no longer in the practice database.",
            detail="Somebody removed the record since the customer asked. Nothing was written.",
            remedy="Decline it with a reason, or answer the customer.",
        )

    def _field(self, name: str) -> Field | None:
        return next((one for one in self.fields.practice.catalog if one.name == name), None)


def _writable(field: Field) -> bool:
    return field.home == "column" or (field.home == "overlay" and field.set == "customers")


def _by_hand(change: Change, why: str) -> PlanLine:
    return PlanLine(
        label_of(change.field),
        "by hand",
        seen=visible(change.before),
        wanted=visible(change.after),
        why=f"{why} {_BY_HAND}",
    )


def fit(text: str, field: Field) -> str:
    """What a customer typed, as it may stand in this field: no control characters, one line where there is only one."""
    plain = visible(without_controls(plain_lines(text))).strip()
    return plain if field.type == "memo" else one_line(plain)


def _is_cut(held: str, field: Field) -> bool:
    most = limits.TEXT_CHARACTERS if field.type == "memo" else limits.LINE_CHARACTERS
    return cut(held.strip(), most) != held.strip()


def _line_of(value: Value) -> str:
    return line(shown(value))
