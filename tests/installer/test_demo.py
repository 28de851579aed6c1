"""The demo, without its set-up of `.venv`: the tests run in that already."""

from __future__ import annotations

import json
import os
import re
import smtplib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from installer import selfcheck
from installer.children import Child
from installer.demo import Demo, chosen_port
from installer.errors import SetUpError
from tests.support.processes import free_port
from tests.support.visitor import Visitor

CUSTOMERS = 30


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that was started, ended, and started once more in the same folder."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    first = Demo(folder, CUSTOMERS)
    try:
        first.open(free_port())
        first.publish()
    finally:
        first.end()
    second = Demo(folder, CUSTOMERS)
    try:
        second.open(None)
        second.publish()
        yield second
    finally:
        second.end()


def test_I1_demo_leaves_a_person_looking_at_a_living_portal(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.checks()
    demo.show(as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["pid"] == os.getpid()
    assert Path(told["agent_home"]).is_dir()
    assert requests.get(told["mail_url"], timeout=10).status_code == 200
    with Visitor(told["url"].removesuffix("/112/"), 112) as visitor:
        home = visitor.sign_in(told["customer"]["number"], told["customer"]["password"])
        assert visitor.signed_in
        assert told["customer"]["number"] in home.text


def test_I1_a_demo_that_was_in_use_may_know_other_passwords(demo: Demo, tmp_path: Path) -> None:
    changed = tmp_path / "practice.db"
    changed.write_bytes(demo.practice.read_bytes())
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("UPDATE customers SET password = 'not the one of the portal' WHERE id % 2 = 0")
    assert any("was refused" in one for one in selfcheck.faults(demo.url, changed))
    assert selfcheck.faults(demo.url, changed, in_use=True) == []
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("UPDATE customers SET password = 'not the one of the portal'")
    assert any("was refused" in one for one in selfcheck.faults(demo.url, changed, in_use=True))


def test_H1_demo_shows_what_it_mails_as_text_with_links(demo: Demo) -> None:
    text = "<script>alert(1)</script> see http://127.0.0.1:8112/112/schedule?a=1&b=2."
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "<b>Hello</b> & more"
    message.set_content(text)
    with smtplib.SMTP("127.0.0.1", demo.state["smtp_port"], "test", timeout=10) as smtp:
        smtp.send_message(message)
    listed = requests.get(demo.mail_url, timeout=10)
    assert "&lt;b&gt;Hello&lt;/b&gt; &amp; more" in listed.text and "<b>" not in listed.text
    assert listed.headers["Content-Security-Policy"].startswith("default-src 'none'")
    (address,) = re.findall(r'href="(/mail/[0-9]+)">&lt;b', listed.text)
    shown = requests.get(demo.mail_url + address[1:], timeout=10).text
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert 'href="http://127.0.0.1:8112/112/schedule?a=1&amp;b=2"' in shown
    foreign = requests.get(demo.mail_url, headers={"Host": "evil.example:80"}, timeout=10)
    assert foreign.status_code == 400


def test_I1_demo_finds_a_customer_who_cannot_sign_in(demo: Demo) -> None:
    with closing(sqlite3.connect(demo.practice)) as connection, connection:
        before = connection.execute("SELECT id, password FROM customers").fetchall()
        connection.execute("UPDATE customers SET password = 'not what was published' WHERE password <> ''")
    try:
        assert any("was refused" in fault for fault in selfcheck.faults(demo.url, demo.practice))
    finally:
        with closing(sqlite3.connect(demo.practice)) as connection, connection:
            connection.executemany("UPDATE customers SET password = ?2 WHERE id = ?1", before)


def test_I1_demo_says_that_a_port_is_taken(demo: Demo) -> None:
    port = demo.state["port"]
    with pytest.raises(SetUpError, match=f"Port {port} is taken"):
        chosen_port(port, None)
    with pytest.raises(SetUpError, match=f"lives on port {port}"):
        chosen_port(port + 1, port)


def test_I1_demo_leaves_a_foreign_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Mae")
    with pytest.raises(SetUpError, match="holds no demo"):
        Demo(tmp_path, CUSTOMERS).open(None)
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_B1_each_company_has_a_link_of_its_own(demo: Demo) -> None:
    address = demo.url.removesuffix("/112/")
    with Visitor(address, 112) as visitor:
        assert "Green Valley" in visitor.get("").text
        assert visitor.answer.url.startswith(f"{address}/112/sign-in")
    with Visitor(address, 999) as visitor:
        visitor.get("", status=404)


def test_I1_demo_says_that_its_mail_server_has_ended(tmp_path: Path) -> None:
    demo = Demo(tmp_path, CUSTOMERS)
    demo.require_life()
    demo.mailing = Child(["installer.mails", "--smtp", "none"], dict(os.environ), tmp_path / "mails.log")
    demo.mailing.process.wait(timeout=20)
    with pytest.raises(SetUpError, match="The mail server has ended") as raised:
        demo.require_life()
    assert "--smtp" in str(raised.value)
    demo.end()
