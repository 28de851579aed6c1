"""The schedule of background uploads: what it is, what it goes by, how it is changed (feature row A11)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from agent.domain.activity import FAILURES, SUCCESSES, Deed, Result
from agent.domain.due import Past, planned
from agent.domain.errors import SetupError
from agent.domain.permissions import Actor, Permission
from agent.domain.portals import Portal
from agent.domain.schedule import Schedule, checked
from agent.domain.schedule_words import rhythm
from agent.domain.uploads import LastProcess, Plan, Waiting
from agent.usecases.portal_ports import Portals
from agent.usecases.ports import Activity

LONGEST_WAIT = 24 * 3600
"""A receiver is not obeyed for longer than a day."""
LOOKED_BACK = 2000
_TRIED: frozenset[Result] = FAILURES | {"stopped", "put off"}
_FOR_A_PERSON: frozenset[Result] = frozenset(("failed", "paused"))


class LastProcesses(Protocol):
    """The options of the last Process that somebody pressed and that came through."""

    def get(self) -> LastProcess | None:
        """None where none came through yet."""

    def keep(self, last: LastProcess) -> None:
        """In the place of what was there."""


class Schedules(Protocol):
    """Where the schedule is kept."""

    def get(self) -> Schedule:
        """As it was set; the default where it never was. Raises `SetupError` where it can't be read."""

    def readable(self) -> Schedule:
        """The same; the default where what is kept can't be used."""

    def keep(self, schedule: Schedule) -> None:
        """For good."""


@dataclass(frozen=True)
class Timetable:
    """Reads everything anew each time: other windows and commands change it. `seed` tells this device from others."""

    schedules: Schedules
    last: LastProcesses
    portals: Portals
    activity: Activity
    seed: str
    zone: Callable[[], tzinfo]

    def plan(self) -> Plan:
        """The schedule now, and when the next upload is planned."""
        schedule, portals = self.schedules.get(), self.portals.all()
        options = self.last.get() or LastProcess(portals[0].name if len(portals) == 1 else "")
        portal = next((one for one in portals if one.name == options.portal), None)
        past = self._past(portal) if portal is not None else None
        waiting: Waiting = "first" if past is None else "on" if schedule.on else "off"
        plan = Plan(schedule, waiting, options, past, seed=self.seed)
        if past is None or waiting != "on":
            return plan
        return replace(plan, next=planned(schedule, past, self.zone(), self.seed))

    def _past(self, portal: Portal) -> Past | None:
        """None where nothing was published to the portal from here yet."""
        failures, newest = 0, None
        for deed, _ in zip(self.activity.back(), range(LOOKED_BACK), strict=False):
            if deed.kind != "process":
                continue
            if deed.portal == portal.name and deed.result in SUCCESSES:
                return _past(Past(deed.made, mark=deed.id), failures, newest)
            if deed.unattended and deed.result in _TRIED and deed.portal in ("", portal.name):
                failures += deed.times
                newest = newest or deed
        if portal.receipt is None:
            return None
        # The list is gone, or a later Process was not noted: the receipt tells when the last one came through.
        return _past(Past(_of(portal.receipt.time), mark=portal.receipt.snapshot), failures, newest)


def _past(came: Past, failures: int, newest: Deed | None) -> Past:
    if newest is None:
        return came
    person, wait = newest.result in _FOR_A_PERSON, min(newest.wait, LONGEST_WAIT)
    return Past(came.came, failures, newest.made, person, wait, newest.id)


def _of(time: str) -> datetime:
    """Of a receipt; long ago where it can't be read."""
    try:
        return datetime.fromisoformat(time).astimezone(UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scheduling:
    """Changes the schedule."""

    schedules: Schedules
    activity: Activity
    actor: Actor

    def change(self, schedule: Schedule) -> Schedule:
        """Keep another schedule. Raises `UsageError` for one that can't be kept, `NotAllowed`."""
        self.actor.require(Permission.PROCESS)
        kept = checked(schedule)
        with suppress(SetupError):
            if kept == self.schedules.get():
                return kept
        self.schedules.keep(kept)
        told = f"{rhythm(kept)}, quiet {kept.quiet}" if kept.quiet else rhythm(kept)
        what = f"Scheduled uploads: {told}" if kept.on else "Turned the scheduled uploads off"
        self.activity.note(Deed("settings", self.actor.name, what, "done", datetime.now(UTC).replace(microsecond=0)))
        return kept
