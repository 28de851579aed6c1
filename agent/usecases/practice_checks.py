"""Self-check of the practice database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.domain.checks import Finding
from agent.usecases.check_ports import PracticeCheckup
from agent.usecases.fields import Fields
from agent.usecases.self_check import Probe

OPENS = "practice"
SOUND_SECONDS = 60
_AFTER = (OPENS,)
_NEEDS = "the practice database opens"


@dataclass(frozen=True)
class PracticeChecks:
    """`fields` opens the practice database and finds out whether it is the one that was set up, with the layout that is
    needed; `place` names it without a password."""

    fields: Callable[[], Fields]
    checkup: Callable[[], PracticeCheckup]
    place: Callable[[], str]

    def probes(self) -> list[Probe]:
        """Everything that is asked."""
        return [
            Probe(OPENS, "Practice database", self._opens),
            Probe("practice-sound", "Practice database is sound", self._sound, _AFTER, _NEEDS, SOUND_SECONDS + 5),
            Probe("practice-writable", "Practice database can be written", self._writable, _AFTER, _NEEDS),
            Probe("practice-journal", "Reading beside the office's program", self._journal, _AFTER, _NEEDS),
            Probe("company-email", "E-mail of the company", self._email, _AFTER, _NEEDS),
        ]

    def _opens(self) -> Finding:
        practice = self.fields().practice
        sets = {one.set for one in practice.catalog}
        return Finding(
            "fine",
            f"{self.place()} opens, is the one that was set up, and has the layout that is needed.",
            measured={"kind": self.checkup().kind, "sets": len(sets)},
        )

    def _sound(self) -> Finding:
        says = self.checkup().sound(SOUND_SECONDS)
        if says is None:
            return Finding("not asked", "A database server looks after this itself.")
        if says:
            return Finding(
                "broken",
                f"The database says: {says}.",
                "Put a copy back with Files > Restore, or let the maker of the office's program repair it.",
            )
        return Finding("fine", "SQLite has looked through every page and found no damage.")

    def _writable(self) -> Finding:
        if not self.checkup().writable():
            return Finding("not asked", "Whether a server lets this user write shows when something is written.")
        return Finding("fine", "No other program holds it, and this account may write it and its folder.")

    def _journal(self) -> Finding:
        mode = self.checkup().journal()
        if not mode:
            return Finding("not asked", "A database server does this by itself.")
        if mode == "wal":
            return Finding("fine", "Neither waits for the other (write-ahead log).", measured={"journal": mode})
        return Finding(
            "fine",
            f"While Process reads, the office's program waits to save, for seconds at most (journal mode {mode}).",
            measured={"journal": mode},
        )

    def _email(self) -> Finding:
        fields = self.fields()
        field = fields.practice.catalog.field("CP.Email", "company")
        email = next((row[field.name] for _, row in fields.rows("company", [field])), None)
        if str(email or "").strip():
            return Finding("fine", "It is set.")
        return Finding(
            "look",
            "The company's record has no e-mail address, to which customers' messages would go.",
            "Fill in CP.Email, for example with System > Company > Email Settings.",
        )
