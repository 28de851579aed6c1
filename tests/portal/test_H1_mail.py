"""Mails leave the receiver by a real mail server (H1)."""

from __future__ import annotations

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.mail.outbox import Letter, post
from tests.portal.conftest import Mailing


def test_H1_a_mail_that_was_posted_arrives_within_seconds(mailing: Mailing) -> None:
    office = mailing.office()
    letter = Letter("test", "ruth@example.com", {"company": "Green Valley"}, reply_to="office@example.com")
    with mailing.work.writing(office.company_id, Lane.VISITORS) as session:
        post(session, mailing.secrets.peppers, office.company_id, letter, cause="x", host="h.example", now=now())
    (mail,) = mailing.sink.wait_for(1)
    assert mail.to == "ruth@example.com"
    assert mail.message["Reply-To"] == "office@example.com"
    assert "Green Valley" in mail.text
