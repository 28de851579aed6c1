"""Many customers are gone from one upload to the next, and nobody looked at it (reliability F38): held and not shown,
until a clerk who saw the preview publishes the same set, or the customers are back. A few may always leave."""

from __future__ import annotations

import random
from itertools import cycle, islice
from typing import Final

import msgspec

from shared.messages import Begun
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.wire.portal import Portal, a_street, decoded
from tests.receiver.publishing import Bodies
from tests.receiver.signed import begin_of, changes_of

NAME: Final = "drops"
HELD_ABOVE: Final = 0.2
SMALLEST, LARGEST = 5, 60
ENDS: Final = ("a clerk confirms", "the customers are back", "the host imports")


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Let customers go `rounds` times."""
    dice = random.Random(seed)
    shots = [shot(portal, dice, end, at) for at, end in enumerate(islice(cycle(ENDS), rounds))]
    held = sum(one.place == "held" for one in shots)
    return report(NAME, seed, shots, at_least("sets that were held", held, rounds // 3))


def shot(portal: Portal, dice: random.Random, end: str, at: int) -> Shot:
    """Publish some customers, then fewer of them with nobody looking on."""
    count = dice.randint(SMALLEST, LARGEST)
    everybody = a_street(2 * at, count)
    shown = portal.publish(everybody)
    leave = dice.choice((int(count * HELD_ABOVE), int(count * HELD_ABOVE) + 1, dice.randint(1, count), count))
    people = sorted(name for name in everybody if name[0] == "customer")
    fewer = {name: body for name, body in everybody.items() if name not in people[count - leave :]}
    wanted = "held" if leave > count * HELD_ABOVE else "published"
    done = sent(portal, fewer, attended=False)
    assert done.receipt is not None
    faults = [] if done.receipt.state == wanted else [f"{leave} of {count} left, and that was {done.receipt.state}"]
    if wanted == "held":
        if portal.state.published != shown:
            faults.append(f"customers see {portal.state.published} and not {shown}")
        again = sent(portal, fewer, attended=False)
        if portal.state.published != shown or again.id != done.id:
            faults.append("the same set once more, unattended, was shown")
        faults += _ended(portal, end, everybody, fewer, done.id)
    elif portal.state.published != done.id:
        faults.append(f"customers see {portal.state.published} and not {done.id}")
    return Shot(f"{leave} of {count} leave", wanted, end if wanted == "held" else "shown at once", tuple(faults))


def _ended(portal: Portal, end: str, everybody: Bodies, fewer: Bodies, held: int) -> list[str]:
    """What is wrong once it ended so."""
    if end == "a clerk confirms":
        sent(portal, fewer, attended=True)
        wanted = held
    elif end == "the host imports":
        portal.receiver.must("snapshots", "confirm", str(held), "--company", str(portal.computer.company), "--json")
        wanted = held
    else:
        wanted = sent(portal, everybody, attended=False).id
    state = portal.state
    return [] if state.published == wanted else [f"after {end!r} customers see {state.published} and not {wanted}"]


def sent(portal: Portal, bodies: Bodies, *, attended: bool) -> Begun:
    """Upload a whole set; how that ended."""
    base = portal.state.newest
    begin = begin_of(bodies, portal.computer.record_key, idempotency_key=portal.key(), base=base)
    opened = decoded(portal.computer.begin(msgspec.structs.replace(begin, whole=True, attended=attended)))
    if opened.receipt is not None:
        return opened
    assert portal.computer.put(opened.id, 1, changes_of(bodies)).status_code == 204
    return decoded(portal.computer.commit(opened.id))
