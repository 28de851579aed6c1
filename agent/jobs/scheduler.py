"""Looks again and again whether something is due: APScheduler, and a watchdog of our own beside it.

APScheduler waits by the computer's clock: set back by an hour, it would not stir for an hour, without a word. The
watchdog counts ticks that nobody can set, and starts the look that did not come. No Qt here: a look is made on
APScheduler's own thread, one at a time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from agent.jobs.ticks import ticks, waiting

LOOK_SECONDS = 30.0
"""At most so long after something was due it is noticed, whatever became of the clock."""
SHORTEST_SECONDS = 1.0
LOOK = "look"


class Scheduler:
    """`look` does what is due, and gives the seconds until it wants to look again; it raises nothing."""

    def __init__(self, look: Callable[[], float]) -> None:
        self._look = look
        self._over = threading.Event()
        self._busy = False
        self._expected = ticks()
        # That a look takes long is said by whoever looks.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._jobs = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Look at once, and from then on."""
        self._arm(0)
        self._jobs.start()
        self._watchdog.start()

    def end(self) -> None:
        """Look no more; returns when a look that goes on is over."""
        self._over.set()
        self._jobs.shutdown(wait=True)
        self._watchdog.join()

    def _once(self) -> None:
        self._busy = True
        wanted = LOOK_SECONDS
        try:
            if not self._over.is_set():
                wanted = self._look()
        finally:
            self._arm(min(max(wanted, SHORTEST_SECONDS), LOOK_SECONDS))
            self._busy = False

    def _arm(self, seconds: float) -> None:
        self._expected = ticks() + seconds
        if not self._over.is_set():
            when = DateTrigger(datetime.now(UTC) + timedelta(seconds=waiting(seconds)))
            self._jobs.add_job(self._once, when, id=LOOK, replace_existing=True)

    def _watch(self) -> None:
        while not self._over.wait(waiting(LOOK_SECONDS / 2)):
            if not self._busy and ticks() > self._expected + LOOK_SECONDS / 2:
                self._arm(0)
