"""A computer of the office goes away in the middle of its upload, for seconds, minutes or days by the receiver's clock,
while another one wants to publish (reliability F29, F30; goal R7: a lease is stale after a minute). What it sends when
it comes back has no effect."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from typing import Final

import msgspec

from tests.campaign.report import Report, Shot, report
from tests.campaign.wire.portal import COMPANY, Portal, a_street, code, decoded
from tests.receiver.signed import Computer, begin_of, changes_of

NAME: Final = "lease"
STALE: Final = timedelta(seconds=60)
AWAY: Final = (
    timedelta(seconds=1),
    timedelta(seconds=61),
    timedelta(seconds=50),
    timedelta(minutes=10),
    timedelta(days=3),
)


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Go away `rounds` times."""
    other = Computer(portal.receiver.url, COMPANY)
    portal.later(timedelta())
    assert other.pair(portal.receiver.pairing_code(COMPANY)).status_code == 201
    portal.publish(a_street(0))
    shots = [shot(portal, other, away, at) for at, away in enumerate(islice(cycle(AWAY), rounds), 1)]
    portal.later(timedelta())
    return report(NAME, seed, shots)


def shot(portal: Portal, other: Computer, away: timedelta, at: int) -> Shot:
    """One begins and sends a part; so much later the other begins."""
    portal.later(timedelta(), other)
    before = portal.state
    older, newer = a_street(2 * at), a_street(2 * at + 1)
    begins = [
        msgspec.structs.replace(
            begin_of(bodies, who.record_key, idempotency_key=portal.key(), base=before.newest), whole=True
        )
        for who, bodies in ((portal.computer, older), (other, newer))
    ]
    held = decoded(portal.computer.begin(begins[0]))
    assert portal.computer.put(held.id, 1, changes_of(older)).status_code == 204
    portal.later(away, other)
    answer = other.begin(begins[1])
    told = code(answer)
    faults: list[str] = []
    if away < STALE:
        wait = answer.headers.get("Retry-After", "")
        if told != "busy" or not wait.isdecimal() or not 0 < int(wait) <= STALE.total_seconds():
            faults.append(f"answered {told}, come again in {wait!r}")
        done = decoded(portal.computer.commit(held.id))
        shown = done.id
    else:
        upload = decoded(answer).id
        assert other.put(upload, 1, changes_of(newer)).status_code == 204
        late = [portal.computer.put(held.id, 2, changes_of({})), portal.computer.commit(held.id)]
        shown = decoded(other.commit(upload)).id
        late += [portal.computer.put(held.id, 1, changes_of(older)), portal.computer.commit(held.id)]
        faults += [f"who was away was answered {code(one)}" for one in late if code(one) != "stale"]
    state = portal.state
    if state.published != shown or state.snapshots != (*before.snapshots, shown):
        faults.append(f"{state} follows {before}, and {shown} was published")
    return Shot(f"away for {away}", "the upload", told, tuple(faults))
