"""What the office does with a request: claim, see, accept, decline, reply (`shared.outbound`).

Every call runs in `Lane.VISITORS`, where one transaction of a company follows the other: two computers that answer at
the same moment are heard one after the other, and the second one hears that it is too late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.agents.devices import find_device
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from receiver.domain.requests.counters import raised
from receiver.domain.requests.models import MESSAGE, UNANSWERED, CustomerRequest, GivenAnswer, Reply
from receiver.domain.snapshots.receipts import wire_time
from shared.outbound import BY_CHARACTERS, CLAIM_SECONDS, KEY_CHARACTERS, REPLIES, REPLY_CHARACTERS, Answer, Claim

KEY_SHORTEST: Final = 16

_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000\ue001]")
"""Control characters, but for the ends of lines and tabs; and what marks secrets in mails."""

News = Literal["", "accepted", "declined", "reply"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer came to."""

    request: CustomerRequest
    news: News
    """What the customer has to learn of; empty where he has nothing to learn, as with an answer that came twice."""
    text: str
    """What the office wrote to him."""
    key: str
    """Of the answer: what is done because of it is done once for each key."""


def claim(
    session: Session, company_id: int, device_id: str, number: int, claim: Claim, now: datetime
) -> CustomerRequest:
    """Keep other computers of the office from answering for two minutes; the same one may ask again. Raises `Refused`.

    Nothing moves: a claim ends by itself, so whoever was told of it would not be told when it is over.
    """
    request = _meant(session, company_id, number, claim.made)
    _require_open(request)
    _require_unclaimed(session, request, device_id, now)
    request.claimed_by, request.claimed_user = device_id, _name(claim.by)
    request.claimed_until = now + timedelta(seconds=CLAIM_SECONDS)
    return request


def answer(session: Session, company_id: int, device_id: str, number: int, said: Answer, now: datetime) -> Answered:
    """Do what the office says. The same answer once more has no further effect. Raises `Refused`."""
    request = _meant(session, company_id, number, said.made)
    given = _checked(said)
    digest = sha256(msgspec.json.encode((number, given))).digest()
    known = session.get(GivenAnswer, (company_id, given.key))
    if known is not None:
        if known.digest != digest:
            raise Refused("key-reused", "This key stands for another answer.", "Each answer needs a key of its own.")
        return Answered(request, "", given.text, given.key)
    if given.action == "seen":
        moved = _see(request, now)
    elif given.action == "reply":
        moved = _reply(session, request, given, now)
    else:
        _require_unclaimed(session, request, device_id, now)
        moved = _decide(session, request, given, now)
    if moved:
        request.moved = raised(session, company_id)
        session.add(
            GivenAnswer(
                company_id=company_id, key=given.key, request=number, digest=digest, device_id=device_id, made_at=now
            )
        )
        session.flush()
    return Answered(request, "" if given.action == "seen" else given.action, given.text, given.key)


def find_request(session: Session, company_id: int, number: int) -> CustomerRequest:
    """Raises `Refused` where the company has no request of that number."""
    request = session.get(CustomerRequest, (company_id, number))
    if request is None:
        raise Refused("not-found", f"There is no request {number}.")
    return request


def _meant(session: Session, company_id: int, number: int, made: str) -> CustomerRequest:
    """The request of that number, where it is the one that was `made` then: after a receiver was put back to an earlier
    copy of its data, a number may stand for another one. Raises `Refused`."""
    request = find_request(session, company_id, number)
    if made and made != wire_time(request.made_at):
        raise Refused("not-found", f"Request {number} is another one now.", "This server was put back to earlier data.")
    return request


def _see(request: CustomerRequest, now: datetime) -> bool:
    """Whether that is news."""
    if request.state != "sent":
        return False
    request.state, request.seen_at = "seen", now
    return True


def _reply(session: Session, request: CustomerRequest, given: Answer, now: datetime) -> bool:
    _see(request, now)
    _write_back(session, request, given, now)
    if request.kind == MESSAGE and request.state == "seen":
        request.state, request.done_at = "done", now
        request.answered_at, request.answered_by = now, given.by
        _free(request)
    return True


def _decide(session: Session, request: CustomerRequest, given: Answer, now: datetime) -> bool:
    if request.kind == MESSAGE:
        raise _unreadable("A message is answered with a reply.")
    _require_open(request)
    _see(request, now)
    request.state, request.answered_at, request.answered_by = given.action, now, given.by
    if given.action == "declined":
        request.reason = given.text
    else:
        company = find_company(session, request.company_id)
        request.answered = company.newest if company else 0
        if given.text:
            _write_back(session, request, given, now)
    _free(request)
    return True


def _write_back(session: Session, request: CustomerRequest, given: Answer, now: datetime) -> None:
    written = session.scalar(
        select(func.count()).where(Reply.company_id == request.company_id, Reply.request == request.number)
    )
    position = written or 0
    if position >= REPLIES:
        raise Refused("answered", "This request has as many replies as it can have.", f"At most {REPLIES}.")
    session.add(
        Reply(
            company_id=request.company_id,
            request=request.number,
            position=position,
            key=given.key,
            by=given.by,
            text=given.text,
            made_at=now,
        )
    )


def _free(request: CustomerRequest) -> None:
    request.claimed_by, request.claimed_user, request.claimed_until = "", "", None


def _require_open(request: CustomerRequest) -> None:
    if request.state not in UNANSWERED:
        how = {"declined": "declined it", "done": "answered it"}.get(request.state, "accepted it")
        raise Refused(
            "answered",
            "This request has been answered already.",
            f"{request.answered_by or 'Somebody'} {how}. Look at it again.",
        )


def _require_unclaimed(session: Session, request: CustomerRequest, device_id: str, now: datetime) -> None:
    until = request.claimed_until
    if until is None or until <= now or request.claimed_by == device_id:
        return
    device = find_device(session, request.company_id, request.claimed_by)
    where = device.name if device else "another computer"
    raise Refused(
        "claimed",
        "Somebody else is answering this request just now.",
        f"{request.claimed_user} at {where}.",
        retry_after=int((until - now).total_seconds()) + 1,
    )


def _checked(said: Answer) -> Answer:
    """The answer as it is kept. Raises `Refused`."""
    if not KEY_SHORTEST <= len(said.key) <= KEY_CHARACTERS or not said.key.isascii() or not said.key.isprintable():
        raise _unreadable("The key of an answer has 16 to 100 plain characters.")
    text = _UNWRITABLE.sub("", said.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > REPLY_CHARACTERS:
        raise _unreadable(f"At most {REPLY_CHARACTERS:,} characters can be written to a customer.")
    if not text and said.action == "declined":
        raise _unreadable("Whoever declines says why.")
    if not text and said.action == "reply":
        raise _unreadable("A reply has no text.")
    return Answer(said.key, said.action, _name(said.by), text)


def _name(by: str) -> str:
    """Raises `Refused`."""
    name = " ".join("".join(one if one.isprintable() else " " for one in by).split())
    if not name or len(name) > BY_CHARACTERS:
        raise _unreadable(f"Whoever answers has a name of at most {BY_CHARACTERS} characters.")
    return name


def _unreadable(why: str) -> Refused:
    return Refused("bad-request", "The request can't be understood.", why)
