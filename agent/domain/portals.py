"""The portals an office publishes to, and what is on its way to one.

Also the two ways in which a receiver can fail that the use cases act upon instead of only passing them on.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.errors import ReceiverError, TryLater
from shared.messages import Receipt

DEFAULT_NAME = "CLIP Customer Portal"


@dataclass(frozen=True)
class Portal:
    """One paired portal, as "Select one destination to upload data" lists it. `receipt` is the last one, of `base`."""

    id: int
    name: str
    url: str
    """Of the receiver, without a slash at its end."""
    company: int
    company_name: str
    device: str
    practice_id: str
    portal_url: str
    receipt: Receipt | None = None

    @property
    def base(self) -> int:
        """The snapshot that `store.publication` describes; 0 before the first receipt."""
        return self.receipt.snapshot if self.receipt else 0

    @property
    def live(self) -> bool:
        """Whether it was live when it was last asked."""
        return self.receipt is not None and self.receipt.live


@dataclass(frozen=True)
class Outbox:
    """The one upload that is ready to go, or under way, to a portal. Its parts lie in the store, numbered from 1."""

    idempotency_key: str
    base: int
    """The newest snapshot that was known when the data were read."""
    full: bool
    """Whether the parts hold the whole set, and not only what changed since `base`."""
    digest: str
    """Of the whole set; empty while it is still being read."""
    counts: dict[str, int]
    attended: bool
    parts: tuple[str, ...]
    """The digest of each part."""
    goes_on: bool = False
    """Whether it follows another upload of the same Process: the verifiers that were made meanwhile."""
    streamed: bool = False
    """Whether its first parts were sent while the rest was still being read (`shared.messages.Begin`)."""
    run: str = ""
    """Names this making ready, so that the receiver tells this computer from a copy of it; empty where nothing is to
    be sent."""
    after: tuple[str, ...] = ()
    """The runs before it, newest first."""

    @property
    def growing(self) -> bool:
        """Whether it is still being read, or was when a Process ended before its time."""
        return not self.digest

    def same_upload(self, other: Outbox) -> bool:
        """Whether `other` asks for exactly the same, so that what has arrived of it needn't be sent again. The same may
        be the whole of what only grew so far: the receiver was told nothing yet of what it comes to."""
        if (self.base, self.full, self.attended) != (other.base, other.full, other.attended):
            return False
        if self.growing:
            return self.parts == other.parts[: len(self.parts)]
        return (self.digest, self.counts, self.parts) == (other.digest, other.counts, other.parts)


@dataclass(frozen=True)
class Sent:
    """An upload that came through: its parts are kept as they left the office (A17), until the next Process."""

    id: int
    snapshot: int
    """What the receiver made of it."""
    time: str
    """When it was committed, RFC 3339, UTC."""
    full: bool
    """Whether it held the whole set, and not only what changed."""
    bytes: int
    """Of its parts, as they travelled."""


@dataclass(frozen=True)
class KnownVerifier:
    """A verifier made earlier, with what it was made for."""

    mark: bytes
    """Keyed hash of the record id and the password it was made from (`store.passwords`)."""
    verifier: str
    weak: bool
    shared: bool
    reset: int = 0
    """The count of resets that it was made for."""

    def fits(self, entry: Entry) -> bool:
        """Whether it is of the password that `entry` has now. A reset makes a new one, so that no portal takes the
        password of before for the one that was reset."""
        return (self.mark, self.reset) == (entry.mark, entry.reset)


@dataclass(frozen=True)
class Entry:
    """A customer (kind `credential`) or user (kind `staff`) whose password is to work on the portal; the password
    itself is asked for by `id` (`ports.Roster.password`) when it has to be hashed."""

    id: int
    kind: str
    key: str
    record_id: str
    mark: bytes
    weak: bool
    shared: bool
    """Whether another entry of the same kind has the same password."""
    level: int = 0
    email: str = ""
    reset: int = 0
    """How often the office reset the password on purpose (`records.Credential.reset`)."""


class Refused(ReceiverError):
    """The receiver answered with a problem; `code` is one of `shared.problems.CODES`."""

    def __init__(self, code: str, title: str, *, detail: str = "", remedy: str = "") -> None:
        super().__init__(title, detail=detail, remedy=remedy)
        self.code = code


class Claimed(TryLater):
    """Another computer of the office is answering this request just now."""


class Unfitting(Refused):
    """The answer does not fit the request any more: somebody else was faster, or it is gone."""


class CutOff(TryLater):
    """The connection broke after the request may have reached the receiver: whether it took effect is not known."""
