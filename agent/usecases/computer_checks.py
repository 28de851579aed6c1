"""Self-check of this computer: disks, keyring, the agent's folder, versions, what happened last, locks."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from agent.domain.checks import Finding
from agent.domain.errors import TryLater
from agent.domain.runs import SETTLES, Run
from agent.domain.schedule_words import rhythm
from agent.domain.standing_service import ServiceStanding
from agent.domain.uploads import Plan
from agent.usecases.ports import Activity, Secrets
from agent.usecases.self_check import Probe

SPARE_BYTES = 1024 * 1024
TIGHT_BYTES = 500 * 1024 * 1024
TEMPORARY_BYTES = 50 * 1024 * 1024
WORK = ".work-*"


@dataclass(frozen=True)
class ComputerChecks:
    """`folder` is the agent's own, `practice_file` None where the practice database is no file; `lock` holds the one
    lock of the folder, and raises `TryLater` where somebody else does."""

    folder: Path
    practice_file: Callable[[], Path | None]
    secrets: Callable[[], Secrets]
    keyring: Callable[[], str]
    own_file: Callable[[], str]
    """What SQLite says of the agent's own file: "ok"."""
    activity: Callable[[], Activity]
    runs: Callable[[], list[Run]]
    lock: Callable[[], AbstractContextManager[None]]
    versions: Callable[[], Mapping[str, str]]
    plan: Callable[[], Plan]
    service: Callable[[], ServiceStanding]

    def probes(self) -> list[Probe]:
        """Everything that is asked."""
        return [
            Probe("disk", "Space on the disks", self._disk),
            Probe("keyring", "Keyring", self._keyring, seconds=70),
            Probe("folder", "Folder of the agent", self._folder),
            Probe("own-file", "The agent's own file", self._own_file),
            Probe("last-process", "Last Process", self._last),
            Probe("schedule", "Scheduled uploads", self._schedule),
            Probe("locks", "Other windows and commands", self._locks),
            Probe("versions", "Versions", self._versions),
        ]

    def _disk(self) -> Finding:
        file = self.practice_file()
        size = file.stat().st_size if file is not None and file.exists() else 0
        wanted = [("the agent's folder and its backups", self.folder, 2 * size + SPARE_BYTES)]
        if file is not None and file.parent.is_dir():
            wanted.append(("the practice database", file.parent, size + SPARE_BYTES))
        wanted.append(("temporary files", Path(tempfile.gettempdir()), TEMPORARY_BYTES))
        told, short, tight = [], [], []
        measured: dict[str, str | int] = {}
        for name, place, needed in wanted:
            free = shutil.disk_usage(place).free
            measured[name] = free
            told.append(f"{_megabytes(free)} for {name}")
            if free < needed:
                short.append(f"{name} ({place}): {_megabytes(free)} are free, {_megabytes(needed)} are needed")
            elif free < TIGHT_BYTES:
                tight.append(f"{name} ({place}): only {_megabytes(free)} are free")
        fix = "Free some space: empty the waste bin, or move old files to another disk."
        if short:
            return Finding("broken", f"There is not enough space for {'; '.join(short)}.", fix, measured)
        if tight:
            return Finding("look", f"Space is getting short for {'; '.join(tight)}.", fix, measured)
        return Finding("fine", f"Free: {', '.join(told)}.", measured=measured)

    def _keyring(self) -> Finding:
        secrets, name, probe = self.secrets(), self.keyring(), token_hex(16).encode()
        key = f"self-check-{token_hex(4)}"
        secrets.put(key, probe)
        try:
            kept = secrets.get(key) == probe
        finally:
            secrets.remove(key)
        if not kept:
            return Finding(
                "broken",
                "What is put into the keyring does not come back.",
                "Sign in to this computer's desktop and unlock the keyring, then run this again.",
            )
        where = "sealed in the agent's folder" if name == "file" else f"in {name}"
        return Finding("fine", f"Secrets are kept {where}, and come back as they were.", measured={"keyring": name})

    def _folder(self) -> Finding:
        parts = [self.folder, *(self.folder / name for name in ("secrets", "secrets/key", "backups", "agent.db"))]
        there = [part for part in parts if part.exists()]
        barred = [part for part in there if not os.access(part, os.R_OK | os.W_OK)]
        if barred:
            return Finding(
                "broken",
                f"This account may not read and write {', '.join(map(str, barred))}.",
                "Ask whoever looks after this computer to give the folder back to this account.",
            )
        if os.name != "posix":
            return Finding("fine", "This account may read and write everything in it.")
        open_ = [part for part in there if stat.S_IMODE(part.stat().st_mode) & 0o077]
        if open_:
            return Finding(
                "look",
                f"Other accounts of this computer may look into {', '.join(map(str, open_))}.",
                f'Close it: chmod -R go= "{self.folder}"',
            )
        return Finding("fine", f"{self.folder} is open to this account alone.")

    def _own_file(self) -> Finding:
        says = self.own_file()
        if says == "ok":
            return Finding("fine", "SQLite has looked through it and found no damage.")
        return Finding(
            "broken",
            f"SQLite says: {says}.",
            "Move agent.db away and pair again; the next Process publishes everything anew.",
        )

    def _last(self) -> Finding:
        found = next((one for one in self.activity().latest(200) if one.kind == "process"), None)
        if found is None:
            return Finding("not asked", "None is noted at this computer yet.")
        words = f"{found.made:%Y-%m-%d %H:%M} UTC by {found.who}: {found.result}."
        if found.result in ("failed", "try again later", "held"):
            return Finding("look", words, found.remedy or "Look at Home.", detail=found.detail)
        return Finding("fine", words)

    def _schedule(self) -> Finding:
        plan, service = self.plan(), self.service()
        measured: dict[str, str | int] = {"runs": service.runs, "installed": str(service.installed).lower()}
        if plan.waiting == "first":
            return Finding("fine", "Nothing is scheduled before the first Process has come through.", measured=measured)
        if plan.waiting == "off" or plan.next is None:
            return Finding("fine", "They are turned off.", measured=measured)
        words = f"{rhythm(plan.schedule).capitalize()}; the next one at {plan.next.astimezone():%Y-%m-%d %H:%M}."
        if service.runs == "nobody":
            return Finding(
                "look",
                f"{words} Nothing makes them just now: no service runs, and no window is open.",
                "Let them run with nobody at the desk: agent service install",
                measured,
            )
        who = "The service makes them" if service.runs == "service" else "The window makes them while it is open"
        return Finding("fine", f"{words} {who}.", measured=measured)

    def _locks(self) -> Finding:
        try:
            with self.lock():
                left = list((self.folder / "backups").glob(WORK))
                cut = [run.id for run in self.runs() if run.state in SETTLES]
        except TryLater:
            return Finding(
                "look",
                "Another window or command of Porchlight is writing or publishing just now.",
                "Nothing has to be done, unless it takes very long: then see whether it still runs.",
            )
        if left or cut:
            return Finding(
                "look",
                "Something was cut short earlier; the next command that writes puts it right and says what it was.",
                "Press Process, or run: agent process",
            )
        return Finding("fine", "None is at work, and none was cut short.")

    def _versions(self) -> Finding:
        found = dict(self.versions())
        measured: dict[str, str | int] = {**found}
        told = ", ".join(f"{name} {version}" for name, version in found.items())
        if found.get("Python", "").startswith("3.11.") and found.get("PySide6", "").startswith("6.12."):
            return Finding(
                "broken",
                f"PySide6 {found['PySide6']} ends the window without a word on Python 3.11.",
                'Install an earlier one: pip install "pyside6-essentials<6.12"',
                measured,
            )
        return Finding("fine", f"{told}.", measured=measured)


def _megabytes(count: int) -> str:
    return f"{count / 10**9:,.1f} GB" if count >= 10**9 else f"{count / 10**6:,.1f} MB"
