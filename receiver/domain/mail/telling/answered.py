"""Tells customers that the office answered (B15).

It goes by the numbers that the office goes by (`Counter.moved`), and keeps up to which one customers were told: an
answer is told once, whenever the worker comes to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.looks.sections import Section, sections_of
from receiver.domain.mail.choices import Choice, hidden_from_all, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import Mail, MailSender
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office
from receiver.domain.mail.telling.readers import Reader, readers_of
from receiver.domain.mail.telling.rounds import Due, Round, in_steps
from receiver.domain.mail.telling.wording import day_words, zone_of
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.users import PortalUser
from receiver.domain.requests.counters import moved_until
from receiver.domain.requests.models import MESSAGE, CustomerRequest, Reply
from receiver.languages import words
from shared import records

RECENT: Final = timedelta(days=3)
"""What is older was read on the portal, or is no news any more: somebody may only now have asked for these mails."""

ACCEPTED = N_("The office accepted it.")
DECLINED = N_("The office declined it.")
WROTE = N_("{by} wrote:")
UNDECIDED: Final = "-"


def answers_round(session: Session, desk: Desk, company: Company) -> Round | None:
    """The mails about what was answered since the last time; None where nothing was."""
    sender, until = session.get(MailSender, company.company_id), moved_until(session, company.company_id)
    since = sender.told if sender else 0
    office = published_office(session, company.company_id) if until > since else None
    if office is None:
        return None
    moved = session.scalars(
        select(CustomerRequest.number)
        .join(
            PortalUser,
            and_(
                PortalUser.company_id == CustomerRequest.company_id,
                PortalUser.user_id == CustomerRequest.user_id,
                PortalUser.mails.contains(Choice.ANSWERED.value),
            ),
        )
        .where(CustomerRequest.company_id == company.company_id, CustomerRequest.moved > since)
        .order_by(CustomerRequest.moved)
    )
    steps = [partial(_letters, desk, company, office, some) for some in in_steps(moved)]
    return Round(Choice.ANSWERED, steps, partial(_told, until))


def _told(until: int, sender: MailSender) -> None:
    sender.told = max(sender.told, until)


def _letters(
    desk: Desk, company: Company, office: records.Company, numbers: Sequence[int], session: Session
) -> Iterator[Due]:
    """About these requests."""
    requests = session.scalars(
        select(CustomerRequest)
        .where(CustomerRequest.company_id == company.company_id, CustomerRequest.number.in_(sorted(numbers)))
        .order_by(CustomerRequest.moved)
    ).all()
    among = {one.user_id for one in requests}
    users = users_who_chose(session, company.company_id, Choice.ANSWERED, among=among)
    hidden = hidden_from_all(session, company.company_id)
    hides = {one.user_id: Section.MESSAGE in hidden | sections_of(one.hidden) for one in users}
    readers = {one.user_id: one for one in readers_of(session, company, users)}
    for request in requests:
        reader = readers.get(request.user_id)
        if reader is None or not reader.address or not reader.sees(request.record_id):
            continue
        cause, said = _news(session, request, reader.language, desk.clock())
        if said:
            page = _page(request, hides_messages=hides[request.user_id])
            yield Due(cause, _letter(desk, company, office, reader, request, said, page))


def _page(request: CustomerRequest, *, hides_messages: bool) -> str:
    """Where the answer stands on the portal; the first page for one that stands nowhere."""
    if request.kind != MESSAGE:
        return f"requests/{request.number}"
    return "" if hides_messages else "message"


def _letter(
    desk: Desk,
    company: Company,
    office: records.Company,
    reader: Reader,
    request: CustomerRequest,
    said: str,
    page: str,
) -> Letter:
    made = request.made_at.astimezone(zone_of(office)).date()
    return Letter(
        "answered",
        reader.address,
        {
            "name": reader.name,
            "company": office.name,
            "number": str(request.number),
            "day": day_words(made, reader.language),
            "answer": said,
            "link": desk.page(company.company_id, page),
        },
        reply_to=office_address(office),
        language=reader.language,
        user_id=reader.user_id,
        stop_link=desk.stop_link(company.company_id, reader.user_id, Choice.ANSWERED),
    )


def _news(session: Session, request: CustomerRequest, language: str, now: datetime) -> tuple[str, str]:
    """What of this request was not told yet, and the cause of a mail that tells it: its decision and how many replies
    it has, so that the next one knows where this one ended."""
    replies = session.scalars(
        select(Reply)
        .where(Reply.company_id == request.company_id, Reply.request == request.number)
        .order_by(Reply.position)
    ).all()
    told = told_before(session, request.company_id, request.number, len(replies))
    decided = _decision(request)
    known = max((count for _, count in told), default=0)
    new: Sequence[Reply] = [one for one in replies[known:] if now - one.made_at < RECENT]
    said = words(language).gettext
    lines = []
    if decided != UNDECIDED and all(one == UNDECIDED for one, _ in told) and _recent(request, now):
        lines.append(said(ACCEPTED if decided == "accepted" else DECLINED))
        if request.reason:
            lines.append(request.reason)
    for one in new:
        lines.append("\n".join(filter(None, (said(WROTE).format(by=one.by) if one.by else "", one.text))))
    return _cause(request.number, decided, len(replies)), "\n\n".join(lines)


def told_before(session: Session, company_id: int, number: int, replies: int) -> list[tuple[str, int]]:
    """What mails told of a request that has so many replies now: its decision, and how many replies it had."""
    news = {
        _cause(number, decided, count): (decided, count)
        for decided in (UNDECIDED, "accepted", "declined")
        for count in range(replies + 1)
    }
    causes = session.scalars(select(Mail.cause).where(Mail.company_id == company_id, Mail.cause.in_(sorted(news))))
    return [news[cause] for cause in causes]


def _cause(number: int, decided: str, replies: int) -> str:
    return f"answered:{number}:{decided}:{replies}"


def _decision(request: CustomerRequest) -> str:
    """Accepted or declined; a message is neither, and what is done was accepted before."""
    if request.kind == MESSAGE or request.answered_at is None:
        return UNDECIDED
    return "declined" if request.state == "declined" else "accepted"


def _recent(request: CustomerRequest, now: datetime) -> bool:
    return request.answered_at is not None and now - request.answered_at < RECENT
