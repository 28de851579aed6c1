"""What an office asks for when it begins an upload, checked."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import msgspec

from receiver.domain.refusals import Refused
from shared import limits, parts
from shared.messages import Begin, Commit, Seen
from shared.records import BODIES

_KEY: Final = re.compile(r"[!-~]{8,200}")
_RUN: Final = 64
"""Characters of the name of a run."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MOST_SNAPSHOTS: Final = 2_000_000_000
"""Of one company; numbers are kept, and named in addresses, as 32 bits."""
_LATER: Final = ("streamed",)
"""Fields of later releases. They count only where they are used, so that a request of before is still the same one."""
_encoder = msgspec.json.Encoder(order="deterministic")
_LEASE: Final = ("run", "after")
"""Who asks, which is no part of what is asked for: another run of the same computer may ask for the same once more."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What started a Process, as the office tells; older ones, and whoever types a command, tell nothing."""

    person: str = ""
    """Who pressed it, as the office calls him; empty where that was not told."""
    scheduled: bool = False
    """Whether the office's schedule did."""
    seen: Seen | None = None
    """What the person saw who confirms it; None where the office does not tell that yet."""


UNTOLD: Final = Origin()


@dataclass(frozen=True, slots=True)
class Request:
    """A sound `Begin`. `digest` tells whether two requests under one idempotency key are the same."""

    begin: Begin
    digest: bytes
    change: bytes
    """The only part, where it came along; else empty."""
    origin: Origin = UNTOLD

    @property
    def key(self) -> str:
        """The idempotency key."""
        return self.begin.idempotency_key


def read_request(begin: Begin, origin: Origin) -> Request:
    """Check what an office asks for, and what started it there. Raises `Refused`."""
    if not _KEY.fullmatch(begin.idempotency_key):
        raise _unsound("the idempotency key has 8 to 200 printable ASCII characters")
    if not 0 <= begin.base <= MOST_SNAPSHOTS:
        raise _unsound("the base is no snapshot")
    if begin.streamed:
        if not begin.whole or begin.digest or begin.counts or begin.change:
            raise _unsound("what is sent while it is read is a whole set, and says only at its end what it came to")
    else:
        check_set(begin)
    if len(begin.run) > _RUN or len(begin.after) > limits.RUNS_NAMED or any(len(run) > _RUN for run in begin.after):
        raise _unsound("it names runs that are none")
    told = msgspec.structs.asdict(begin).items()
    said = {name: value for name, value in told if name not in _LEASE and (value or name not in _LATER)}
    return Request(begin, blake2b(_encoder.encode(said), digest_size=32).digest(), _change(begin), origin)


def check_set(announced: Begin | Commit) -> None:
    """Check what an office says that its set is. Raises `Refused`."""
    if not _DIGEST.fullmatch(announced.digest):
        raise _unsound("the digest of the set is no 64 hexadecimal digits")
    if any(kind not in BODIES or count < 1 for kind, count in announced.counts.items()):
        raise _unsound("the counts name a kind that is none")
    if announced.counts.get("company") != 1:
        raise Refused("bad-records", "The set holds no record of the company itself.")
    if sum(announced.counts.values()) > limits.RECORDS_IN_SNAPSHOT:
        raise Refused("too-large", f"A snapshot holds at most {limits.RECORDS_IN_SNAPSHOT:,} records.")


def _change(begin: Begin) -> bytes:
    try:
        change = base64.b64decode(begin.change, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _unsound("the change is no base64") from error
    if len(change) > limits.INLINE_BYTES:
        raise Refused("too-large", "The change is too large to travel with the request.")
    if change and parts.digest(change) != begin.change_digest:
        raise _unsound("the change was damaged on the way")
    return change


def _unsound(detail: str) -> Refused:
    return Refused("bad-request", "The request to publish can't be understood.", detail)
