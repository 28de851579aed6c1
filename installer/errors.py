"""What stops a set-up, in words for the person who started it."""

from __future__ import annotations


class SetUpError(Exception):
    """`what` happened, and the `remedy`: the next step."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy
