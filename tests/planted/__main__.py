"""`python -m tests.planted`: runs every guard against its planted faults and lists them; exit 1 where one is missed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.planted.faults import FAULTS
from tests.support.browser import chromium


def main() -> int:
    """Plant each fault in a folder of its own, with one browser for those that are seen in one."""
    with chromium():
        return 1 if planted() else 0


def planted() -> int:
    """How many were missed."""
    missed = 0
    for name, fault in FAULTS.items():
        with tempfile.TemporaryDirectory(prefix="porchlight-planted-") as folder:
            seen = bool(fault.plant(Path(folder)))
        missed += not seen
        print(f"{'found ' if seen else 'MISSED'}  {name}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
