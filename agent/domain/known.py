"""What is remembered of a customer, so that he is made anew only when something of him moved."""

from __future__ import annotations

import msgspec


class KnownCustomer(msgspec.Struct, frozen=True, array_like=True):
    """What a Process made of one customer's rows."""

    published: tuple[tuple[str, str, bytes], ...]
    """Kind, key and hash of his records; empty where he was not taken."""
    weak: bool
    """Whether his password is weak."""
    left_out: dict[str, int]
    """What of him could not be published as it stands, by reason."""
