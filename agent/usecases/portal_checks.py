"""Self-check of the way to each receiver, of the clock, and of the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from agent.domain.checks import Finding
from agent.domain.portals import Portal
from agent.usecases.check_ports import Reached
from agent.usecases.self_check import Probe

TOLERANCE = timedelta(minutes=10)
"""A signature of another time than this is refused once, and made again with the receiver's (reliability section 3)."""
NOTICEABLE = timedelta(minutes=1)
SLOW_MILLISECONDS = 1500
_NEEDS = "a receiver answers"


@dataclass(frozen=True)
class PortalChecks:
    """`reach` asks the receiver of a portal a few signed questions, and raises what asking raises."""

    portals: Callable[[], list[Portal]]
    reach: Callable[[Portal], Reached]

    def probes(self) -> list[Probe]:
        """Three for each portal: the way to it, what it tells of the clock, and how long an answer takes."""
        portals = self.portals()
        if not portals:
            return [Probe("receiver", "Receiver", _none)]
        return [probe for portal in portals for probe in self._probes(portal)]

    def _probes(self, portal: Portal) -> list[Probe]:
        reached: list[Reached] = []
        way = f"receiver:{portal.name}"
        return [
            Probe(way, f"Receiver of {portal.name}", partial(self._way, portal, reached), seconds=45),
            Probe(f"clock:{portal.name}", "Clock of this computer", lambda: _clock(reached[0]), (way,), _NEEDS),
            Probe(f"line:{portal.name}", "Line", lambda: _line(portal, reached[0]), (way,), _NEEDS),
        ]

    def _way(self, portal: Portal, reached: list[Reached]) -> Finding:
        found = self.reach(portal)
        reached.append(found)
        through = f" Through the proxy {found.proxy}." if found.proxy else ""
        safe = "its certificate is good" if portal.url.startswith("https") else "on this very computer, without TLS"
        if found.state == "suspended":
            return Finding("broken", "The receiver has suspended this company.", "Ask whoever runs the portal.")
        return Finding(
            "fine",
            f"{portal.url} answers, {safe}, and it knows this computer.{through}",
            measured={"state": found.state, "proxy": found.proxy},
        )


def _none() -> Finding:
    return Finding(
        "look",
        "This computer is not paired with a portal yet.",
        "Whoever runs the receiver gives you its address, your company number and a code: agent pair",
    )


def _clock(reached: Reached) -> Finding:
    if reached.ahead is None:
        return Finding("not asked", "The receiver did not say what time it is.")
    seconds = round(reached.ahead.total_seconds())
    measured: dict[str, str | int] = {"seconds_behind": seconds}
    way = "behind" if seconds > 0 else "ahead of"
    if abs(reached.ahead) <= NOTICEABLE:
        return Finding("fine", "It agrees with the receiver's.", measured=measured)
    words = f"It is {_long(abs(seconds))} {way} the receiver's."
    if abs(reached.ahead) <= TOLERANCE:
        return Finding("fine", f"{words} Up to {_long(int(TOLERANCE.total_seconds()))} do no harm.", measured=measured)
    return Finding(
        "look",
        f"{words} Uploads go on all the same, but times shown here are wrong, and certificates may be refused.",
        "Let this computer set its clock by the internet, and check its time zone.",
        measured,
    )


def _long(seconds: int) -> str:
    for size, word in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{round(seconds / size):,} {word}"
    return f"{seconds} seconds"


def _line(portal: Portal, reached: Reached) -> Finding:
    last = f" The last upload from here was at {portal.receipt.time}." if portal.receipt else ""
    words = (
        f"A signed question is answered in {reached.milliseconds:,} ms (the middle one of {reached.questions})."
        f" How fast an upload is can only be seen in a real one.{last}"
    )
    measured: dict[str, str | int] = {"milliseconds": reached.milliseconds, "questions": reached.questions}
    if reached.milliseconds > SLOW_MILLISECONDS:
        fix = "An upload works, but slowly. See what else uses the line, or try another network."
        return Finding("look", words, fix, measured)
    return Finding("fine", words, measured=measured)
