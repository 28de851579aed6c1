"""The one process that works without visitors: sends mails, and looks for what people are to be told.

Every half second it sees whose mails are due and puts those companies into the queue; a few threads take them from
there. A company stands in the queue once, and is done for `BATCH` mails at most, so that each gets its turn.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from receiver.db.engine import make_engine
from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.sending import due_companies, release_claims
from receiver.jobs.delivery import Delivery
from receiver.jobs.presence import present
from receiver.jobs.queue import make_queue
from receiver.mail_server import MailServer
from receiver.settings import Secrets, Settings

LOG: Final = logging.getLogger("porchlight.worker")

EVERY: Final = 0.25
"""Seconds between two looks at what is due, and at the queue."""

THREADS: Final = 4
"""Companies that are worked for at a time."""

LOST_AFTER: Final = 60.0
"""Seconds after which a company is put into the queue again, should the queue have lost it."""

END_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Worker:
    """Works for the receiver with these settings."""

    def __init__(self, settings: Settings, secrets: Secrets, server: MailServer) -> None:
        self._settings = settings
        self._work = UnitOfWork(make_engine(settings.database_url))
        self._delivery = Delivery(self._work, settings, secrets, server)
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._queued: dict[int, float] = {}
        self._busy: set[int] = set()
        self._troubled = ""

    def stop(self, *_: object) -> None:
        """End after the mails at hand."""
        self._stopping.set()
        self._wake.set()

    def once(self) -> int:
        """Do what is due now; gives how many mails were tried. Raises `DatabaseFault`."""
        tried = 0
        with present(self._work.engine, self._release):
            while companies := self._due():
                done = sum(self._delivery.deliver(company_id) for company_id in companies)
                if not done:
                    break
                tried += done
        return tried

    def run(self) -> None:
        """Work until stopped. Raises `DatabaseFault` where the database can't be used as it starts."""
        with present(self._work.engine, self._release):
            queue = make_queue(self._settings.database_url)
            deliver: Callable[[int], object] = queue.task(name="deliver")(self._tasks())
            consumer = queue.create_consumer(workers=THREADS, initial_delay=EVERY / 4, max_delay=EVERY)
            consumer.start()
            # It took the signals for itself.
            for one in END_SIGNALS:
                signal.signal(one, self.stop)
            while not self._stopping.is_set():
                self._safely(lambda: self._look(deliver))
                self._wake.wait(EVERY)
                self._wake.clear()
            consumer.stop(graceful=True)

    def _tasks(self) -> Callable[[int], None]:
        def deliver(company_id: int) -> None:
            self._queued.pop(company_id, None)
            if company_id in self._busy:
                return
            self._busy.add(company_id)
            try:
                self._safely(lambda: self._delivery.deliver(company_id, self._stopping.is_set))
            finally:
                self._busy.discard(company_id)
                self._wake.set()

        return deliver

    def _look(self, deliver: Callable[[int], object]) -> None:
        """Put the companies with due mails into the queue."""
        moment = time.monotonic()
        for company_id in () if self._delivery.reach.away else self._due():
            waits = moment - self._queued.get(company_id, -LOST_AFTER) < LOST_AFTER
            if not waits and company_id not in self._busy:
                self._queued[company_id] = moment
                deliver(company_id)

    def _due(self) -> Sequence[int]:
        with self._work.surveying() as session:
            return due_companies(session, now())

    def _release(self) -> None:
        """Take back what a worker that was killed had claimed."""
        with self._work.every_company() as session:
            release_claims(session)

    def _safely(self, do: Callable[[], object]) -> None:
        """Whatever happens to one task, the next one is done. A trouble that lasts is told once."""
        try:
            do()
        except Exception as error:
            told = f"{type(error).__name__}: {error}" if isinstance(error, DatabaseFault) else type(error).__name__
            if told != self._troubled:
                LOG.error("%s", told, exc_info=None if isinstance(error, DatabaseFault) else error)
            self._troubled = told
