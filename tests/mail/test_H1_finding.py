"""H1: mails are found, and what holds them up, in the same way on each kind of database."""

from __future__ import annotations

from datetime import timedelta

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.mail.finding import Wanted, count_mails, customers_of, page_of_mails
from receiver.domain.mail.models import Mail
from receiver.domain.mail.trouble import Sort, trouble_of, try_now
from tests.mail.mailroom import Mailroom
from tests.portal.cast import Office, Person


def found(office: Office, words: str, state: str = "", skip: int = 0) -> list[str]:
    """To whom those mails go, from the one on that was asked for."""
    company, wanted = office.company(), Wanted(state, words)
    with office.work.reading(office.company_id) as session:
        rows = page_of_mails(session, company.company_id, company.published, wanted, skip=skip, most=9)
        assert count_mails(session, company.company_id, company.published, wanted) == len(rows) + skip
    return [one.recipient for one in rows]


def test_H1_mails_are_found_by_a_part_of_the_address_and_by_the_whole_number(room: Mailroom) -> None:
    office = room.office()
    office.publish(Person("0047", "maple syrup", record_id="R1"))
    first, _second = room.post(office.company_id, "Ruth@Example.com"), room.post(office.company_id, "50%_o@example.com")
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        session.get_one(Mail, (office.company_id, first)).user_id = "record:R1"
    assert found(office, "ruth@") == found(office, "0047") == ["Ruth@Example.com"]
    assert found(office, "%_") == ["50%_o@example.com"]
    assert found(office, "47") == found(office, "\\") == found(office, "", "failed") == []
    assert found(office, "", "waiting") == ["50%_o@example.com", "Ruth@Example.com"]
    assert found(office, "EXAMPLE", skip=1) == ["Ruth@Example.com"]
    with room.work.reading(office.company_id) as session:
        (ruth,) = customers_of(
            session, office.company_id, office.company().published, {"record:R1", "person:x"}
        ).values()
    assert ruth.number == "0047"


def test_R8_mails_that_wait_for_long_are_trouble_until_they_are_tried(room: Mailroom) -> None:
    office, later = room.office(), now() + timedelta(minutes=6)
    mail = room.post(office.company_id)
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        assert trouble_of(session, office.company_id, now()) is None
        trouble = trouble_of(session, office.company_id, later)
        assert trouble is not None and trouble.sort is Sort.LATE
        tried = session.get_one(Mail, (office.company_id, mail))
        tried.tries, tried.next_try_at = 3, later
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        assert try_now(session, office.company_id, now()) == 1
    assert room.once() == 1
