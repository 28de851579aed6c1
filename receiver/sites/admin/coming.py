"""When the office should be heard of next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import all_devices
from receiver.domain.companies.silence import PATIENCE
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.when import recently, span
from receiver.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Coming:
    """In words; `late` where it is long overdue."""

    value: str
    words: str
    late: bool = False


def coming(desk: Desk) -> Coming:
    """By the shortest schedule of the office's computers."""
    plans = [
        (one.schedule, one.name)
        for one in all_devices(desk.session, desk.company_id)
        if one.revoked_at is None and one.schedule
    ]
    heard = desk.company.confirmed_at
    if not plans or heard is None:
        return Coming(_("not scheduled"), _("The office publishes by pressing Process."))
    seconds, computer = min(plans)
    if now() - heard > timedelta(seconds=seconds * PATIENCE):
        return Coming(
            _("overdue"), _("Nothing was heard of the office since %(when)s.", when=recently(desk, heard)), late=True
        )
    due = heard + timedelta(seconds=seconds)
    told = _("%(computer)s comes at least every %(span)s.", computer=computer, span=span(seconds))
    # Not to the minute: a run takes its time.
    return Coming(_("by %(when)s", when=recently(desk, due)) if due > now() else _("any moment"), told)
