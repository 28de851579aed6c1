"""H1: a mail is tried again or cancelled, a pause ends, and a test arrives; by an administrator, in the audit log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.mail.choices import Choice, choose
from receiver.domain.mail.models import Mail, MailState
from receiver.domain.mail.senders import sender_of
from tests.admin.boss import ANN
from tests.admin.outbox import Outbox
from tests.portal.conftest import Mailing, Serving

SAID = "451 Try again later"


@pytest.fixture
def outbox(posting: Serving) -> Outbox:
    """A company whose mails stay in its outbox."""
    return Outbox.fresh(posting)


def test_H1_ticked_mails_are_tried_again_or_cancelled_and_the_others_left(outbox: Outbox) -> None:
    failed = [outbox.post(state=MailState.GIVEN_UP, tries=31) for _ in range(2)]
    sent, gone = outbox.post(state=MailState.SENT), outbox.post(state=MailState.REFUSED, secrets=b"")
    untouched = outbox.post(state=MailState.GIVEN_UP)
    with outbox.boss() as ann:
        ticks = {f"mail-{one}": "1" for one in (*failed, sent, gone, "0" * 24)}
        page = ann.submit(ann.get("mail"), "mail/ticked", {"do": "again", **ticks})
        assert "2 mails are tried again now. 3 mails were left as they are" in page.text
        assert [outbox.state(one) for one in (*failed, sent, gone, untouched)] == [
            "waiting",
            "waiting",
            "sent",
            "refused",
            "given up",
        ]
        page = ann.submit(page, "mail/ticked", {"do": "stop", f"mail-{failed[0]}": "1", f"mail-{sent}": "1"})
        assert "1 mail is cancelled. 1 mail was left as it is" in page.text
        page = ann.submit(page, "mail/ticked", {"do": "stop"}, status=400)
        assert "Nothing was ticked" in page.one("p", role="alert").text
        assert page.one("select", id="do").one("option", selected="*").text == "Do not send"
        page = ann.submit(page, "mail/ticked", {"do": "", f"mail-{untouched}": "1"}, status=400)
        assert "Choose what to do" in page.one("p", role="alert").text
        assert page.one("input", data_tick="*", checked="*").attributes["name"] == f"mail-{untouched}", "the tick stays"
        ann.submit(page, "mail/ticked", {"do": "delete everything", f"mail-{untouched}": "1"}, status=400)
    assert [outbox.state(one) for one in failed] == ["stopped", "waiting"]
    noted = [("mails.tried-again", f"staff:{ANN.name}", b'{"count": 2}')]
    assert outbox.noted("mails") == [*noted, ("mails.stopped", f"staff:{ANN.name}", b'{"count": 1}')]


def test_H1_who_stopped_mails_like_this_gets_none_by_trying_again(outbox: Outbox) -> None:
    user = "record:R1047"
    with outbox.office.work.writing(outbox.office.company_id, Lane.VISITORS) as session:
        choose(session, outbox.office.company_id, user, [Choice.REMINDER], now())
    mail = outbox.post(kind="reminder", user=user, opens=False, stop_link="https://portal.example/stop/abc")
    with outbox.boss() as ann:
        page = ann.get(f"mail/{mail}")
        assert "Stop them with one click: ••••••••" in page.text and "stop/abc" not in ann.answer.text
        page = ann.submit(page, f"{mail}/stop", {})
        assert "Try again" in page.text
        with outbox.office.work.writing(outbox.office.company_id, Lane.VISITORS) as session:
            choose(session, outbox.office.company_id, user, [], now())
        assert "does not want mails like it any more" in ann.submit(page, f"{mail}/again", {}).text
    assert outbox.state(mail) == "stopped"


def test_H1_a_pause_is_told_with_its_reason_and_ends_at_a_click(mailing: Mailing) -> None:
    outbox = Outbox.fresh(mailing)
    company_id = outbox.office.company_id
    with outbox.office.work.writing(company_id, Lane.VISITORS) as session:
        sender = sender_of(session, company_id)
        sender.failures, sender.reason, sender.paused_until = 6, SAID, now() + timedelta(hours=1)
    outbox.post("tom@example.com", tries=6, next_try_at=now() + timedelta(hours=2))
    with outbox.boss() as ann:
        page = ann.get("mail")
        assert "all of them pause until" in page.text and SAID in page.text
        page = ann.submit(page, "mail/now", {})
        assert "1 mail that waits is tried now." in page.text
        assert mailing.sink.wait_for(1, to="tom@example.com")
        assert "pause" not in ann.get("mail").text
    assert [action for action, *_rest in outbox.noted("mails")] == ["mails.pause-ended"]


def test_R8_mails_that_nobody_sends_are_told(outbox: Outbox) -> None:
    mail = outbox.post(last_fault="The mail server can't be reached.", next_try_at=now() - timedelta(hours=1))
    with outbox.boss() as ann:
        page = ann.get("mail")
        assert "and nobody sends them" in page.text and "The mail server can't be reached." in page.text
        with outbox.office.work.writing(outbox.office.company_id, Lane.VISITORS) as session:
            session.get_one(Mail, (outbox.office.company_id, mail)).state = MailState.SENT
        assert "nobody sends them" not in ann.get("mail").text


def test_H1_a_test_arrives_once_however_often_its_button_is_pressed(mailing: Mailing) -> None:
    outbox = Outbox.fresh(mailing)
    with outbox.boss() as ann:
        page = ann.get("mail")
        for _ in range(2):
            shown = ann.submit(page, "mail/test", {"to": "me"})
        assert f"A test to {ANN.email} is on its way." in shown.text
        (mail,) = mailing.sink.wait_for(1, to=ANN.email)
        assert "This is a try." in mail.text
        # The same page to another address is another test.
        ann.submit(page, "mail/test", {"to": "office"})
        mailing.sink.wait_for(1, to="office@greenvalley.example")
    assert len(mailing.sink.to(ANN.email)) == 1
    assert len(outbox.noted("mails")) == 2


def test_T18_a_test_goes_to_nobody_but_the_administrator_and_the_office(outbox: Outbox) -> None:
    with outbox.boss() as ann:
        for to in ("stranger@example.com", "", "me,stranger@example.com"):
            page = ann.submit(ann.get("mail"), "mail/test", {"to": to})
            assert "No test was sent" in page.text
    assert outbox.told("SELECT recipient FROM mails WHERE company_id = :company") == []
