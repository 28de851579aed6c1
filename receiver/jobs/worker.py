"""The one process that works without visitors: sends mails, and looks for what people are to be told.

Every half second it sees whose mails are due and puts those companies into the queue; a few threads take them from
there. A company stands in the queue once, and is done for `BATCH` mails at most, so that each gets its turn.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Final, ParamSpec

from huey import crontab

from receiver.db.engine import make_engine
from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.sending import due_companies, release_claims
from receiver.jobs.delivery import Delivery
from receiver.jobs.presence import present
from receiver.jobs.queue import make_queue
from receiver.jobs.telling import Telling
from receiver.jobs.turns import Turns
from receiver.mail_server import MailServer
from receiver.settings import Secrets, Settings

LOG: Final = logging.getLogger("porchlight.worker")

EVERY: Final = 0.25
"""Seconds between two looks at what is due, and at the queue."""

THREADS: Final = 4
"""Companies that are worked for at a time."""

Words = ParamSpec("Words")

END_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Worker:
    """Works for the receiver with these settings."""

    def __init__(self, settings: Settings, secrets: Secrets, server: MailServer) -> None:
        self._settings = settings
        self._work = UnitOfWork(make_engine(settings.database_url))
        self._delivery = Delivery(self._work, settings, secrets, server)
        self._telling = Telling(self._work, settings, secrets)
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._troubled = ""

    def stop(self, *_: object) -> None:
        """End after the mails at hand."""
        self._stopping.set()
        self._wake.set()

    def close(self) -> None:
        """Let go of the database."""
        self._work.engine.dispose()

    def once(self) -> int:
        """Do what is due now; gives how many mails were tried. Raises `DatabaseFault`."""
        tried = 0
        with present(self._work.engine, self._release):
            self._telling.alarm()
            self._telling.remind()
            self._telling.tidy()
            for company_id in self._telling.changed():
                self._telling.tell(company_id)
            while done := sum(self._delivery.deliver(company_id) for company_id in self._due()):
                tried += done
        return tried

    def run(self) -> None:
        """Work until stopped. Raises `DatabaseFault` where the database can't be used as it starts."""
        with present(self._work.engine, self._release):
            queue = make_queue(self._settings.database_url)
            delivering = Turns(queue, "deliver", self._safe(self._deliver))
            telling = Turns(queue, "tell", self._safe(self._telling.tell))
            for minute, name, task in (
                ("*", "alarm", self._telling.alarm),
                ("*", "remind", self._telling.remind),
                ("17", "tidy", self._telling.tidy),
            ):
                queue.periodic_task(crontab(minute=minute), name=name)(self._safe(task))
            consumer = queue.create_consumer(workers=THREADS, initial_delay=EVERY / 4, max_delay=EVERY)
            consumer.start()
            # It took the signals for itself.
            for one in END_SIGNALS:
                signal.signal(one, self.stop)
            look = self._safe(lambda: self._look(delivering, telling))
            while not self._stopping.is_set():
                look()
                self._wake.wait(EVERY)
                self._wake.clear()
            consumer.stop(graceful=True)

    def _deliver(self, company_id: int) -> None:
        if self._delivery.deliver(company_id, self._stopping.is_set):
            # There may be more to send.
            self._wake.set()

    def _look(self, delivering: Turns, telling: Turns) -> None:
        """Put the companies into the queue for which there is something to do."""
        telling.put(self._telling.changed())
        if not self._delivery.reach.away:
            delivering.put(self._due())

    def _due(self) -> Sequence[int]:
        with self._work.surveying() as session:
            return due_companies(session, now())

    def _release(self) -> None:
        """Take back what a worker that was killed had claimed."""
        with self._work.every_company() as session:
            release_claims(session)

    def _safe(self, do: Callable[Words, object]) -> Callable[Words, None]:
        """Whatever happens to one task, the next one is done. A trouble that lasts is told once."""

        def safe(*words: Words.args, **named: Words.kwargs) -> None:
            try:
                do(*words, **named)
            except Exception as error:
                foreseen = isinstance(error, DatabaseFault)
                told = f"{type(error).__name__}: {error}" if foreseen else type(error).__name__
                if told != self._troubled:
                    LOG.error("%s", told, exc_info=None if foreseen else error)
                self._troubled = told

        return safe
