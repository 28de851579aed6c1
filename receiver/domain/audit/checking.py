"""Finds out whether somebody changed the audit log behind the database's back.

Whoever can write the database can make the whole log anew, with all hashes. Against that helps what was written down
elsewhere: the mark of an entry (its number and the beginning of its hash), which a later check is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from receiver.domain.audit.models import AuditEntry, AuditHead
from receiver.domain.audit.queries import Opened, Wanted, head_of, in_order
from receiver.domain.audit.trail import chained
from receiver.languages import N_

MARK_DIGITS: Final = 24
"""Of the hash, hexadecimal: 96 bits, as much as anybody wants to copy by hand."""

_MARK: Final = re.compile(r"(0|[1-9][0-9]{0,9}):([0-9a-f]{24})")

ALTERED: Final = N_("Entry %(number)s is not as it was written, or one before it was taken out.")
MISSING: Final = N_("Entry %(number)s is missing.")
CUT: Final = N_("Entries after number %(number)s are missing.")
OTHER: Final = N_("Entry %(number)s is another one than was written down.")
UNKNOWN_MARK: Final = N_("There is no entry %(number)s yet, but it was written down.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check."""

    entries: int
    """How many were looked at."""
    mark: str
    """Of the last entry; to be written down elsewhere, for a later check."""
    fault: str = ""
    """A sentence of this module about the entry `number`; empty where all is as it was written."""
    number: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.fault


class MarkError(ValueError):
    """What was given is no mark of an entry."""


def mark_of(number: int, chain: bytes) -> str:
    """The mark of an entry: `41:0f3b...`."""
    return f"{number}:{chain.hex()[:MARK_DIGITS]}"


def checked(opened: Opened, company_id: int, written_down: str = "") -> Checked:
    """Look at every entry of a company's log. Raises `MarkError` where `written_down` is no mark."""
    known = _read(written_down) if written_down else None
    with opened() as session:
        head = head_of(session, company_id)
    return _look(in_order(opened, company_id, Wanted(), head.number), head, known)


def _look(entries: Iterable[AuditEntry], head: AuditHead, known: tuple[int, str] | None) -> Checked:
    before, number = b"", 0
    for entry in entries:
        if entry.number != number + 1:
            return Checked(number, mark_of(number, before), MISSING, number + 1)
        if chained(before, entry) != entry.chain:
            return Checked(number, mark_of(number, before), ALTERED, entry.number)
        if known is not None and known[0] == entry.number and not entry.chain.hex().startswith(known[1]):
            return Checked(number, mark_of(number, before), OTHER, entry.number)
        before, number = entry.chain, entry.number
    mark = mark_of(number, before)
    if (number, before) != (head.number, head.chain):
        return Checked(number, mark, CUT, number)
    if known is not None and known[0] > number:
        return Checked(number, mark, UNKNOWN_MARK, known[0])
    return Checked(number, mark)


def _read(mark: str) -> tuple[int, str]:
    found = _MARK.fullmatch(mark.strip().lower())
    if found is None:
        raise MarkError(mark)
    return int(found[1]), found[2]
