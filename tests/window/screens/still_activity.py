"""What was done in the office that stands still."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.domain.activity import Deed, Findings, Listed, Place, Wanted

NAME = "CLIP Customer Portal"
FOUND = Findings(without_password=5, shared=40)


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


LISTED = (
    Deed("process", "dana", "Process", "published", _at(9, 14, 2), 812, 7, id=9, portal=NAME, findings=FOUND),
    Deed("process", "dana", "Process", "nothing changed", _at(9, 13, 32), 812, 0, id=8, portal=NAME, findings=FOUND),
    Deed(
        "process",
        "dana",
        "Process",
        "try again later",
        _at(9, 13, 2),
        detail="The receiver at https://portal.example.com can't be reached. Nothing answers there.",
        remedy="Check the address and the internet connection, then try again.",
        id=7,
        portal=NAME,
    ),
    Deed("process", "ann", "Process", "held", _at(9, 11, 47), 530, 282, id=6, portal=NAME, findings=FOUND),
    Deed(
        "replace", "dana", "Global Replacement: CU.Customer Password", "undo possible", _at(8, 17, 30), None, 812, id=3
    ),
    Deed("backup", "dana", "Backup to /media/stick/practice.db", "done", _at(8, 17, 2), id=5),
    Deed("restore", "ann", "Restore of the practice database", "done", _at(5, 9, 15), id=4),
    Deed("settings", "ann", "Email Settings", "done", _at(4, 10, 0), id=3),
    Deed("users", "ann", "Set Passwords: user added", "done", _at(4, 9, 58), id=2),
    Deed("replace", "ann", "Global Replacement: CU.Customer Status", "undone", _at(3, 16, 20), None, 3, id=2),
    Deed(
        "process",
        "ann",
        "Process",
        "failed",
        _at(3, 16, 5),
        detail="The practice database at /home/office/practice.db is not there any more.",
        remedy="Put it back, or choose another one with: agent init",
        id=1,
        portal=NAME,
    ),
)


class StillActivity:
    """`presenters.activity.ActivityWork` without anything behind it."""

    def page(self, wanted: Wanted, _after: Place | None) -> Listed:
        """All of it at once."""
        return Listed(tuple(deed for deed in LISTED if wanted.takes(deed)), None)
