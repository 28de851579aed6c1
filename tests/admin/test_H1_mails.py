"""H1: every mail stands in the administration site with its state, is found there, and shows nothing that opens
something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from receiver.db.unit_of_work import now
from receiver.domain.mail.models import MailState
from tests.admin.boss import Boss
from tests.admin.conftest import RUTH
from tests.admin.outbox import SECRET, Outbox
from tests.portal.conftest import Serving
from tests.support.pages import Element

SAID = "550 5.1.1 User unknown"
ALL = ["50%_off@example.com", "Ruth Alvarez, 1047ruth@example.com", "tom@example.com"]


@pytest.fixture
def outbox(posting: Serving) -> Outbox:
    """A company whose mails stay in its outbox."""
    return Outbox.fresh(posting)


@pytest.fixture(scope="module")
def reader(posting: Serving) -> Iterator[Boss]:
    """Ann, where there are three mails."""
    outbox = Outbox.fresh(posting)
    outbox.post("tom@example.com", state=MailState.GIVEN_UP)
    outbox.post(user=f"record:R{RUTH.number}")
    outbox.post("50%_off@example.com", state=MailState.SENT)
    with outbox.boss() as ann:
        yield ann


def listed(page: Element) -> list[tuple[str, str]]:
    """To whom, and the state."""
    rows = [row.all("td") for body in page.all("tbody") for row in body.all("tr")]
    return [(cells[3].text, cells[4].text) for cells in rows]


def test_H1_a_mail_is_listed_with_its_state_and_nothing_that_opens_something(outbox: Outbox) -> None:
    refused = outbox.post("tom@example.com", state=MailState.REFUSED, tries=1, last_fault=SAID)
    outbox.post(user=f"record:R{RUTH.number}")
    with outbox.boss() as ann:
        page = ann.get("mail")
        assert set(listed(page)) == {("tom@example.com", "Refused"), (ALL[1], "Waiting")}
        assert SECRET not in ann.answer.text
        one = ann.get(f"mail/{refused}")
        assert SAID in one.text and "here is your link" in one.text and "••••••••" in one.text
        assert SECRET not in ann.answer.text
        ann.session.headers["Accept-Language"] = "es"
        named = [one.text for one in ann.get(f"mail/{refused}").all("dt")]
        assert named[:2] == ["De", "Para"] and "Enviado" in ann.get("mail").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=failed", ALL[2:]),
        ("state=waiting&search=RUTH@", [ALL[1]]),
        ("search=EXAMPLE.com", ALL),
        ("search=%25_", ALL[:1]),
        ("search=1047", [ALL[1]]),
        ("search=104", []),
        ("search='+OR+1=1--", []),
        ("search=%5C", []),
        ("search=%00ruth%0A", [ALL[1]]),
        ("search=" + "x" * 4000, []),
        ("state=evil", ALL),
    ],
)
def test_H1_mails_are_found_by_state_address_and_customer_number(reader: Boss, asked: str, found: list[str]) -> None:
    page = reader.get(f"mail?{asked}")
    assert sorted(to for to, _state in listed(page)) == found
    assert found or "No mail is like that" in page.text


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "9" * 30])
def test_bad_input_a_page_that_there_is_not_is_not_found(reader: Boss, number: str) -> None:
    reader.get(f"mail?page={number}", status=404)


def test_H1_a_long_list_has_pages(outbox: Outbox) -> None:
    for _ in range(41):
        outbox.post()
    with outbox.boss() as ann:
        first, second = ann.get("mail?search=ruth"), ann.get("mail?search=ruth&page=2")
        assert (len(listed(first)), len(listed(second))) == (40, 1)
        assert "page=2" in first.one("a", rel="next").attributes["href"]
        # With the last one of it the second page is gone, and the list is left where it ends.
        search = "mail?state=waiting&search=ruth"
        last = ann.get(f"{search}&page=2")
        assert last.one("form", **{"class": "card mail-list"}).attributes["action"].endswith("page=2")
        tick = last.one("tbody").one("input", type="checkbox").attributes["name"]
        (link,) = last.one("tbody").all("a")
        one = ann.get(link.attributes["href"].partition("/admin/")[2])
        (back,) = [link.attributes["href"] for link in one.all("a") if link.text == "All mails"]
        assert back.endswith(f"/admin/{search}&page=2")
        left = ann.submit(last, "page=2", {"do": "stop", tick: "1"})
        assert "1 mail is cancelled." in left.text and len(listed(left)) == 40


def test_T1_another_company_s_mail_is_as_if_it_were_not_there(outbox: Outbox, posting: Serving) -> None:
    theirs = Outbox.fresh(posting)
    mail = theirs.post()
    with outbox.boss() as ann, theirs.boss() as other:
        page, form = ann.get("mail"), other.get(f"mail/{mail}")
        assert "Sign in at" in form.text
        missing, foreign = (ann.get(f"mail/{one}", status=404).exact_text for one in ("0" * 24, mail))
        assert missing == foreign
        token = page.all("input", name="csrf_token")[0].attributes["value"]
        answer = ann.session.post(
            ann.address(f"mail/{mail}/stop"), data={"csrf_token": token}, headers={"Origin": ann.url}, timeout=30
        )
    assert (answer.status_code, theirs.state(mail)) == (404, "waiting")


def test_H1_what_the_host_is_told_shows_no_address_and_is_left_alone(outbox: Outbox) -> None:
    said, old = "550 <host@secret.example>: unknown", now() - timedelta(hours=1)
    mail = outbox.post("host@secret.example", "stuck", last_fault=said, next_try_at=old)
    with outbox.boss() as ann:
        page = ann.get("mail?search=host@")
        assert listed(page) == []
        assert listed(ann.get("mail")) == [("Who runs the portal", "Waiting")]
        assert "secret.example" not in ann.answer.text
        one = ann.get(f"mail/{mail}")
        assert "secret.example" not in ann.answer.text
        assert "Do not send" not in one.text
        assert (
            "was left as it is" in ann.submit(ann.get("mail"), "mail/ticked", {"do": "stop", f"mail-{mail}": "1"}).text
        )
    assert outbox.state(mail) == "waiting"
