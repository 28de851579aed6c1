"""What the office that stands still saves to a file."""

from __future__ import annotations

from pathlib import Path

from agent.gui.presenters.process import Choice
from agent.jobs.progress import PolledProgress
from agent.usecases.report import Saved

FILE = "/media/stick/portal-112-2026-06-09-1420.plsnapshot"
SAVED = Saved(
    outcome="saved",
    portal="CLIP Customer Portal",
    portal_url="https://portal.example.com/112/",
    snapshot=218,
    customers=812,
    counts={"customer": 812, "credential": 807},
    difference={},
    left_out={},
    requests=0,
    bytes_sent=0,
    seconds={},
    weak=0,
    shared=40,
    without_password=5,
    credentials={},
    company=112,
    file=FILE,
    file_bytes=482_000,
)


class StillSaving:
    """`presenters.save_to_file.SavingWork` without anything behind it."""

    def save(self, choice: Choice, portal: str, target: Path, progress: PolledProgress, *, replace: bool) -> Saved:
        """As `SAVED` says."""
        return SAVED
