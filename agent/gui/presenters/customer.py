"""What a person has typed over one customer, and what is to be said about it (feature row A7), without Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.domain.catalog import Field
from agent.domain.edit import Cell, CellsChanged
from agent.domain.errors import UsageError
from agent.domain.values import MASK
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.customers import one_line
from agent.gui.presenters.language import Language

if TYPE_CHECKING:
    from agent.usecases.customer_card import Card
    from agent.usecases.replace import Swing

SIGN_IN: Final = "CU.Customer Password"
NOTES: Final = "CU.Notes"
STATUS: Final = "CU.Customer Status"
NUMBER: Final = "CU.Customer Number"
RECORD_ID: Final = "CU.Record Id"
PORTAL_NOTE: Final = "JB.Portal Note"
LONGEST: Final = 30_000
"""Characters that the window's fields still take without stopping."""
_EMAIL: Final = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")


@dataclass(frozen=True)
class Note:
    """Something to say beside a field; `bad` keeps it from being saved."""

    text: str
    tone: Tone = "bad"

    @property
    def bad(self) -> bool:
        """Whether it can't be saved so."""
        return self.tone == "bad"


FINE: Final = Note("", "quiet")


def title(field: Field) -> str:
    """The field's name without the prefix of its set."""
    return field.name.partition(".")[2]


def locked(say: Language, field: Field, text: str, obstacle: str) -> str:
    """Why this field can't be typed into; empty where it can. `obstacle` is about the whole customer."""
    if field.key:
        return say("Other records refer to it, so it stays as it is.")
    if field.home == "fixed":
        return say("The practice database only lets this be read: its mapping makes it from something else.")
    if len(text) > LONGEST:
        return say("This text is too long to be changed here.")
    return obstacle


def judged(say: Language, field: Field, text: str) -> Note:
    """What is wrong, or strange, about a new text."""
    try:
        Cell(field, "", "", text).value()
    except UsageError as refused:
        return Note(" ".join(part for part in (refused.title, refused.remedy) if part))
    if field.name == "CU.Email" and text.strip() and not _EMAIL.fullmatch(text.strip()):
        return Note(say("This does not look like one e-mail address. It can be saved all the same."), "warn")
    return FINE


class Draft:
    """The changes to one customer that are typed and not saved."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self._cells: dict[tuple[str, str], Cell] = {}
        self._bad: dict[tuple[str, str], str] = {}

    def put(self, cell: Cell, note: Note) -> None:
        """The person typed into a cell; typing what stood there takes the change back."""
        place = (cell.record_id, cell.field.name)
        self._cells.pop(place, None)
        self._bad.pop(place, None)
        if cell.text != cell.seen:
            self._cells[place] = cell
            if note.bad:
                self._bad[place] = title(cell.field)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What would be saved."""
        return tuple(self._cells.values())

    def obstacle(self, say: Language) -> str:
        """Why Save can't be pressed; empty where it can."""
        if self.card.obstacle:
            return self.card.obstacle
        if not self._cells:
            return say("Nothing is changed.")
        if self._bad:
            return say("Put right first: {fields}.", fields=", ".join(dict.fromkeys(self._bad.values())))
        return ""

    def question(self, say: Language) -> str:
        """Before these changes are let go; empty where there are none."""
        if not self._cells:
            return ""
        fields = ", ".join(dict.fromkeys(title(one.field) for one in self._cells.values()))
        return say(
            "{name}: {fields} is changed and not saved. Leave without saving?", name=heading(self.card), fields=fields
        )


def own_password(say: Language, card: Card) -> str:
    """Beside the password of a customer who chose one himself; empty for the others."""
    if card.chosen is None:
        return ""
    day = say.day(card.chosen.since.astimezone().date())
    if card.chosen.counts:
        return say("The customer chose own on {day}. What stands here does not count until it is reset.", day=day)
    return say(
        "The customer chose own on {day}. It was reset since: what stands here counts from the next Process on.",
        day=day,
    )


def about(card: Card) -> str:
    """Which records a change is about, for the history."""
    return f'{NUMBER} = "{one_line(card.text(NUMBER))}"'


def heading(card: Card) -> str:
    """Who it is."""
    name = card.text("CU.Customer Name") or card.text("CU.Company Name")
    return "  ".join(part for part in (one_line(card.text(NUMBER)), one_line(name)) if part)


def conflict(say: Language, error: CellsChanged) -> str:
    """What somebody else changed meanwhile: field, what was shown, what stands there now."""
    lines = [say("Nothing was saved: somebody else was faster.")]
    for cell, now in error.now:
        field = title(cell.field)
        if now is None:
            lines.append(say("{field}: its record was removed.", field=field))
        elif cell.field.secret:
            lines.append(say("{field}: another one is set now ({mask}).", field=field, mask=MASK))
        else:
            seen, there = (one_line(text) or say("nothing") for text in (cell.seen, now))
            lines.append(say("{field}: here stood “{seen}”, now it is “{now}”.", field=field, seen=seen, now=there))
    return "\n".join(lines)


def saved(say: Language) -> str:
    """After everything was written."""
    return say("Saved.")


def undone(say: Language, swing: Swing) -> str:
    """After it was taken back."""
    if swing.skipped:
        fields = ", ".join(dict.fromkeys(one.field.partition(".")[2] for one in swing.skipped))
        return say("Taken back, except what somebody changed since: {fields}.", fields=fields)
    return say("Taken back.")
