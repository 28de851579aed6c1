"""What Self-check finds in an office that stands still."""

from __future__ import annotations

from pathlib import Path

from agent.domain.checks import Check
from agent.gui.presenters.self_check import Board

FINE = [
    Check(
        "practice",
        "Practice database",
        "fine",
        "/home/office/practice.db opens, is the one that was set up, and has the layout that is needed.",
    ),
    Check("practice-sound", "Practice database is sound", "fine", "SQLite has looked through every page: no damage."),
    Check(
        "receiver",
        "Receiver of CLIP Customer Portal",
        "fine",
        "https://portal.example.com answers, its certificate is good, and it knows this computer.",
    ),
    Check("disk", "Space on the disks", "fine", "Free: 82.4 GB for the agent's folder and its backups."),
    Check("last-process", "Last Process", "not asked", "None is noted at this computer yet."),
]
FOUND = [
    *FINE,
    Check(
        "clock",
        "Clock of this computer",
        "look",
        "It is 3 hours behind the receiver's. Uploads go on all the same, but times shown here are wrong, and"
        " certificates may be refused.",
        "Let this computer set its clock by the internet, and check its time zone.",
    ),
    Check(
        "receiver:try",
        "Receiver of Try-out portal",
        "broken",
        "The receiver at https://try.example.com can't prove that it is the right one.",
        "Check the date of this computer; where it is right, whoever runs the portal has to renew the certificate.",
        detail="Its certificate is expired.",
    ),
]


class StillSelfCheck:
    """`presenters.self_check.SelfCheckWork` without anything behind it."""

    def run(self, board: Board) -> list[Check]:
        """As `FOUND` says."""
        board.expect({one.id: one.title for one in FOUND})
        for one in FOUND:
            board.tell(one)
        return FOUND

    def save(self, target: Path, checks: list[Check]) -> Path:
        """Nothing is written."""
        return target
