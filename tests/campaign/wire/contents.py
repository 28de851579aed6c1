"""Uploads that are signed well and wrong inside: counts, references, doubled customers, other companies, values that
are none (reliability F34). All are refused, with what is wrong; what was published stays."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from typing import Final

import msgspec
import requests

from shared import parts
from shared.messages import Begin
from shared.parts import Change
from shared.records import Credential, Customer, History, Visit, history_key
from shared.signing import key_id
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.wire.portal import Portal, a_street, decoded
from tests.receiver.damaged import SOUND
from tests.receiver.publishing import Bodies
from tests.receiver.signed import Computer, begin_of, changes_of, code_of

NOBODY: Final = "nobody"
OTHER_COMPANY: Final = 113


@dataclass(frozen=True)
class Case:
    """How an upload of `bodies` is spoilt, by whom it is sent, and what has to be told."""

    send: Callable[[Portal, Bodies, random.Random], requests.Response]
    codes: frozenset[str]
    told: str = ""
    """Stands in the answer."""


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Send `rounds` of them."""
    dice = random.Random(seed)
    portal.publish(a_street(0))
    chosen = islice(cycle(CASES.items()), rounds)
    shots = [shot(portal, name, case, dice, at) for at, (name, case) in enumerate(chosen, 1)]
    number = portal.publish(a_street(rounds + 1))
    state = portal.state
    taken = Rule("the sound set is taken afterwards", state.published == number, str(state))
    return report("contents", seed, shots, taken)


def shot(portal: Portal, name: str, case: Case, dice: random.Random, at: int) -> Shot:
    """Send one."""
    before = portal.state
    answer = case.send(portal, a_street(at), dice)
    faults = []
    if answer.status_code < 400:
        faults.append(f"taken: {answer.status_code}")
        told = str(answer.status_code)
    else:
        told = code_of(answer)
        if told not in case.codes:
            faults.append(f"answered {answer.status_code} {told}")
        if case.told not in answer.text:
            faults.append(f"does not tell {case.told!r}: {answer.text}")
    if portal.state.published != before.published or portal.state.snapshots != before.snapshots:
        faults.append(f"{portal.state} follows {before}")
    return Shot(name, "inside the upload", told, tuple(faults))


def sent(portal: Portal, begin: Begin, *data: bytes, computer: Computer | None = None) -> requests.Response:
    """The first answer that says no, else that to the commit."""
    one = computer or portal.computer
    answer = one.begin(begin)
    if not answer.ok:
        return answer
    upload = decoded(answer)
    for n, part in enumerate(data, 1):
        answer = one.put(upload.id, n, part)
        if not answer.ok:
            return answer
    return one.commit(upload.id)


def begin(portal: Portal, bodies: Bodies) -> Begin:
    """A sound begin of a whole set."""
    base = portal.state.newest
    made = begin_of(bodies, portal.computer.record_key, idempotency_key=portal.key(), base=base)
    return msgspec.structs.replace(made, whole=True)


def counted(by: int) -> Callable[[Portal, Bodies, random.Random], requests.Response]:
    """Announces so many customers more than it sends."""

    def send(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
        sound = begin(portal, bodies)
        counts = {**sound.counts, "customer": sound.counts["customer"] + by}
        return sent(portal, msgspec.structs.replace(sound, counts=counts), changes_of(bodies))

    return send


def without_the_company(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
    """Customers of nobody."""
    people = {name: body for name, body in bodies.items() if name[0] == "customer"}
    return sent(portal, begin(portal, people), changes_of(people))


def with_more(more: Callable[[random.Random], Bodies]) -> Callable[[Portal, Bodies, random.Random], requests.Response]:
    """Brings records that should not be there, and announces them well."""

    def send(portal: Portal, bodies: Bodies, dice: random.Random) -> requests.Response:
        whole = {**bodies, **more(dice)}
        return sent(portal, begin(portal, whole), changes_of(whole))

    return send


def doubled(portal: Portal, bodies: Bodies, dice: random.Random) -> requests.Response:
    """The same customer in two parts."""
    again = dice.choice([name for name in bodies if name[0] == "customer"])
    return sent(portal, begin(portal, bodies), changes_of(bodies), changes_of({again: bodies[again]}))


def doubled_in_a_part(portal: Portal, bodies: Bodies, dice: random.Random) -> requests.Response:
    """The same customer twice in one part."""
    changes = parts.unpack(changes_of(bodies))
    return sent(portal, begin(portal, bodies), parts.pack([*changes, dice.choice(changes)]))


def left_out(portal: Portal, bodies: Bodies, dice: random.Random) -> requests.Response:
    """A customer who was announced does not come."""
    gone = dice.choice([name for name in bodies if name[0] == "customer"])
    rest = {name: body for name, body in bodies.items() if name != gone}
    return sent(portal, begin(portal, bodies), changes_of(rest))


def body(text: bytes) -> Callable[[Portal, Bodies, random.Random], requests.Response]:
    """A customer whose body is this."""

    def send(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
        changes = [*parts.unpack(changes_of(bodies)), Change("customer", NOBODY, text)]
        return sent(portal, begin(portal, bodies), parts.pack(changes))

    return send


def of_another_practice(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
    """Read from another database than the company publishes."""
    return sent(portal, msgspec.structs.replace(begin(portal, bodies), practice_id="practice-2"), changes_of(bodies))


def for_another_company(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
    """Signed with our key as if we were a computer of that company."""
    stranger = Computer(portal.receiver.url, OTHER_COMPANY)
    stranger.key, stranger.record_key = portal.computer.key, portal.computer.record_key
    stranger.key_id = key_id(OTHER_COMPANY, portal.computer.key_id.partition("/")[2])
    return sent(portal, begin(portal, bodies), changes_of(bodies), computer=stranger)


def history_of_nobody(_dice: random.Random) -> Bodies:
    """Visits at a customer who does not come."""
    return {("history", history_key(NOBODY, 2026)): History((Visit(job="7", started=datetime(2026, 2, 1, 9)),))}


def credential_of_nobody(_dice: random.Random) -> Bodies:
    """A password of a customer who does not come."""
    return {("credential", NOBODY): Credential("1", SOUND)}


def costly_verifier(dice: random.Random) -> Bodies:
    """A verifier that would cost the receiver much to look at."""
    costs = f"m={dice.choice((8, 4_194_304))},t={dice.choice((1, 1_000_000))},p=1"
    return {("credential", "00001"): Credential("1", SOUND.replace("m=19456,t=2,p=1", costs))}


def unknown_kind(portal: Portal, bodies: Bodies, _dice: random.Random) -> requests.Response:
    """A record of a kind that there is not."""
    changes = [*parts.unpack(changes_of(bodies)), Change("dog", "1", b"{}")]
    return sent(portal, begin(portal, bodies), parts.pack(changes))


def nul_in_a_name(_dice: random.Random) -> Bodies:
    """A NUL where the database looks."""
    return {("customer", NOBODY): Customer(record_id="1", name="a\0b")}


THE_30TH_OF_FEBRUARY: Final = b'{"record_id":"1","name":"x","jobs":[{"number":"1","next_visit":"2026-02-30T09:00:00"}]}'
RECORDS: Final = frozenset({"bad-records"})
SET: Final = frozenset({"digest-mismatch", "bad-records"})
CASES: Final[dict[str, Case]] = {
    "one customer too many announced": Case(counted(1), SET),
    "one customer too few announced": Case(counted(-1), SET),
    "no company": Case(without_the_company, RECORDS, "company"),
    "the same customer in two parts": Case(doubled, RECORDS, "twice"),
    "the same record twice in a part": Case(doubled_in_a_part, RECORDS, "twice"),
    "a customer left out": Case(left_out, SET),
    "history of nobody": Case(with_more(history_of_nobody), RECORDS, NOBODY),
    "password of nobody": Case(with_more(credential_of_nobody), RECORDS, NOBODY),
    "costs of a verifier": Case(with_more(costly_verifier), RECORDS, "credential '00001'"),
    "an amount that is none": Case(body(b'{"record_id":"1","name":"x","balance":"NaN"}'), RECORDS, NOBODY),
    "a date that is none": Case(
        body(b'{"record_id":"1","name":"x","jobs":[{"number":"1","next_visit":"2026-02-30T09:00:00"}]}'),
        RECORDS,
        NOBODY,
    ),
    "a body that is no JSON": Case(body(b"{"), RECORDS, NOBODY),
    "a NUL in a name": Case(with_more(nul_in_a_name), RECORDS, NOBODY),
    "a kind that there is not": Case(unknown_kind, RECORDS, "dog"),
    "another practice database": Case(of_another_practice, frozenset({"other-practice"})),
    "another company": Case(for_another_company, frozenset({"unknown-device"})),
}
