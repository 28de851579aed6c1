"""Looks whom to tell what, company by company; one that can't be worked out holds up no other one (F44)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.queries import all_companies, find_company
from receiver.domain.companies.silence import Silent, silent_companies
from receiver.domain.mail.choices import Choice, companies_that_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import sender_of
from receiver.domain.mail.telling.alarms import tell_heard, tell_held, tell_silence, untold_holdings, untold_silences
from receiver.domain.mail.telling.answered import answers_round
from receiver.domain.mail.telling.moved import moved_round
from receiver.domain.mail.telling.reminders import reminders_round
from receiver.domain.mail.telling.rounds import Round, post_due
from receiver.domain.requests.models import Counter
from receiver.settings import Secrets, Settings

LOG: Final = logging.getLogger("porchlight.telling")

REST: Final = 3600.0
"""Seconds for which a company is left alone where something about it could not be worked out."""


class Telling:
    """Writes mails that nobody asked for just now."""

    def __init__(self, work: UnitOfWork, settings: Settings, secrets: Secrets) -> None:
        self._work, self._desk = work, Desk(settings, secrets, now)
        self._resting: dict[tuple[int, str], float] = {}

    def changed(self) -> list[int]:
        """The companies where something was published or answered of which customers may have to be told."""
        with self._work.surveying() as session:
            found = session.scalars(
                select(Company.company_id)
                .outerjoin(MailSender, MailSender.company_id == Company.company_id)
                .outerjoin(Counter, Counter.company_id == Company.company_id)
                .where(
                    Company.state != CompanyState.SUSPENDED,
                    or_(
                        Company.published > func.coalesce(MailSender.compared, 0),
                        func.coalesce(Counter.moved, 0) > func.coalesce(MailSender.told, 0),
                    ),
                )
            )
            return sorted(company_id for company_id in found if not self._rests(company_id))

    def tell(self, company_id: int) -> None:
        """Tell customers of a company what moved, and what was answered."""
        self._guarded(company_id, "visits that moved", partial(self._round, company_id, moved_round))
        self._guarded(company_id, "answers", partial(self._round, company_id, answers_round))

    def remind(self) -> None:
        """Remind customers of tomorrow's visits."""
        with self._work.surveying() as session:
            companies = companies_that_chose(session, Choice.REMINDER)
        for company_id in companies:
            self._guarded(company_id, "reminders", partial(self._round, company_id, reminders_round))

    def alarm(self) -> None:
        """Tell offices and host what nobody may have noticed."""
        with self._work.surveying() as session:
            silent, heard = untold_silences(session, silent_companies(session, now()))
            held = untold_holdings(session)
        for one in silent:
            self._do(one.company_id, "silence", partial(self._silence, one))
        for company_id in heard:
            self._do(company_id, "all-clear", lambda session, company: tell_heard(session, self._desk, company))
        for company_id in held:
            self._do(company_id, "held snapshot", lambda session, company: tell_held(session, self._desk, company))

    def _silence(self, silent: Silent, session: Session, _company: Company) -> None:
        tell_silence(session, self._desk, silent)

    def tidy(self) -> None:
        """Forget mails that are over for as long as snapshots are kept."""
        old = now() - self._desk.settings.retention.age
        for company_id in self._open():
            with self._work.writing(company_id, Lane.VISITORS) as session:
                over = (Mail.company_id == company_id, Mail.made_at < old, Mail.state != MailState.WAITING)
                session.execute(delete(Mail).where(*over))

    def _open(self) -> Iterable[int]:
        with self._work.surveying() as session:
            return [one.company_id for one in all_companies(session) if not one.suspended]

    def _round(self, company_id: int, begin: Callable[[Session, Desk, Company], Round | None]) -> None:
        """Tell people of a company something, a short transaction for each step: others write in between."""
        with self._work.reading(company_id) as session:
            company = find_company(session, company_id)
            found = begin(session, self._desk, company) if company is not None and not company.suspended else None
        if found is None:
            return
        for step in found.steps:
            with self._work.reading(company_id) as session:
                due = list(step(session))
            if due:
                with self._work.writing(company_id, Lane.VISITORS) as session:
                    post_due(session, self._desk, company_id, found.choice, due)
        with self._work.writing(company_id, Lane.VISITORS) as session:
            found.keep(sender_of(session, company_id))

    def _do(self, company_id: int, what: str, do: Callable[[Session, Company], None]) -> None:
        """One company's part, in a transaction of its own. Raises `DatabaseFault`."""

        def done() -> None:
            with self._work.writing(company_id, Lane.VISITORS) as session:
                company = find_company(session, company_id)
                if company is not None:
                    do(session, company)

        self._guarded(company_id, what, done)

    def _guarded(self, company_id: int, what: str, do: Callable[[], None]) -> None:
        """What can't be worked out of one company rests for a while; all others go on. Raises `DatabaseFault`."""
        if self._rests(company_id, what):
            return
        try:
            do()
        except DatabaseFault:
            raise
        except Exception as error:
            LOG.exception("%s of company %s", what, company_id)
            self._resting[company_id, what] = time.monotonic() + REST
            self._stuck(company_id, what, type(error).__name__)

    def _rests(self, company_id: int, what: str = "") -> bool:
        """Whether this, or anything, about the company could not be worked out lately."""
        moment = time.monotonic()
        return any(
            until > moment and number == company_id and what in ("", known)
            for (number, known), until in self._resting.items()
        )

    def _stuck(self, company_id: int, what: str, error: str) -> None:
        host = self._desk.settings.host_mail
        if host:
            values = {"number": str(company_id), "what": what, "error": error}
            with self._work.writing(company_id, Lane.VISITORS) as session:
                cause = f"stuck:{what}:{now():%Y-%m-%d}"
                self._desk.post(session, company_id, Letter("stuck", host, values), cause=cause)
