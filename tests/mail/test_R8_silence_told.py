"""The dead-man alarm (R8, F38): the office and the host hear by mail what nobody at the office may have noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import time_machine

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.agents.models import Device
from receiver.domain.mail.kinds import TO_THE_HOST
from tests.mail.mailroom import HOST_MAIL, Mailroom
from tests.portal.cast import Office, Person

OFFICE_MAIL = "office@example.com"


def ten() -> list[Person]:
    """Its customers."""
    return [Person(str(number), "") for number in range(10)]


def hourly(room: Mailroom) -> Office:
    """An office whose computer comes every hour."""
    office = room.office()
    office.publish(*ten(), email=OFFICE_MAIL, time_zone="America/New_York")
    with room.work.writing(office.company_id, Lane.OFFICE) as session:
        words = {"device_id": "d1", "name": "Front desk", "public_key": b"x", "schedule": 3600}
        session.add(Device(company_id=office.company_id, paired_at=now(), last_seen_at=now(), **words))
    return office


def test_R8_a_silent_office_gets_one_mail_and_an_all_clear(room: Mailroom) -> None:
    office = hourly(room)
    room.once()
    assert room.sink.taken == []
    with time_machine.travel(now() + timedelta(hours=3), tick=True):
        room.once()
        room.once()
        told = [one.to for one in room.sink.taken]
        assert sorted(told) == [HOST_MAIL, OFFICE_MAIL], "once for each silence"
        (alarm,) = room.sink.to(OFFICE_MAIL)
        assert "Green Valley Lawn Care" in alarm.message["Subject"]
        assert "1:00 hours" in alarm.text and "(America/New_York)" in alarm.text
        office.publish(Person("1", ""), email=OFFICE_MAIL)
        room.once()
        assert "up to date again" in room.sink.to(OFFICE_MAIL)[1].message["Subject"]
        assert "was heard of again" in room.sink.to(HOST_MAIL)[1].message["Subject"]
    with time_machine.travel(now() + timedelta(hours=6), tick=True):
        room.once()
    assert len(room.sink.to(OFFICE_MAIL)) == 3, "the next silence is another one"


def test_F38_a_held_snapshot_is_told_to_the_office_once(room: Mailroom) -> None:
    office = hourly(room)
    leave(office)
    room.once()
    room.once()
    (mail,) = room.sink.taken
    assert mail.to == OFFICE_MAIL and "waits for you" in mail.message["Subject"]
    assert "9 of 10 customers" in mail.text
    assert f"receiver snapshots confirm 2 --company {office.company_id}" in mail.text
    assert "Preview" in mail.text and "open Snapshots, snapshot 2, and press Publish" in " ".join(mail.text.split())
    snapshots(room, office, "confirm", "2")
    room.once()
    assert len(room.sink.taken) == 1


def test_F38_where_the_office_has_no_address_the_host_hears_of_a_held_snapshot(mailroom: Mailroom) -> None:
    office = mailroom.office()
    office.publish(*ten())
    replace(office, attended=False).publish(Person("1", ""))
    mailroom.once()
    (mail,) = mailroom.sink.to(HOST_MAIL)
    assert f"receiver snapshots confirm 2 --company {office.company_id}" in mail.text
    ((kind,),) = mailroom.rows(office.company_id, "kind")
    assert kind in TO_THE_HOST, "its address is not the company's to know"
    snapshots(mailroom, office, "confirm", "2")


def test_C2_F38_what_waits_by_the_switch_is_an_alarm_only_where_a_guard_holds_it_too(room: Mailroom) -> None:
    office = hourly(room)
    snapshots(room, office, "hold", "on")
    office.publish(Person("1", ""), email=OFFICE_MAIL)
    room.once()
    snapshots(room, office, "hold", "off")
    assert office.company().published == office.company().newest == 2
    room.once()
    assert room.sink.subjects() == [], "whoever chose that uploads wait knows it"
    office.publish(*ten(), email=OFFICE_MAIL)
    snapshots(room, office, "hold", "on")
    leave(office)
    room.once()
    (mail,) = room.sink.taken
    assert "9 of 10 customers" in mail.text and "Import for New Data" in mail.text and "Preview" not in mail.text
    snapshots(room, office, "hold", "off")
    room.once()
    assert len(room.sink.taken) == 1
    snapshots(room, office, "confirm", "4")


def leave(office: Office) -> None:
    """The schedule uploads a set without nine of the ten customers."""
    replace(office, attended=False).publish(Person("1", ""), email=OFFICE_MAIL)


def snapshots(room: Mailroom, office: Office, *words: str) -> None:
    """What the host does with the office's snapshots."""
    room.receiver.must("snapshots", *words, "--company", str(office.company_id))
