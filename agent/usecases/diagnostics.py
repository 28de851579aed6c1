"""The diagnostic bundle (feature row A20): what whoever helps needs to see, and nothing that belongs to a customer.

What goes in is listed here, field by field; only the settings go in as they are, for their file holds no secrets. What
a database or a network said in its own words stays out, since it may quote values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from agent.domain.checks import Check
from agent.domain.errors import AgentError
from agent.domain.portals import Portal
from agent.domain.runs import Run
from agent.usecases.check_ports import PracticeCheckup
from agent.usecases.ports import Activity

DEEDS: Final = 200
RUNS: Final = 50
HIDDEN: Final = "[taken out]"
_SHORTEST_HIDDEN: Final = 4
ABOUT: Final = b"""Diagnostic bundle of Porchlight's agent.

checks.json    what Self-check found
settings.json  settings of the agent, without secrets
portals.json   the paired portals, with the counts of the last receipt
deeds.json     what was done last: when, by whom, how it ended
runs.json      the last replacements: field and counts, no conditions and no values
layout.json    tables and columns of the practice database, no rows
files.json     names, sizes and permissions of the files in the agent's folder

No passwords, keys, customers or values of the practice database are in it.
"""


@dataclass(frozen=True)
class Diagnostics:
    """`secrets` gives texts that must not stand in it wherever they come from; `write` puts the files into one."""

    settings: Callable[[], Mapping[str, object]]
    portals: Callable[[], list[Portal]]
    activity: Callable[[], Activity]
    runs: Callable[[], list[Run]]
    checkup: Callable[[], PracticeCheckup]
    folder: Path
    secrets: Callable[[], Iterable[str]]
    write: Callable[[Path, Mapping[str, bytes]], None]

    def save(self, target: Path, checks: Iterable[Check]) -> Path:
        """Write the bundle. Raises `UsageError` where that can't be done there."""
        self.write(target, self.files(checks))
        return target

    def files(self, checks: Iterable[Check]) -> dict[str, bytes]:
        """Each file of the bundle by its name."""
        parts: dict[str, Callable[[], object]] = {
            "checks": lambda: [_check(one) for one in checks],
            "settings": self.settings,
            "portals": lambda: [_portal(one) for one in self.portals()],
            "deeds": self._deeds,
            "runs": lambda: [_run(one) for one in self.runs()[:RUNS]],
            "layout": lambda: self.checkup().layout(),
            "files": self._files,
        }
        found = {f"{name}.json": msgspec.json.format(msgspec.json.encode(_or_why(ask))) for name, ask in parts.items()}
        return {"about.txt": ABOUT} | {name: self._without_secrets(data) for name, data in found.items()}

    def _deeds(self) -> list[dict[str, object]]:
        return [
            {
                "kind": one.kind,
                "made": one.made.isoformat(),
                "who": one.who,
                "what": one.what,
                "result": one.result,
                "customers": one.customers,
                "changed": one.changed,
            }
            for one in self.activity().latest(DEEDS)
        ]

    def _files(self) -> list[dict[str, object]]:
        found = []
        for file in sorted(self.folder.rglob("*")):
            seen = file.lstat()
            name = file.relative_to(self.folder).as_posix()
            found.append({"name": name, "bytes": seen.st_size, "mode": f"{seen.st_mode & 0o7777:o}"})
        return found

    def _without_secrets(self, data: bytes) -> bytes:
        """A second wall: what is known to be secret is taken out wherever it stands."""
        for secret in self.secrets():
            if len(secret) >= _SHORTEST_HIDDEN:
                data = data.replace(msgspec.json.encode(secret)[1:-1], HIDDEN.encode())
        return data


def _or_why(ask: Callable[[], object]) -> object:
    """A part that can't be had just now says why, and the others are there all the same."""
    try:
        return ask()
    except AgentError as error:
        return {"error": error.title, "kind": type(error).__name__}
    except Exception as error:
        return {"kind": type(error).__name__}


def _check(one: Check) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "state": one.state,
        "sentence": one.sentence,
        "fix": one.fix,
        "measured": one.measured,
    }


def _portal(one: Portal) -> dict[str, object]:
    receipt = one.receipt
    return {
        "name": one.name,
        "receiver": one.url,
        "company": one.company,
        "device": one.device,
        "snapshot": one.base,
        "time": receipt.time if receipt else None,
        "state": receipt.state if receipt else None,
        "counts": receipt.counts if receipt else {},
    }


def _run(one: Run) -> dict[str, object]:
    return {
        "id": one.id,
        "made": one.made.isoformat(),
        "who": one.who,
        "set": one.set,
        "field": one.field,
        "home": one.home,
        "changed": one.changed,
        "unchanged": one.unchanged,
        "state": one.state,
    }
