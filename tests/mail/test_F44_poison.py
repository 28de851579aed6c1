"""One company's trouble holds up nobody else's mails (F44), and nobody sends more than a person would believe."""

from __future__ import annotations

import pytest

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.mail import sending
from receiver.domain.mail.choices import Choice, choose
from tests.mail.mailroom import HOST_MAIL, Mailroom
from tests.support.mails import Fault


def test_F44_a_company_whose_mails_fail_again_and_again_pauses_alone(room: Mailroom) -> None:
    poor, other = room.office().company_id, room.office().company_id
    for number in range(sending.PATIENCE + 2):
        room.post(poor, f"{number}@poor.example")
        room.sink.faults[f"{number}@poor.example"] = Fault.SPAM
    fine = room.post(other)
    room.once()
    assert sorted(room.rows(poor)) == [("refused",)] * sending.PATIENCE + [("sent",)] + [("waiting",)] * 2
    assert room.state(other, fine) == "sent"
    (alarm,) = room.sink.to(HOST_MAIL)
    assert str(poor) in alarm.message["Subject"] and "554 Looks like spam" in alarm.text
    listed = room.receiver.must("mail", "list", "--company", str(poor), "--json").json
    assert listed["paused_until"] and "554" in listed["reason"]
    room.receiver.told("UPDATE mail_senders SET paused_until = NULL WHERE company_id = :company", company=poor)
    room.sink.faults.clear()
    room.once()
    assert ("waiting",) not in room.rows(poor), "it goes on by itself"


def test_F44_a_mail_for_which_the_server_hangs_up_holds_up_no_other_one(room: Mailroom) -> None:
    company, other = room.office().company_id, room.office().company_id
    poison = [room.post(company, to) for to in ("large@example.com", "poison@example.com")]
    fine = [room.post(company), room.post(other)]
    room.sink.next.append(Fault.NO_SENDER)
    room.sink.faults["poison@example.com"] = Fault.SENT_AWAY
    room.once()
    assert len(room.sink.taken) == 2 and room.state(other, fine[1]) == "sent"
    columns = "mail_id, tries, last_fault, next_try_at > made_at"
    kept = {mail: told for mail, *told in room.rows(company, columns) if mail in poison}
    assert [kept[one][0] for one in poison] == [1, 1] and all(kept[one][2] for one in poison), "each costs a try"
    assert "552" in kept[poison[0]][1] and "421" in kept[poison[1]][1]


def test_F44_a_row_that_can_t_be_sent_is_set_aside(mailroom: Mailroom) -> None:
    company = mailroom.office().company_id
    poison = [mailroom.post(company, "a@b@c"), mailroom.post(company, secret="word")]
    mailroom.receiver.told("UPDATE mails SET secrets = :junk WHERE mail_id = :mail", junk=b"junk", mail=poison[1])
    fine = mailroom.post(company)
    mailroom.once()
    assert [mailroom.state(company, one) for one in poison] == ["refused", "refused"]
    assert mailroom.state(company, fine) == "sent"
    said = [fault for state, fault in mailroom.rows(company, "state, last_fault") if state == "refused"]
    assert all("can't be put together" in one for one in said)


def test_F44_a_company_whose_records_can_t_be_read_gets_no_reminders_and_others_do(mailroom: Mailroom) -> None:
    poison, fine = mailroom.office(), mailroom.office()
    for office in (poison, fine):
        office.publish(time_zone="Mars/Olympus")
        with mailroom.work.writing(office.company_id, Lane.VISITORS) as session:
            choose(session, office.company_id, "record:R1", {Choice.REMINDER}, now())
    sql = "UPDATE records SET body = :body WHERE company_id = :company"
    mailroom.receiver.told(sql, body=b"junk", company=poison.company_id)
    mailroom.once()
    (alarm,) = mailroom.sink.to(HOST_MAIL)
    assert str(poison.company_id) in alarm.message["Subject"]
    mail = mailroom.post(poison.company_id)
    mailroom.once()
    assert mailroom.state(poison.company_id, mail) == "sent", "its other mails go on"


def test_H1_nobody_gets_more_mails_in_an_hour_than_somebody_reads(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "RECIPIENT_HOURLY", 2)
    company = room.office().company_id
    for _ in range(3):
        room.post(company)
    room.post(company, "tom@example.com")
    room.once()
    assert len(room.sink.to("ruth@example.com")) == 2 and len(room.sink.to("tom@example.com")) == 1
    assert sorted(room.rows(company)) == [("sent",)] * 3 + [("waiting",)]
    room.post(company, kind="sign-in-code")
    room.once()
    assert len(room.sink.to("ruth@example.com")) == 3, "a code is not one of too many"


def test_H1_a_code_and_an_alarm_go_before_everything_and_beyond_what_a_company_may_send(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "COMPANY_HOURLY", 2)
    company = room.office().company_id
    for number in range(3):
        room.post(company, f"{number}@example.com")
    room.post(company, "code@example.com", kind="sign-in-code")
    room.once()
    assert [one.to for one in room.sink.taken] == ["code@example.com", "0@example.com"]
    room.post(company, kind="sign-in-link")
    room.post(company, HOST_MAIL, kind="stuck")
    room.once()
    assert sorted(one.to for one in room.sink.taken[2:]) == [HOST_MAIL, "ruth@example.com"], "although it pauses"
    assert room.rows(company).count(("waiting",)) == 2
