"""What follows when somebody tries again and again to be taken for an administrator."""

from __future__ import annotations

from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.guessing import Door, note_attempts
from receiver.domain.administrators.rights import Administrator
from receiver.domain.people.attempts import LOCKED_AFTER, Counted
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.frame import Frame
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _


def note_guess(session: Session, frame: Frame, who: Administrator, door: Door, counted: Counted) -> None:
    """Note the attempt just counted where he has to wait after it; where it locks him, mail him. That is once: what is
    locked counts nothing more."""
    if not note_attempts(session, frame.company_id, who, door, counted.failures, client_network(), now()):
        return
    words = (
        _("%(count)s wrong codes in a row after your password: your user is locked.", count=LOCKED_AFTER)
        if door is Door.FACTOR
        else _("%(count)s attempts in a row at your password: your user is locked.", count=LOCKED_AFTER)
    )
    mail_notice(session, frame, who.id, who.email, words)
