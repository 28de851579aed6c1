"""Idempotency keys at the receiver: the same key for another request (reliability F27), and for the same request days
and months later by the receiver's clock (F28)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice
from typing import Final

import msgspec
import requests

from shared.messages import Begin
from tests.campaign.report import Report, Shot, report
from tests.campaign.wire.portal import Portal, a_street, code, decoded
from tests.receiver.publishing import Bodies
from tests.receiver.signed import begin_of, changes_of

LATER: Final = (timedelta(), timedelta(hours=25), timedelta(days=31), timedelta(days=400))
"""How much later a request comes once more."""


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Send `rounds` requests whose key was used."""
    shots = [shot(portal, way, random.Random(seed + at)) for at, way in enumerate(islice(cycle(WAYS), rounds))]
    return report("keys", seed, shots)


def play_late(portal: Portal, rounds: int, seed: int) -> Report:
    """Send the same requests once more, `rounds` times later and later."""
    shots = [shot_late(portal, by, at) for at, by in enumerate(islice(cycle(LATER), rounds))]
    portal.later(timedelta())
    return report("late-keys", seed, shots)


def shot_late(portal: Portal, by: timedelta, at: int) -> Shot:
    """Publish; after `by`, send the same begin and the same commit."""
    portal.later(timedelta())
    bodies = a_street(at)
    begin = _begin(portal, bodies)
    upload = decoded(portal.computer.begin(begin))
    assert portal.computer.put(upload.id, 1, changes_of(bodies)).status_code == 204
    first = portal.computer.commit(upload.id)
    before = portal.state
    portal.later(by)
    faults = []
    for answer in (portal.computer.begin(begin), portal.computer.commit(upload.id)):
        if (answer.status_code, answer.content) != (first.status_code, first.content):
            faults.append(f"answered {answer.status_code} {answer.text} after {first.text}")
    if portal.state != before:
        faults.append(f"{portal.state} follows {before}")
    return Shot(f"{by} later", "a begin and a commit of before", "answered as the first time", tuple(faults))


def shot(portal: Portal, way: Way, dice: random.Random) -> Shot:
    """One request whose key says that it is another one."""
    street = a_street(dice.randrange(1_000_000))
    before = portal.state
    answer = way(portal, street)
    told = code(answer)
    faults = [] if told == "key-reused" and answer.status_code == 422 else [f"answered {answer.status_code} {told}"]
    after = portal.state
    expected = before.newest + (way is published_then_another)
    if after.newest < expected or after.published != after.newest or len(after.snapshots) > len(before.snapshots) + 1:
        faults.append(f"{after} follows {before}")
    return Shot(way.__name__.replace("_", " "), "the same key", told, tuple(faults))


def published_then_another(portal: Portal, street: Bodies) -> requests.Response:
    """A set is published under a key, and then another set asks for the same key."""
    begin = _begin(portal, street)
    upload = decoded(portal.computer.begin(begin))
    assert portal.computer.put(upload.id, 1, changes_of(street)).status_code == 204
    assert portal.computer.commit(upload.id).status_code == 200
    return portal.computer.begin(_changed(begin))


def open_then_another(portal: Portal, street: Bodies) -> requests.Response:
    """The first one is still open."""
    begin = _begin(portal, street)
    assert portal.computer.begin(begin).status_code == 200
    return portal.computer.begin(_changed(begin))


def part_then_another(portal: Portal, street: Bodies) -> requests.Response:
    """A part arrives under the number of another one."""
    upload = decoded(portal.computer.begin(_begin(portal, street)))
    assert portal.computer.put(upload.id, 1, changes_of(street)).status_code == 204
    return portal.computer.put(upload.id, 1, changes_of(dict(list(street.items())[:3])))


Way = Callable[[Portal, Bodies], requests.Response]
WAYS: Final[tuple[Way, ...]] = (published_then_another, open_then_another, part_then_another)


def _begin(portal: Portal, bodies: Bodies) -> Begin:
    base = portal.state.newest
    begin = begin_of(bodies, portal.computer.record_key, idempotency_key=portal.key(), base=base)
    return msgspec.structs.replace(begin, whole=True)


def _changed(begin: Begin) -> Begin:
    return msgspec.structs.replace(begin, attended=not begin.attended)
