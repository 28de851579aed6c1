"""C10: what the host does with mails, texts and computers stands in the company's audit log."""

from __future__ import annotations

from pathlib import Path

from receiver.db.unit_of_work import now
from receiver.domain.agents.models import Device
from tests.mail.mailroom import Mailroom


def test_C10_what_the_host_does_with_mails_and_computers_is_noted(mailroom: Mailroom, tmp_path: Path) -> None:
    office = mailroom.office()
    moment, of = now(), ("--company", str(office.company_id))
    with mailroom.work.writing(office.company_id) as session:
        known = {"paired_at": moment, "last_seen_at": moment, "public_key": b"k" * 32}
        session.add(Device(company_id=office.company_id, device_id="d1", name="FRONT DESK", **known))
    mail, text = mailroom.post(office.company_id), tmp_path / "text.txt"
    text.write_text("Hi from {company}", encoding="utf-8")
    for words in (
        ("mail", "stop", mail),
        ("mail", "retry", mail),
        ("mail", "texts", "set", "test", str(text), "--subject", "Hi"),
        ("mail", "texts", "reset", "test"),
        ("pairing-code",),
        ("devices", "rename", "d1", "--name", "RECEPTION"),
        ("devices", "revoke", "d1"),
        # Nothing is left to be done.
        ("devices", "revoke", "d1"),
    ):
        mailroom.receiver.must(*words, *of)
    sql = "SELECT side, action, details FROM audit WHERE company_id = :company ORDER BY number"
    noted = mailroom.receiver.told(sql, company=office.company_id)
    assert {side for side, *_rest in noted} == {"host"}
    assert [action for _side, action, _details in noted] == [
        "mails.stopped",
        "mails.tried-again",
        "mails.text-changed",
        "mails.text-reset",
        "devices.code-made",
        "devices.renamed",
        "devices.revoked",
    ]
    assert b"Hi from" not in b"".join(details for *_rest, details in noted)
