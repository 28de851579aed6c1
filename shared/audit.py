"""What was done at the office, on its way to the audit log of the receiver (architecture, step 5; reliability T8).

| request | body | answer |
|---|---|---|
| `POST audit` | `Told` | 200 `Noted` |

Deeds arrive in the order in which they were done, any number of times, and are noted once by their key. They name
fields, counts and users of the office, never values nor customers. A receiver of an earlier release answers 404: then
they wait at the office.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

DEEDS_AT_ONCE = 100
"""The most in one `Told`."""

KEY_CHARACTERS = 64
"""The longest `OfficeDeed.key`; the shortest has 16."""

ACTION_CHARACTERS = 40
"""The longest name of an action."""

BY_CHARACTERS = 80
"""The longest user name."""

WHAT_CHARACTERS = 300
"""The longest description."""

_Key = Annotated[str, msgspec.Meta(min_length=16, max_length=KEY_CHARACTERS, pattern=r"\A[0-9a-zA-Z-]+\Z")]


class OfficeDeed(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was done at the office."""

    key: _Key
    """Drawn for this deed."""
    at: Annotated[str, msgspec.Meta(max_length=40)]
    """When, by the office's clock: RFC 3339."""
    action: Annotated[str, msgspec.Meta(max_length=ACTION_CHARACTERS)]
    """`replaced`, `edited`, `undone`, `redone`, `restored`, `copied`, `saved`, `letters`, `requests`, `settings`,
    `users`; a receiver notes one that it does not know as `other`."""
    by: Annotated[str, msgspec.Meta(max_length=BY_CHARACTERS)] = ""
    """The user's name at the office; before passwords are activated, that of the computer's account."""
    what: Annotated[str, msgspec.Meta(max_length=WHAT_CHARACTERS)] = ""
    """In the words of the office's program: the fields of a replacement, the settings that were changed."""
    number: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    """Of the replacement, in the office's history; 0 for other deeds."""
    count: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    """How many cells it wrote."""


class Told(msgspec.Struct, frozen=True):
    """What was done since the office last told of something."""

    deeds: Annotated[tuple[OfficeDeed, ...], msgspec.Meta(max_length=DEEDS_AT_ONCE)]
    after: Annotated[str, msgspec.Meta(max_length=KEY_CHARACTERS, pattern=r"\A([0-9a-zA-Z-]{16,})?\Z")] = ""
    """The key of the last deed that this receiver took before; empty where it took none."""


class Noted(msgspec.Struct, frozen=True):
    """They are in the audit log."""

    new: int
    """How many of them were not there before."""
    lost: bool = False
    """Whether the receiver does not know the deed `after`, because it was put back to an earlier copy of its data: then
    everything that the office still knows has to be told again."""
