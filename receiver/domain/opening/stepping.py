"""The step from trial to live, and back (C11): the administration site and the host's command both take it here."""

from __future__ import annotations

from dataclasses import dataclass

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.audit.trail import Actor, Deed, DetailValue, note
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.opening.points import Point
from receiver.domain.opening.readiness import Readiness, Standing, readiness
from receiver.domain.people.first_passwords import FirstPasswords, end_sessions_of, first_passwords


class CantGoLive(Exception):
    """The company can't go live like this; `points` are what stops it, and nobody's ticks change that."""

    def __init__(self, points: list[Point]) -> None:
        super().__init__(", ".join(points))
        self.points = points


class StillOpen(Exception):
    """Something is open, and whoever takes the step did not say that he knows."""


class HostClosed(Exception):
    """The host closed the company; only the host opens it again."""


@dataclass(frozen=True, slots=True)
class GoneLive:
    """What going live did."""

    changed: bool
    """False where the company was live before."""
    passwords: FirstPasswords
    """Those that are good once from now on."""
    signed_out: int
    """Sign-ins that had begun with such a password."""
    before: Readiness
    """How everything stood."""


def go_live(work: UnitOfWork, company_id: int, actor: Actor, *, sends_mail: bool, known: bool) -> GoneLive:
    """Weak and shared passwords are good once from now on, with a code. Where the company is live already, only
    sign-ins end that a step cut off before had left. `known` says that what is open may be. Raises `CantGoLive`,
    `StillOpen`, `HostClosed`."""
    # Looking at every password takes its time, and nobody who writes waits for that.
    with work.reading(company_id) as session:
        before = readiness(session, session.get_one(Company, company_id), sends_mail=sends_mail, now=now())
    if stops := before.points(Standing.STOPS):
        raise CantGoLive(stops)
    if before.points(Standing.OPEN) and not known:
        raise StillOpen
    with work.writing(company_id) as session:
        company = session.get_one(Company, company_id)
        if company.suspended:
            raise HostClosed
        changed = company.state != CompanyState.LIVE
        if changed:
            company.state = CompanyState.LIVE
            left = " ".join(before.points(Standing.OPEN))
            details: dict[str, DetailValue] = {"first": before.passwords.first, "open": left or "-"}
            note(session, company_id, actor, Deed("opening.live", details=details), now())
    # Only now does nobody begin with a first password any more: whoever did until now is found.
    with work.reading(company_id) as session:
        found = first_passwords(session, session.get_one(Company, company_id))
    with work.writing(company_id, Lane.VISITORS) as session:
        ended = end_sessions_of(session, company_id, found)
    return GoneLive(changed, found, ended, before)


def back_to_trial(work: UnitOfWork, company_id: int, actor: Actor) -> bool:
    """Every password works again, and each page says that it is a trial; whether that changed anything. A company that
    the host closed is open again with it; nobody but the host reaches one."""
    with work.writing(company_id) as session:
        company = session.get_one(Company, company_id)
        if company.state == CompanyState.TRIAL:
            return False
        company.state = CompanyState.TRIAL
        note(session, company_id, actor, Deed("opening.trial"), now())
        return True
