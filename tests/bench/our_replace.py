"""`python -m tests.bench.our_replace HOME [words]`: what `bare_replace` does, by the agent whose folder is HOME.

The plan is part of it (every row is read and its condition looked at), and the sealed journal; the automatic backup is
timed by itself. Prints the same as `bare_replace`.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from agent.domain.catalog import Home
from agent.domain.conditions import parse_all
from agent.domain.runs import Backup
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.bench.bare_replace import timed


def none_made(reason: str, _home: Home) -> Backup:
    """In place of the automatic backup."""
    return Backup("none", "practice", "", datetime.now(UTC), reason, 0)


if __name__ == "__main__":
    folder, *rest = sys.argv[1:]
    office = Office(Path(folder))
    with office.alone():
        engine = replace(office.replace, backup=none_made)
        catalog = office.practice.catalog
        active = parse_all(["CU.Customer Status = ACTIVE"], catalog, "customers")
        field = catalog.field("CU.Customer Password")
        wish = Wish(field, active, unique="words") if rest else Wish(field, active, "clip")
        progress = PolledProgress()
        told = {
            "replace": timed(lambda: engine.perform(engine.plan(wish), progress)),
            "undo": timed(lambda: engine.undo(None, progress)),
        }
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        told["backup"] = timed(lambda: office.backup.before("bench", "column"))
    print(json.dumps({**told, "peak": peak}))
