"""Who chose his portal password himself, and resetting it (features A6, A7; reliability section 2, point 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.domain.chosen import RESETS, Own, count_of, owned
from agent.domain.replacement import Change
from agent.usecases.ports import ChosenPasswords
from agent.usecases.practice_ports import Overlay


@dataclass(frozen=True)
class OwnPasswords:
    """Those of one practice database: what the portals told, and the office's own resets in the overlay."""

    practice_id: str
    told: ChosenPasswords
    overlay: Overlay

    def known(self) -> dict[str, Own]:
        """By record id, everybody who chose one."""
        chosen = self.told.chosen(self.practice_id)
        return owned(chosen, self.overlay.values(self.practice_id, RESETS.name)) if chosen else {}

    def counting(self) -> frozenset[str]:
        """The record ids of those for whom the practice database's password does not count."""
        return frozenset(record_id for record_id, one in self.known().items() if one.counts)

    def resets(self, record_ids: Iterable[str]) -> tuple[Change, ...]:
        """The cells that reset the passwords of these customers, as far as they count: each goes above every count
        that the portal may know, for another computer of the office may have reset the same customer."""
        chosen = self.told.chosen(self.practice_id)
        kept = self.overlay.values(self.practice_id, RESETS.name)
        counting = {record_id: one for record_id, one in owned(chosen, kept).items() if one.counts}
        found = []
        for record_id in record_ids:
            if record_id in counting:
                before = kept.get(record_id)
                after = max(count_of(before), chosen[record_id].reset) + 1
                found.append(Change(record_id, record_id, before, after, RESETS.name))
        return tuple(found)
