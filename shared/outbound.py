"""What goes home: what customers ask for on the portal, and what the office answers.

| request | body | answer |
|---|---|---|
| `GET outbound?after=N`, `&heard=T` | – | 200 `Outbound`: what moved after `N`, oldest first |
| `POST outbound/{number}/claim` | `Claim` | 200 `Asked`; 409 while another computer answers it |
| `POST outbound/{number}/answer` | `Answer` | 200 `Asked` as it is then |
| `GET outbound/{number}/photos/{position}` | – | 200 the picture, JPEG of at most `PHOTO_BYTES`; positions from 0 |

A refusal is a `shared.problems.Problem`: 404 `not-found`, 409 `claimed` (by another computer; `retry_after` says for
how many seconds at most), 409 `answered` (the request has an end already), 422 `key-reused`, 400 `bad-request`. A
receiver that was put back to an earlier copy of its data knows no number as high as `after`, and tells everything anew.

The state machine lives at the receiver, so any paired computer of the office can answer. `sent` leads to `seen` (opened
at the office), both to `accepted` or `declined`, and `accepted` to `done`, which the receiver says by itself once a
snapshot shows what was asked for. A message has a reply in place of accepting and declining, and is `done` with the
first one; any other request may be replied to in any state.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from shared.records import Moment

Kind = Literal["contact", "property", "job", "schedule", "message"]
"""A change of contact information (B4), of the notes about a property (B8), a note about a job (B5), a wish for the
schedule of a job (B5), a message (B7)."""

State = Literal["sent", "seen", "accepted", "declined", "done"]

Action = Literal["seen", "accepted", "declined", "reply"]

REPLY_CHARACTERS = 4_000
"""The longest text that an office writes back, or gives as a reason."""

WISH_CHARACTERS = 4_000
"""The longest text that a customer sends."""

REQUESTS_AT_ONCE = 100
"""The most in one `Outbound`, which is also kept below `limits.CONTROL_BYTES`; with `more` the next ones are asked for
at once."""

REPLIES = 20
"""The most to one request."""

BY_CHARACTERS = 80
"""The longest name of a user at the office."""

KEY_CHARACTERS = 100
"""The longest `Answer.key`; the shortest has 16."""

CLAIM_SECONDS = 120
"""How long a claim holds."""

PHOTOS = 5
"""The most that are sent along with one message."""

PHOTO_BYTES = 500 * 1024
"""A photo as the receiver keeps it."""

PHOTO_PIXELS = 1600
"""Its longer side at most."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field that the customer wants changed. `field` is a field of the published record: of `records.Customer` for
    contact information (`name`, `first_name`, `company_name`, `street`, `city`, `region`, `postal_code`, `country`,
    `email`; `phones/<n>/<kind>` for the n-th of his phones, from 0), of `records.Property` for a property (`notes`)."""

    field: str
    before: str
    """As the portal showed it."""
    after: str


class Wish(msgspec.Struct, frozen=True, omit_defaults=True):
    """What exactly is asked for; which fields are used depends on the kind."""

    changes: tuple[Change, ...] = ()
    property_id: str = ""
    """The property that the notes are about."""
    property_name: str = ""
    job: str = ""
    """The job number."""
    service: str = ""
    text: str = ""
    """Note, reason or message."""
    planned: Moment | None = None
    """The visit that is to be moved, as the portal showed it."""
    days: tuple[date, ...] = ()
    """Days that would suit the customer, the best first."""
    wanted: Annotated[str, msgspec.Meta(max_length=20)] = ""
    """What is to become of that visit: `move`, `skip`, `pause`, `more`, `other`."""
    photos: tuple[str, ...] = ()
    """Names of photos that were sent along; fetched by their position."""


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reply of the office."""

    by: str
    text: str
    time: str
    """RFC 3339, UTC."""
    read: str = ""
    """When the customer first saw it, RFC 3339, UTC; empty while he has not."""


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request of a customer, and how far it is."""

    number: int
    kind: Kind
    state: State
    record_id: str
    """The office's record of the customer whose account it is about."""
    customer_number: str
    customer_name: str
    user_name: str
    """Who asked: himself, or somebody he invited."""
    user_email: str
    own: bool
    """Whether the customer himself asked."""
    made: str
    """RFC 3339, UTC, like all times here."""
    snapshot: int
    """What the portal showed then."""
    wish: Wish
    seen: str = ""
    answered: str = ""
    answered_by: str = ""
    reason: str = ""
    done: str = ""
    claimed_by: str = ""
    """The name of the office computer that is answering it just now."""
    said: tuple[Said, ...] = ()


class OwnPassword(msgspec.Struct, frozen=True):
    """A customer who chose his portal password himself, and when; `since` is empty where the office's counts again."""

    record_id: str
    since: str
    reset: int = 0
    """The count of the office's deliberate resets (`records.Credential.reset`) that was published when he chose it:
    with a higher one the office's password counts."""


class Outbound(msgspec.Struct, frozen=True):
    """What moved after the number that was asked with."""

    until: int
    """Ask with this next time."""
    requests: tuple[Asked, ...] = ()
    passwords: tuple[OwnPassword, ...] = ()
    more: bool = False
    heard: int = 0
    """Ask with this, too: the receiver's time, in seconds since 1970."""
    anew: bool = False
    """Whether everything is told from the beginning, because the receiver was put back to an earlier copy of its data:
    what it told before counts no more."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """This computer is about to write into the practice database; for two minutes no other does."""

    by: str
    """The user's name at the office."""
    made: str = ""
    """`Asked.made` of the request that is meant."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the office says. The same answer may arrive any number of times and has one effect; one that no longer fits
    the state is 409 with a sentence."""

    key: str
    """Drawn for this answer."""
    action: Action
    by: str
    """The user's name at the office."""
    text: str = ""
    """The reason of declining, the reply; with `accepted` a word to the customer, where there is one."""
    made: str = ""
    """`Asked.made` of the request that is meant."""
