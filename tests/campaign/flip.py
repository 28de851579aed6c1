"""Parts cut short at any length or with one bit changed: on the way, and before they were signed or digested
(reliability F33, goal R6). Every one is refused, nothing is published, and the sound part is taken afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import requests

from shared import parts
from shared.messages import PART_DIGEST_HEADER, Begun, Status
from tests.campaign.report import Report, Rule, Shot, report
from tests.receiver.damaged import a_set, damaged_by_a_bit
from tests.receiver.hosted import begun
from tests.receiver.signed import Computer, changes_of, code_of, send
from tests.support.postgres import running_cluster
from tests.support.receiver import Receiver

NAME: Final = "flip"

Send = Callable[[Computer, int, bytes, bytes], requests.Response]
"""Sends to an upload the damaged bytes (third) of a sound part (fourth)."""


def on_the_way(computer: Computer, upload: int, damaged: bytes, sound: bytes) -> requests.Response:
    """Signed when it was still sound."""
    headers = {PART_DIGEST_HEADER: parts.digest(sound)}
    prepared = computer.request("PUT", f"snapshots/{upload}/parts/1", sound, headers)
    prepared.body = damaged
    prepared.headers["Content-Length"] = str(len(damaged))
    return send(prepared)


def before_it_was_signed(computer: Computer, upload: int, damaged: bytes, sound: bytes) -> requests.Response:
    """In the office's memory, behind its digest."""
    return computer.put(upload, 1, damaged, parts.digest(sound))


def before_it_was_digested(computer: Computer, upload: int, damaged: bytes, _sound: bytes) -> requests.Response:
    """In the office's memory, before its digest: what may still be read has to fail at the commit."""
    answer = computer.put(upload, 1, damaged)
    return computer.commit(upload) if answer.status_code == 204 else answer


WAYS: Final[tuple[Send, ...]] = (on_the_way, before_it_was_signed, before_it_was_digested)
CODES: Final = frozenset({"bad-signature", "bad-request", "bad-records", "digest-mismatch"})


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Send `rounds` damaged parts."""
    receiver = Receiver(folder / "receiver")
    if database == "sqlite":
        return _run(receiver, rounds, seed)
    with running_cluster() as cluster:
        receiver.use_database(cluster.url(cluster.database()))
        return _run(receiver, rounds, seed)


def _run(receiver: Receiver, rounds: int, seed: int) -> Report:
    receiver.init()
    code = receiver.create_company(112, "Green Valley")
    receiver.serve()
    try:
        computer = Computer(receiver.url)
        assert computer.pair(code).status_code == 201
        dice = random.Random(seed)
        shots = [shot(computer, WAYS[at % len(WAYS)], dice, at) for at in range(rounds)]
        published = numbers(computer)
        last = _sound(computer)
    finally:
        receiver.end()
    return report(
        NAME,
        seed,
        shots,
        Rule("nothing was published", published == (0, 0), str(published)),
        Rule("the sound part is taken afterwards", last == "done", last),
    )


def shot(computer: Computer, way: Send, dice: random.Random, at: int) -> Shot:
    """Send one damaged part: with a bit at random the other way, and in turn cut to the next length of all."""
    sound = changes_of(a_set())
    length = (at // 2) % len(sound)
    damaged = damaged_by_a_bit(sound, dice) if at % 2 else sound[:length]
    what = "one bit" if at % 2 else f"cut to {length} bytes"
    upload = begun(computer, f"key-{at:08}", a_set())
    answer = way(computer, upload.id, damaged, sound)
    code = code_of(answer) if answer.status_code >= 400 else str(answer.status_code)
    faults = () if code in CODES else (f"answered {code}",)
    return Shot(f"{what} {way.__name__.replace('_', ' ')}", way.__name__.replace("_", " "), code, faults)


def numbers(computer: Computer) -> tuple[int, int]:
    """newest, published."""
    status = msgspec.json.decode(computer.send("GET", "status").content, type=Status)
    return status.newest, status.published


def _sound(computer: Computer) -> str:
    upload = begun(computer, "key-of-the-sound-part", a_set())
    answer = computer.put(upload.id, 1, changes_of(a_set()))
    if answer.status_code != 204:
        return answer.text
    return msgspec.json.decode(computer.commit(upload.id).content, type=Begun).state
