"""What customers see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "snapshots.imported": N_("Import for New Data: snapshot %(number)s is shown instead of %(before)s"),
    "snapshots.imported-again": N_("Import for New Data: snapshot %(number)s was shown already"),
    "snapshots.went-back": N_("Went back to snapshot %(number)s from %(before)s and pinned the portal there"),
    "snapshots.confirmed": N_("Published the held snapshot %(number)s"),
    "snapshots.loaded": N_("Loaded snapshot %(number)s from a file"),
    "snapshots.given-up": N_("Old snapshots given up: %(count)s"),
    "snapshots.hold-on": N_("Uploads wait until somebody imports them"),
    "snapshots.hold-off": N_("Uploads are shown by themselves"),
    "snapshots.hold-off-shown": N_(
        "Uploads are shown by themselves; snapshot %(number)s, which waited, is shown instead of %(before)s"
    ),
}
