"""Texts that a company wrote in place of ours (H1), and mail servers that have to prove who they are."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from receiver.mail_server import MailServer
from receiver.settings import Settings, SettingsError
from tests.mail.mailroom import Mailroom
from tests.support.mails import Sink
from tests.support.receiver import Receiver
from tests.support.tls import Authority


def test_H1_a_company_has_texts_of_its_own_until_it_resets_them(mailroom: Mailroom, tmp_path: Path) -> None:
    company, other = (str(mailroom.office().company_id) for _ in range(2))
    file = tmp_path / "text.txt"
    file.write_text("Hi from {company}!", encoding="utf-8")
    must, run = mailroom.receiver.must, mailroom.receiver.run
    set_ = ["mail", "texts", "set", "test", str(file), "--company", company, "--json"]
    must(*set_, "--subject", "A try of {company}")
    for one in (company, other):
        must("mail", "test", "--to", "ruth@example.com", "--company", one)
    mailroom.once()
    ours, theirs = sorted(mailroom.sink.taken, key=lambda one: one.message["Subject"].startswith("A try"))
    assert theirs.text.strip() == "Hi from Green Valley!" and "Hi from" not in ours.text
    for subject, text, why in (
        ("{nobody}", "Hi", "{nobody} is no placeholder"),
        ("one\nof two lines", "Hi", "one line"),
        ("", "Hi", "needs a subject"),
        ("Hi", "Hi\na\x00b", "Line 2 has a character that can't be seen"),
    ):
        file.write_text(text, encoding="utf-8")
        answer = run(*set_, "--subject", subject)
        assert answer.code == 1 and why in answer.json["error"]["title"]
    file.write_text("No link here.", encoding="utf-8")
    answer = run("mail", "texts", "set", "answered", str(file), "--company", company, "--subject", "Hi", "--json")
    assert answer.code == 1 and "The text needs {answer}" in answer.json["error"]["title"]
    shown = must("mail", "texts", "show", "test", "--company", company, "--json").json
    assert shown["own"] and shown["text"] == "Hi from {company}!"
    must("mail", "texts", "reset", "test", "--company", company)
    assert run("mail", "texts", "reset", "test", "--company", company).code == 3


@pytest.mark.parametrize("scheme", ["smtp+tls", "smtps"])
def test_F24_a_mail_server_without_a_trusted_certificate_gets_no_mail_and_no_password(
    tmp_path: Path, scheme: str
) -> None:
    authority = Authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate("localhost"))
    sink = Sink(tls=context) if scheme == "smtps" else Sink(starttls=context, user=("porchlight", "pa:ss word"))
    receiver = Receiver(tmp_path / "receiver")
    receiver.use_mail(sink.url)
    receiver.init()
    receiver.create_company(112, "Green Valley")
    with sink.serving():
        receiver.must("mail", "test", "--to", "ruth@example.com", "--company", "112")
        receiver.must("worker", "--once")
        listed = receiver.must("mail", "list", "--company", "112", "--json")
        assert "certificate is not to be trusted" in listed.json["mails"][0]["last_fault"]
        assert "pa:ss" not in listed.out and sink.taken == []
        receiver.environment["SSL_CERT_FILE"] = str(authority.file)
        receiver.must("worker", "--once")
        assert [one.to for one in sink.taken] == ["ruth@example.com"]


@pytest.mark.parametrize(
    "url", ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:port", "smtp://h/x", "smtps://h?x=1"]
)
def test_bad_input_an_address_that_is_no_mail_server_s_is_refused_at_start(url: str) -> None:
    with pytest.raises(SettingsError, match="PORCHLIGHT_SMTP_URL"):
        Settings.from_environment({"PORCHLIGHT_SMTP_URL": url})


def test_H1_a_mail_server_s_password_is_never_shown() -> None:
    server = MailServer.of("smtp+tls://a%40b:p%3Ass@mail.example.com")
    assert (server.user, server.password, server.port) == ("a@b", "p:ss", 587)
    assert "p:ss" not in repr(server) and "p:ss" not in str(server)
    settings = Settings.from_environment({"PORCHLIGHT_SMTP_URL": "smtp://a:secret@mail.example.com"})
    assert "secret" not in repr(settings)
    for name in ("PORCHLIGHT_MAIL_FROM", "PORCHLIGHT_HOST_MAIL"):
        with pytest.raises(SettingsError, match=name):
            Settings.from_environment({name: "a@example.com, b@example.com"})
