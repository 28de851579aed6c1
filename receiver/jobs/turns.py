"""Companies take turns: each stands in the queue once for a task, and nobody works for one that is being worked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final

from huey.api import Huey

LOST_AFTER: Final = 15.0
"""Seconds after which a company is put into the queue again, should the queue have lost it."""


class Turns:
    """One sort of task, done for one company at a time."""

    def __init__(self, queue: Huey, name: str, do: Callable[[int], object]) -> None:
        self._do = do
        self._queued: dict[int, float] = {}
        self._busy: set[int] = set()
        self._put: Callable[[int], object] = queue.task(name=name)(self._turn)

    def put(self, companies: Iterable[int]) -> None:
        """See to it that each of them gets its turn."""
        moment = time.monotonic()
        for company_id in companies:
            waits = moment - self._queued.get(company_id, -LOST_AFTER) < LOST_AFTER
            if not waits and company_id not in self._busy:
                self._queued[company_id] = moment
                self._put(company_id)

    def _turn(self, company_id: int) -> None:
        self._queued.pop(company_id, None)
        if company_id in self._busy:
            return
        self._busy.add(company_id)
        try:
            self._do(company_id)
        finally:
            self._busy.discard(company_id)
