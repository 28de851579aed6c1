"""Where a kill of the office's side hit, told by what had passed on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from tests.campaign.passages import Passage

Place = Literal["reading", "upload", "publishing", "receipt"]

LEAST: Final = 5
"""Kills that must fall into the upload, and into the publishing, before a campaign proves anything."""


def place_of(log: Sequence[Passage]) -> Place:
    """Where an office's computer stood in its exchange: before the first request (reading and building), between the
    first request and the wish to publish, with the wish to publish on its way, or behind the answer to it."""
    wishes = [one for one in log if one.kind in ("commit", "begin+change")]
    if wishes:
        return "receipt" if wishes[-1].answered else "publishing"
    return "upload" if any(one.kind in ("begin", "part") for one in log) else "reading"


def too_few(hits: Sequence[str], *wanted: str, least: int = LEAST) -> list[str]:
    """The places of `wanted` where fewer than `least` of `hits` fell, in words."""
    counts = {place: sum(hit == place for hit in hits) for place in wanted}
    return [f"only {count} kills fell into {place}" for place, count in counts.items() if count < least]
