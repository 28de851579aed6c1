"""Says when to try again after too many attempts; the same words for accounts that exist and those that do not."""

from __future__ import annotations

from datetime import datetime

from flask import Response

from receiver.db.unit_of_work import now
from receiver.sites.frame import Frame
from receiver.web.language import gettext as _
from receiver.web.language import ngettext


def seconds_until(until: datetime) -> int:
    """At least 1."""
    return max(1, int((until - now()).total_seconds()) + 1)


def sentence(frame: Frame, until: datetime | None) -> str:
    """What the visitor reads."""
    if until is None:
        if frame.mails:
            words = _("Too many attempts. Get a link by e-mail to sign in, or ask the office to unlock this account.")
        else:
            words = _("Too many attempts. The office has to unlock this account before anybody can sign in to it.")
        return f"{words} {frame.office.phone}".strip()
    return again(until)


def again(until: datetime) -> str:
    """When to try again."""
    seconds = seconds_until(until)
    if seconds <= 90:
        words = ngettext("Try again in %(num)d second.", "Try again in %(num)d seconds.", seconds)
    else:
        words = ngettext("Try again in %(num)d minute.", "Try again in %(num)d minutes.", -(-seconds // 60))
    return f"{_('Too many attempts.')} {words}"


def set_retry_after(answer: Response, until: datetime | None) -> None:
    """The same for programs."""
    if until is not None:
        answer.headers["Retry-After"] = str(seconds_until(until))
