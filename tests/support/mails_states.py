"""The states of the pages about mails, and about the computers of the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import requests
from sqlalchemy import delete

from receiver.domain.agents.models import Device, PairingCode
from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.mail.outbox import Letter, post
from receiver.domain.mail.own_texts import reset_text, set_text
from receiver.domain.mail.senders import sender_of
from tests.support.at_the_desk import Reach, boss, page
from tests.support.looks_states import ann
from tests.support.town import LIVE, MAIL, OTTO, RUTH, TRIAL

if TYPE_CHECKING:
    from tests.support.states import Tour

SAID: Final = "550 5.1.1 <ruth@example.com>: Recipient address rejected: User unknown in virtual mailbox table"
FRONT, BACK, OLD = "f" * 16, "b" * 16, "d" * 16
"""Computers of the office: one that uploads each half hour, one that is asked to, one that was revoked."""


def posted(tour: Tour, cause: str, letter: Letter, **how: object) -> str:
    """A mail of the company that works, made once, `how` it is otherwise than one that waits; gives its id."""
    secrets, moment = tour.town.live.secrets, tour.town.clock() - timedelta(minutes=1)
    with tour.town.live.work.writing(LIVE) as session:
        mail_id = post(session, secrets.peppers, LIVE, letter, cause=cause, host="portal.example", now=moment)
        mail = session.get_one(Mail, (LIVE, mail_id))
        for name, value in how.items():
            setattr(mail, name, value)
    return mail_id


def _link(to: str, number: str, cause: str) -> Letter:
    values = {"company": "Green Valley Lawn Care", "phone": "555-0142"}
    link = f"https://portal.example/112/sign-in/link/{cause}-secret-of-the-link"
    return Letter("sign-in-link", to, values, {"link": link}, user_id=f"record:R{number}")


def fill(tour: Tour) -> dict[str, str]:
    """A mail of each state; gives their ids."""
    now = tour.town.clock()
    request = {"what": "Change of a phone number", "customer": "Ruth Alvarez", "number": RUTH, "details": "555-0199"}
    office, long = Letter("request", "office@greenvalley.example", request, reply_to=MAIL), "x" * 60
    alarm = Letter("paused", "host@portal.example", {"company": "112", "reason": "550 No", "until": "14:30"})
    sent = {"state": MailState.SENT, "tries": 1, "sent_at": now - timedelta(days=2), "made_at": now - timedelta(days=2)}
    again = {"tries": 3, "next_try_at": now + timedelta(minutes=20), "last_fault": "451 4.3.0 Try again later"}
    return {
        "sent": posted(tour, "s1", office, **sent),
        "host": posted(tour, "s2", alarm, **sent),
        "refused": posted(
            tour, "s3", _link(MAIL, RUTH, "s3"), state=MailState.REFUSED, tries=1, last_fault=SAID, secrets=b""
        ),
        "given-up": posted(
            tour, "s4", _link(f"otto@{long}.example", OTTO, "s4"), state=MailState.GIVEN_UP, tries=31, secrets=b""
        ),
        "waiting": posted(tour, "s5", _link(MAIL, RUTH, "s5"), **again),
        "stopped": posted(tour, "s6", office, state=MailState.STOPPED),
    }


def _listed(path: str = "mail") -> Reach:
    def reach(tour: Tour) -> requests.Response:
        fill(tour)
        return page(path)(tour)

    return reach


def _one(which: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        return page(f"mail/{fill(tour)[which]}")(tour)

    return reach


def _paused(reach: Reach, **how: object) -> Reach:
    """With mails that pause meanwhile."""

    def paused(tour: Tour) -> requests.Response:
        for values in (how, {"failures": 0, "paused_until": None, "reason": ""}):
            if values is not how:
                answer = reach(tour)
            with tour.town.live.work.writing(LIVE) as session:
                sender: MailSender = sender_of(session, LIVE)
                for name, value in values.items():
                    setattr(sender, name, tour.town.clock() + value if isinstance(value, timedelta) else value)
        return answer

    return paused


def _sent(path: str, action: str, fields: dict[str, str], status: int = 200) -> Reach:
    """What follows when a form of a page is sent."""

    def reach(tour: Tour) -> requests.Response:
        fill(tour)
        ann = boss(tour)
        ann.submit(ann.get(path), action, fields, status)
        return ann.answer

    return reach


def _changed(which: str, action: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        mail = fill(tour)[which]
        return _sent(f"mail/{mail}", f"{mail}/{action}", {})(tour)

    return reach


def _ticked(which: str, do: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        ticked = {f"mail-{fill(tour)[which]}": "1"} if which else {}
        status = 200 if ticked else 400
        return _sent("mail?search=greenvalley", "ticked?search=greenvalley", {"do": do, **ticked}, status)(tour)

    return reach


def _own_text(reach: Reach, subject: str = "See you on {day}", by: str = "Ann") -> Reach:
    """Where the company wrote a text of its own."""

    def own(tour: Tour) -> requests.Response:
        with tour.town.live.work.writing(LIVE) as session:
            text, moment = "Hi {name},\n\nwe come soon:\n\n{visits}\n\n{link}", tour.town.clock()
            set_text(session, LIVE, "reminder", "en", subject=subject, text=text, by=by, now=moment)
        answer = reach(tour)
        with tour.town.live.work.writing(LIVE) as session:
            reset_text(session, LIVE, "reminder", "en")
        return answer

    return own


def _devices(reach: Reach, *, code: bool = False) -> Reach:
    """With computers, and with a code that is open."""

    def with_devices(tour: Tour) -> requests.Response:
        now, work = tour.town.clock(), tour.town.live.work
        with work.writing(LIVE) as session:
            session.execute(delete(PairingCode).where(PairingCode.company_id == LIVE))
            session.execute(delete(Device).where(Device.company_id == LIVE))
            for place, (device, name) in enumerate(((FRONT, "FRONT DESK"), (BACK, "back office"), (OLD, "old laptop"))):
                session.add(
                    Device(
                        company_id=LIVE,
                        device_id=device,
                        name=name,
                        public_key=bytes([place]) * 32,
                        paired_at=now - timedelta(days=300 - place),
                        last_seen_at=now - timedelta(minutes=6 + 900 * place),
                        last_address="192.0.2.0",
                        schedule=1800 if device == FRONT else 0,
                        revoked_at=now - timedelta(days=40) if device == OLD else None,
                    )
                )
        if code:
            _sent("devices", "devices/code", {})(tour)
        return reach(tour)

    return with_devices


def _none(tour: Tour) -> requests.Response:
    """The list of a company that sent none yet."""
    someone = ann(tour)
    assert "No mail yet" in someone.get("mail").text
    return someone.answer


_TEXT: Final = "mail/texts/reminder?language=en"
_GOOD: Final = {"subject": "See you on {day}", "text": "Hi {name},\n\n{visits}\n\n{link}"}
_MAIL: Final[Callable[..., Reach]] = partial(_sent, _TEXT, "texts/reminder")

MAILS_STATES: Final[dict[str, Reach]] = {
    "admin-mails": _listed(),
    "admin-mails-none": _none,
    "admin-mails-found": _listed("mail?state=failed&search=example"),
    "admin-mails-nothing-found": _listed("mail?search=%25_"),
    "admin-mails-paused": _paused(_listed(), failures=6, paused_until=timedelta(minutes=14), reason=SAID),
    "admin-mails-many": _paused(_listed(), failures=0, paused_until=timedelta(minutes=5)),
    "admin-mails-tried-now": _paused(
        _sent("mail", "mail/now", {}), failures=6, paused_until=timedelta(minutes=14), reason=SAID
    ),
    "admin-mails-nothing-ticked": _ticked("", "again"),
    "admin-mails-ticked": _ticked("stopped", "again"),
    "admin-mail-test": _sent("mail", "mail/test", {"to": "me"}),
    "admin-mail-sent": _one("sent"),
    "admin-mail-host": _one("host"),
    "admin-mail-refused": _one("refused"),
    "admin-mail-waiting": _one("waiting"),
    "admin-mail-again": _changed("waiting", "again"),
    "admin-mail-stopped": _changed("waiting", "stop"),
    "admin-mail-missing": page(f"mail/{'0' * 24}", status=404),
    "admin-mail-texts": _own_text(page("mail/texts")),
    "admin-mail-text": page(_TEXT),
    "admin-mail-text-own": _own_text(page(_TEXT)),
    "admin-mail-text-faults": _MAIL({"do": "save", "subject": "", "text": "Hello {nobody}"}, 400),
    "admin-mail-text-preview": _MAIL({"do": "preview", **_GOOD}),
    "admin-mail-text-tested": _MAIL({"do": "test", "to": "office", **_GOOD}),
    "admin-mail-text-saved": _own_text(_MAIL({"do": "save", **_GOOD})),
    "admin-mail-text-meanwhile": _own_text(_MAIL({"do": "save", "version": "", **_GOOD}, 409), by="Bob"),
    "admin-mail-text-reset": _own_text(_sent(_TEXT, "reminder/reset", {})),
    "admin-devices-none": page("devices", company=TRIAL),
    "admin-devices": _devices(page("devices"), code=True),
    "admin-devices-code": _devices(_sent("devices", "devices/code", {})),
    "admin-devices-code-over": _devices(page("devices/code")),
    "admin-devices-withdrawn": _devices(_sent("devices", "devices/withdraw", {}), code=True),
    "admin-device": _devices(page(f"devices/{FRONT}")),
    "admin-device-revoked": _devices(page(f"devices/{OLD}")),
    "admin-device-no-name": _devices(_sent(f"devices/{FRONT}", f"{FRONT}/name", {"name": " "}, 400)),
    "admin-device-renamed": _devices(_sent(f"devices/{FRONT}", f"{FRONT}/name", {"name": "RECEPTION"})),
    "admin-devices-one-less": _devices(_sent(f"devices/{BACK}", f"{BACK}/revoke", {})),
}
