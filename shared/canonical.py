"""Canonical bytes, record hashes, and the digest of a whole set.

* The canonical bytes of a body are its JSON encoding with fields in declared order, defaults left out and map keys
  sorted: the same body gives the same bytes on every machine.
* A record's hash is BLAKE2b-256 of those bytes, keyed for the kinds in `SECRET_KINDS`.
* The digest of a set hashes, for every kind in byte order, the kind, the number of its records and the digest of
  its `(key, hash)` pairs in key order. Key order is UTF-8 byte order everywhere, which for Python is the order of
  the code points (a test holds the two together). Kinds are digested apart, so that one pass over the customers,
  which yields records of several kinds at once, can digest them without sorting.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, TypeVar

import msgspec

from shared.records import BODIES, SECRET_KINDS

HASH_BYTES: Final = 32

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders = {kind: msgspec.json.Decoder(body) for kind, body in BODIES.items()}

Body = TypeVar("Body", bound=msgspec.Struct)


def encode(body: msgspec.Struct) -> bytes:
    """The canonical bytes of a record body."""
    return _encoder.encode(body)


def decode(kind: str, data: bytes) -> msgspec.Struct:
    """The body that `data` holds. Raises `msgspec.ValidationError` or `msgspec.DecodeError` where it is none."""
    return _decoders[kind].decode(data)


def decode_as(body: type[Body], data: bytes) -> Body:
    """Like `decode`, for a caller who knows the type of the body."""
    return msgspec.json.decode(data, type=body)


def record_hash(kind: str, data: bytes, record_key: bytes) -> bytes:
    """BLAKE2b-256 of the canonical bytes; keyed with the office's `record_key` (32 bytes) for secret kinds."""
    if kind in SECRET_KINDS:
        return blake2b(data, digest_size=HASH_BYTES, key=record_key).digest()
    return blake2b(data, digest_size=HASH_BYTES).digest()


class KindDigest:
    """Digests the records of one kind; `add` must be called in key order."""

    def __init__(self) -> None:
        self.count = 0
        self._state = blake2b(digest_size=HASH_BYTES)

    def add(self, key: str, hash_: bytes) -> None:
        """Take one more record."""
        name = key.encode()
        self._state.update(len(name).to_bytes(4, "big") + name + hash_)
        self.count += 1

    def digest(self) -> bytes:
        """What was added so far, as 32 bytes."""
        return self._state.digest()


class SetDigest:
    """Digests a whole set of records; within a kind, `add` must be called in key order."""

    def __init__(self) -> None:
        self._kinds = {kind: KindDigest() for kind in BODIES}

    def add(self, kind: str, key: str, hash_: bytes) -> None:
        """Take one more record."""
        self._kinds[kind].add(key, hash_)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records of each kind were added; kinds without any are left out."""
        return {kind: part.count for kind, part in self._kinds.items() if part.count}

    def hexdigest(self) -> str:
        """The digest of the set, as 64 hexadecimal digits. The digest of an empty set is that of no kinds."""
        state = blake2b(digest_size=HASH_BYTES)
        for kind in sorted(self._kinds):
            part = self._kinds[kind]
            if part.count:
                state.update(kind.encode() + b"\0" + part.count.to_bytes(8, "big") + part.digest())
        return state.hexdigest()
