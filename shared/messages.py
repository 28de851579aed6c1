"""The control messages of the agent API (JSON bodies of the requests and answers below `version.PREFIX`).

| request | body | answer |
|---|---|---|
| `POST pair` (signed with the key it enrols) | `Pair` | 201 `Paired` |
| `GET status` | – | 200 `Status` |
| `POST snapshots` | `Begin`; header `Porchlight-Seen` where a person confirms | 200 `Begun` |
| `PUT snapshots/{id}/parts/{n}` | a part (`shared.parts`), header `Porchlight-Part-Digest` | 204 |
| `GET snapshots/{id}` | – | 200 `Begun` |
| `POST snapshots/{id}/commit` | –, or `Commit` where the upload was `streamed` | 200 `Begun` with the receipt |

Anything else is answered with a `shared.problems.Problem`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

PART_DIGEST_HEADER = "Porchlight-Part-Digest"
"""Carries `shared.parts.digest` of the part."""

PROTOCOL_HEADER = "Porchlight-Protocol"
"""Every request and answer of the agent API names the protocol version it speaks."""

OUTBOUND_HEADER = "Porchlight-Outbound"
"""The answers to beginning and committing an upload tell how far what goes home has moved (`shared.outbound`): who has
read up to there needs not ask for it."""

SCHEDULE_HEADER = "Porchlight-Schedule"
"""Every request of an office may tell its schedule: the most seconds between two runs, 0 where nothing is scheduled."""

PERSON_HEADER = "Porchlight-Person"
"""The request that begins an upload may tell who pressed Process, percent-encoded UTF-8 (RFC 3986), for the list of
snapshots. It proves nothing: the computer is who is known."""

STARTED_HEADER = "Porchlight-Started"
"""It may also tell what started it: `BY_SCHEDULE`. Anything else, and nothing, says that this is not known."""

BY_SCHEDULE: Final = "schedule"

_SEEN: Final = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Enrol an office computer. `public_key` is the raw Ed25519 key, base64; the request is signed with it."""

    company: int
    code: str
    public_key: str
    device_name: str
    practice_id: str
    """The id of the practice database; a company takes snapshots of one practice database only."""


class Paired(msgspec.Struct, frozen=True):
    """The office computer is enrolled."""

    company: int
    company_name: str
    device: str
    """Names the key in every later signature: `keyid` is `company/device`."""
    record_key: str
    """32 bytes, base64: keys the hashes of secret records. The same for every computer of the office."""
    portal_url: str
    """Where the customers sign in."""


class Held(msgspec.Struct, frozen=True):
    """Why a set is not shown: nobody saw before that it takes so many customers off the portal (C3)."""

    shown: int
    """Customers that the portal shows."""
    leave: int
    """How many of them the set does not hold any more."""

    @property
    def reason(self) -> str:
        """In plain numbers."""
        who = f"{self.leave:,} of {self.shown:,}" if self.leave < self.shown else f"All {self.shown:,}"
        return f"{who} customers would leave."


class Seen(msgspec.Struct, frozen=True):
    """What the person saw who confirms an upload (`Begin.attended`): nothing else is confirmed. The receiver compares
    it with its own count, and holds on where more would leave.

    It travels in `SEEN_HEADER`: receivers of before pass over that, and agents of before do not tell it.
    """

    shown: int = 0
    """Customers that the portal shows, as far as the office knew."""
    leave: int = 0
    """How many of them leave; none where the person saw no preview."""

    @classmethod
    def read(cls, header: str) -> Seen:
        """What the header says; one that can't be read tells of nothing seen."""
        found = _SEEN.fullmatch(header)
        return cls(int(found[2]), int(found[1])) if found else cls()

    @property
    def header(self) -> str:
        """As it travels."""
        return f"{self.leave}/{self.shown}"

    def covers(self, held: Held) -> bool:
        """Whether no more would leave than that, in number and in proportion."""
        return self.leave >= held.leave and self.leave * held.shown >= held.leave * self.shown


class Pin(msgspec.Struct, frozen=True):
    """Somebody went back to an earlier snapshot: later ones are kept, and not shown before they are imported (C3)."""

    snapshot: int
    time: str
    """When that snapshot was committed, RFC 3339, UTC."""
    by: str
    since: str
    """When the portal was pinned, RFC 3339, UTC."""

    @property
    def reason(self) -> str:
        """In plain words."""
        return f"The portal is pinned to snapshot {self.snapshot} of {self.time} by {self.by}."


UNTIL_IMPORT: Final = "Uploads wait at the portal until somebody imports them there."
"""Why customers do not see an upload of a company that wants to look first (C2)."""


class Receipt(msgspec.Struct, frozen=True):
    """What the receiver holds after a commit, as the agent keeps it."""

    snapshot: int
    time: str
    """When it was committed, RFC 3339, UTC."""
    digest: str
    counts: dict[str, int]
    """Records by kind in the whole set."""
    difference: dict[str, dict[str, int]]
    """By kind: how many records this snapshot added, changed and removed."""
    state: Literal["published", "held", "pinned"] = "published"
    """Whether customers see it; if not, whether it waits to be confirmed (`held`) or to be imported (`pinned`). Of a
    snapshot that a later one followed: how that ended."""
    reason: str = ""
    """Why they do not, a sentence; `held` and `pin` say the same to programs."""
    held: Held | None = None
    pin: Pin | None = None
    live: bool = False
    """Whether the company is live: passwords of level-1 users that are too weak for that stay at the office (A14)."""
    until_import: bool = False
    """Whether it waits by the company's own switch: `UNTIL_IMPORT`."""


class Begin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask to publish a set of records."""

    idempotency_key: str
    practice_id: str
    base: int
    """The newest snapshot that the office knew of when it read its data; 0 for none. Changes are against that one."""
    digest: str
    """Of the whole new set (`shared.canonical.SetDigest`)."""
    counts: dict[str, int]
    attended: bool
    """Whether a person pressed Process and saw what will change: `Seen`."""
    change: str = ""
    """The only part, base64, where it is small enough to travel here; else empty."""
    change_digest: str = ""
    whole: bool = False
    """Whether the parts hold every record of the set. Such a set is taken only while `base` is the newest snapshot, so
    that a request which comes late never takes the portal back."""
    streamed: bool = False
    """Whether a `whole` set is sent while it is still being read: `digest` and `counts` are empty here, and come with
    the commit."""
    run: str = ""
    """Drawn anew each time an upload is made ready; tells a computer from a copy of it, which has the same key."""
    after: tuple[str, ...] = ()
    """The runs of this computer before it, newest first: it takes over from them at once."""


class Commit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a `streamed` set came to. Until this arrives and holds, nothing of it is published."""

    digest: str
    counts: dict[str, int]


class Begun(msgspec.Struct, frozen=True):
    """How to go on.

    * `current`: the receiver already holds this very set; `receipt` says since when.
    * `changes`: send what changed since `base`; `parts` lists what has arrived already.
    * `all`: the receiver does not hold `base` any more: send every record of the set.
    * `done`: committed; `receipt` is the new receipt.
    """

    state: Literal["current", "changes", "all", "done"]
    id: int = 0
    """The upload: the number the snapshot will have."""
    parts: dict[str, str] = {}
    """Parts that have arrived: number (as text) to digest."""
    receipt: Receipt | None = None


class Status(msgspec.Struct, frozen=True):
    """What the receiver says of the company when asked."""

    company: int
    company_name: str
    state: str
    """`trial` or `live`, or `suspended`."""
    newest: int
    """The last complete upload; 0 before the first."""
    published: int
    """What customers see."""
    time: str
    """The receiver's clock, RFC 3339, UTC."""
    receipt: Receipt | None = None
    """Of `newest`."""
    shown: Receipt | None = None
    """Of `published`, where that is another one."""
    pin: Pin | None = None
    """Where the portal is pinned; to `published`."""
    silent_since: str = ""
    """When the office last confirmed what the portal shows, RFC 3339, UTC, where its schedule is overdue (R8)."""
    holds_uploads: bool = False
    """Whether each upload waits until somebody imports it at the portal."""
