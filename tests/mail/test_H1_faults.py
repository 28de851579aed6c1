"""What the worker does when a mail server does not simply take a mail (H1; faults F42, F43), on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.mail.mailroom import Mailroom
from tests.support.mails import Fault


def test_H1_a_mail_carries_the_headers_that_programs_need(room: Mailroom) -> None:
    office = room.office()
    office.publish(name="Müller & Söhne\r\nBcc: x@example.com")
    stop = "http://127.0.0.1/112/mails/stop/abc"
    room.post(office.company_id, reply_to="customer@example.com", stop_link=stop, secret="s3cret-w0rd")
    room.once()
    (mail,) = room.sink.taken
    message = mail.message
    assert (mail.sender, mail.to) == (room.settings.mail_from, "ruth@example.com")
    assert "Müller & Söhne" in str(message["From"]) and message["Bcc"] is None
    assert message["Reply-To"] == "customer@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == f"<{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"] is not None and message["Message-ID"].endswith("@mail.example>")
    assert "s3cret-w0rd" in mail.text and stop in mail.text
    ((state, secrets, text),) = room.rows(office.company_id, "state, secrets, text")
    assert (state, bytes(secrets)) == ("sent", b"") and "s3cret-w0rd" not in text


def test_H1_addresses_beyond_ascii_go_out_and_a_way_back_that_is_none_is_left_out(mailroom: Mailroom) -> None:
    company = mailroom.office().company_id
    for to in ("ruth@bücher.example", "rüth@example.com", "-oX@example.com"):
        mailroom.post(company, to, reply_to="none")
    mailroom.once()
    taken = sorted(one.to for one in mailroom.sink.taken)
    assert taken == ["-oX@example.com", "ruth@xn--bcher-kva.example", "rüth@example.com"]
    assert [one["Reply-To"] for one in mailroom.sink.messages] == [None] * 3


@pytest.mark.parametrize("fault", [Fault.LATER, Fault.GREYLISTED, Fault.DROPPED])
def test_F43_what_is_not_taken_now_is_tried_again_with_the_same_message_id(room: Mailroom, fault: Fault) -> None:
    company = room.office().company_id
    room.post(company)
    room.sink.fault = fault
    room.once()
    ((state, tries, said, claimed),) = room.rows(company, "state, tries, last_fault, claimed_until")
    assert (state, tries, claimed) == ("waiting", 1, None) and said
    assert room.once() == 0, "it waits for a while"
    room.sink.fault = None
    room.hurry(company)
    room.once()
    assert room.rows(company) == [("sent",)]
    assert len(room.sink.taken) == 1


def test_F43_an_answer_that_is_lost_makes_the_same_mail_come_twice_by_its_message_id(mailroom: Mailroom) -> None:
    company = mailroom.office().company_id
    mailroom.post(company)
    mailroom.sink.next.append(Fault.ANSWER_LOST)
    mailroom.once()
    assert mailroom.rows(company) == [("waiting",)]
    mailroom.hurry(company)
    mailroom.once()
    first, second = mailroom.sink.messages
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]
    assert mailroom.rows(company) == [("sent",)]


def test_F43_a_mail_that_is_refused_is_shown_to_the_host_and_never_tried_again(mailroom: Mailroom) -> None:
    company = mailroom.office().company_id
    mail_id = mailroom.post(company, "nobody@example.com", secret="s3cret-w0rd")
    mailroom.post(company)
    mailroom.sink.faults["nobody@example.com"] = Fault.REFUSED
    mailroom.once()
    assert sorted(mailroom.rows(company)) == [("refused",), ("sent",)]
    shown = mailroom.receiver.must("mail", "show", mail_id, "--company", str(company), "--json")
    assert "550 No such person" in shown.json["last_fault"]
    assert "s3cret-w0rd" not in shown.out and "••••" in shown.json["text"]
    listed = mailroom.receiver.must("mail", "list", "--company", str(company), "--state", "refused", "--json").json
    assert [one["mail"] for one in listed["mails"]] == [mail_id]


def test_F43_after_72_hours_it_is_given_up_and_its_secrets_are_gone(room: Mailroom) -> None:
    company = room.office().company_id
    mail_id = room.post(company, secret="s3cret-w0rd")
    room.sink.fault = Fault.LATER
    room.age(company, timedelta(hours=71))
    room.once()
    assert room.rows(company) == [("waiting",)]
    room.age(company, timedelta(hours=2))
    room.once()
    ((state, secrets),) = room.rows(company, "state, secrets")
    assert (state, bytes(secrets)) == ("given up", b"")
    again = room.receiver.run("mail", "retry", mail_id, "--company", str(company), "--json")
    assert again.code == 1 and "not kept any more" in again.json["error"]["title"]


@pytest.mark.parametrize("fault", [Fault.NOT_OPEN, Fault.CLOSING, Fault.GREETING])
def test_F42_a_mail_server_that_is_away_costs_no_mail_a_try(mailroom: Mailroom, fault: Fault) -> None:
    company = mailroom.office().company_id
    mailroom.post(company)
    mailroom.sink.fault = fault
    mailroom.once()
    ((state, tries, said),) = mailroom.rows(company, "state, tries, last_fault")
    assert (state, tries) == ("waiting", 0) and said.startswith("The mail server")
    mailroom.sink.fault = None
    mailroom.once()
    assert mailroom.rows(company) == [("sent",)]


def test_F42_check_says_that_no_mail_server_can_be_reached(mailroom: Mailroom) -> None:
    mailroom.sink.fault = Fault.GREETING
    checks = {one["id"]: one for one in mailroom.receiver.run("check", "--json").json["checks"]}
    assert not checks["mail"]["good"] and "no SMTP" in checks["mail"]["text"]
    mailroom.sink.fault = None
    checks = {one["id"]: one for one in mailroom.receiver.run("check", "--json").json["checks"]}
    assert checks["mail"]["good"] and checks["mails-sent"]["good"]


def test_H1_a_mail_can_be_stopped_and_tried_again_by_the_host(mailroom: Mailroom) -> None:
    company = mailroom.office().company_id
    mail_id = mailroom.post(company)
    mailroom.receiver.must("mail", "stop", mail_id, "--company", str(company))
    mailroom.once()
    assert mailroom.rows(company) == [("stopped",)] and mailroom.sink.taken == []
    mailroom.receiver.must("mail", "retry", mail_id, "--company", str(company))
    mailroom.once()
    assert mailroom.rows(company) == [("sent",)]
    twice = mailroom.receiver.run("mail", "retry", mail_id, "--company", str(company))
    assert twice.code == 1 and "sent" in twice.err
