"""What the next page says first: that something was done, or that nothing was, and why. They do not look alike."""

from __future__ import annotations

from typing import Final

from flask import flash

DONE: Final = "message"
"""What Flask calls what is said without more: the page shows it green."""
NOTHING_DONE: Final = "nothing-done"


def tell(words: str, *, done: bool = True) -> None:
    """Say it on the next page; `done`: whether what was asked for happened."""
    flash(words, DONE if done else NOTHING_DONE)
