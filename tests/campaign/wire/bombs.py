"""Requests that would use up the receiver: what unpacks to gigabytes, parts without number, lengths that are lies,
bodies without end (reliability F35). Each is refused at once, and the receiver's memory stays what it was."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from shared import limits, parts
from shared.messages import PART_DIGEST_HEADER
from tests.campaign.frozen import family
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.wire.portal import Portal, a_street
from tests.support.raw import say

MEBIBYTE: Final = 1024 * 1024
MOST_MEBIBYTES: Final = 150 + 4 * 19
"""What a worker may ever have used: its own share, and four password hashes at once (goal R12)."""
FIVE_GIBIBYTES: Final = 5 * 1024**3
ENDLESS_MEBIBYTES: Final = 3
"""How much of a body without end is sent before the receiver has to have had enough."""


@dataclass(frozen=True)
class Case:
    """What is sent to the upload of this number; gives the status that it is answered with (0: cut off). `wanted` are
    those that it may be."""

    send: Callable[[Portal, int, random.Random], int]
    wanted: frozenset[int]


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Send `rounds` of them."""
    dice = random.Random(seed)
    portal.publish(a_street(0))
    upload = portal.begun(a_street(1)).id
    shots = [shot(portal, name, case, upload, dice) for name, case in islice(cycle(CASES.items()), rounds)]
    used = memory(portal)
    last = portal.publish(a_street(2))
    state = portal.state
    return report(
        "bombs",
        seed,
        shots,
        Rule(f"a worker never used more than {MOST_MEBIBYTES} MiB", used <= MOST_MEBIBYTES, f"{used} MiB"),
        Rule("a sound set is taken afterwards", state.published == last, str(state)),
    )


def shot(portal: Portal, name: str, case: Case, upload: int, dice: random.Random) -> Shot:
    """Send one."""
    before = portal.state
    status = case.send(portal, upload, dice)
    faults = [] if status in case.wanted else [f"answered {status}"]
    if portal.state != before:
        faults.append(f"{portal.state} follows {before}")
    return Shot(name, "the receiver", str(status), tuple(faults))


def memory(portal: Portal) -> int:
    """The most that a worker ever used, in MiB."""
    assert portal.receiver.running is not None
    peaks = []
    for worker in family(portal.receiver.running)[1:]:
        lines = Path(f"/proc/{worker}/status").read_text().splitlines()
        peaks += [int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)


def unpacks_to(size: int) -> Callable[[Portal, int, random.Random], int]:
    """A part of a few kilobytes that holds so many bytes."""

    def send(portal: Portal, upload: int, _dice: random.Random) -> int:
        squeeze = parts.zstd.ZstdCompressor(level=1)
        piece = bytes(MEBIBYTE)
        data = b"".join(squeeze.compress(piece) for _ in range(size // MEBIBYTE)) + squeeze.flush()
        assert len(data) < limits.PART_BYTES
        return portal.computer.put(upload, 1, data).status_code

    return send


def promises_many(portal: Portal, upload: int, _dice: random.Random) -> int:
    """A list that says it holds four thousand million changes."""
    return portal.computer.put(upload, 1, parts.zstd.compress(b"\xdd\xff\xff\xff\xff")).status_code


def promises_a_long_text(portal: Portal, upload: int, _dice: random.Random) -> int:
    """A change whose key says that it is four gigabytes long."""
    content = b"\x91\x93\xa8customer\xdb" + struct.pack(">I", 2**32 - 1)
    return portal.computer.put(upload, 1, parts.zstd.compress(content)).status_code


def numbered(portal: Portal, upload: int, dice: random.Random) -> int:
    """A part of a million."""
    n = dice.choice((limits.PARTS_IN_SNAPSHOT, 1_000_000, 2**31, 2**63))
    return portal.computer.put(upload, n, parts.pack([])).status_code


def declared(size: int, *, sent: int = 1_000) -> Callable[[Portal, int, random.Random], int]:
    """A signed part that says it is so large."""

    def send(portal: Portal, upload: int, _dice: random.Random) -> int:
        return _raw(portal, upload, f"Content-Length: {size}", bytes(sent))

    return send


def declared_as(size: str) -> Callable[[Portal, int, random.Random], int]:
    """A signed part that says this of its size."""

    def send(portal: Portal, upload: int, _dice: random.Random) -> int:
        return _raw(portal, upload, f"Content-Length: {size}", b"")

    return send


def two_lengths(portal: Portal, upload: int, _dice: random.Random) -> int:
    """A body that is 10 and 20 bytes long."""
    return _raw(portal, upload, "Content-Length: 10\r\nContent-Length: 20", bytes(20))


def without_end(portal: Portal, upload: int, _dice: random.Random) -> int:
    """Chunks, one after the other, and no last one."""
    chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    return _raw(portal, upload, "Transfer-Encoding: chunked", chunk * (ENDLESS_MEBIBYTES * 16))


def form_without_end(portal: Portal, _upload: int, _dice: random.Random) -> int:
    """A form in parts to the sign-in page, whose last part never ends."""
    head = b"--x\r\nContent-Disposition: form-data; name=identifier\r\n\r\n"
    body = head + bytes(MEBIBYTE)
    lines = (
        f"POST /{portal.computer.company}/sign-in HTTP/1.1",
        f"Host: 127.0.0.1:{portal.receiver.port}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {FIVE_GIBIBYTES}",
    )
    return _status(portal, "\r\n".join((*lines, "", "")).encode() + body)


def _raw(portal: Portal, upload: int, length: str, body: bytes) -> int:
    """The status of a signed part with a head that says this of its length."""
    prepared = portal.computer.request("PUT", f"snapshots/{upload}/parts/1", b"", {PART_DIGEST_HEADER: "0" * 64})
    kept = [f"{name}: {_text(value)}" for name, value in prepared.headers.items() if name != "Content-Length"]
    head = "\r\n".join((f"PUT {prepared.path_url} HTTP/1.1", *kept, length, "", ""))
    return _status(portal, head.encode() + body)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _status(portal: Portal, data: bytes) -> int:
    try:
        heard = say(portal.receiver.port, data, ended=True)
    except OSError:
        return 0
    return (heard.statuses or [0])[0]


LARGE: Final = frozenset({413})
BAD: Final = frozenset({400})
ENDED: Final = frozenset({400, 411, 413, 0})
CASES: Final[dict[str, Case]] = {
    "a part that unpacks to 256 MiB": Case(unpacks_to(256 * MEBIBYTE), BAD),
    "a part that unpacks to 5 MiB": Case(unpacks_to(5 * MEBIBYTE), BAD),
    "a list of 4,294,967,295 changes": Case(promises_many, BAD),
    "a key of 4 GiB": Case(promises_a_long_text, BAD),
    "a part of a million": Case(numbered, LARGE | {404, 400}),
    "5 GiB declared": Case(declared(FIVE_GIBIBYTES), LARGE),
    "a byte more than a part declared": Case(declared(limits.PART_BYTES + 1), LARGE),
    "a negative length": Case(declared(-1), BAD),
    "a length that is no number": Case(declared_as("many"), BAD),
    "two lengths": Case(two_lengths, BAD),
    "chunks without end": Case(without_end, ENDED),
    "a form without end": Case(form_without_end, ENDED),
    "a part cut off": Case(declared(1_000, sent=10), BAD),
}
