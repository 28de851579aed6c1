"""Keeps room on the disk of an SQLite database for what visitors write (reliability F15).

Uploads fill disks, and a sign-in has to write too: it counts the attempt before it looks at the password. So what the
office writes is refused while only a reserve is left, and sign-ins live on that.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from receiver.db.faults import StorageFull

RESERVE_BYTES: Final = 64 * 1024 * 1024
"""Several times what one part of an upload writes, journal included; some ten thousand sign-ins."""

RESERVE_SHARE: Final = 20
"""On a small disk the reserve is this part of it, a twentieth."""


def require_room(database: Path) -> None:
    """Raises `StorageFull` where the disk that holds the file `database` has no more than the reserve left."""
    usage = shutil.disk_usage(database.parent)
    if usage.free < min(RESERVE_BYTES, usage.total // RESERVE_SHARE):
        raise StorageFull(f"{usage.free:,} bytes are left, which are kept for sign-ins")
