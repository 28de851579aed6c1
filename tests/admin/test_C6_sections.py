"""C6, C7: what the office hides of the portal, from everybody or from one user, is not found by its customers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests

from receiver.db.unit_of_work import now
from receiver.domain.looks.sections import Section, as_words, sections_of
from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.people.keeping import kept_user
from receiver.sites.portal.sections import SECTIONS
from receiver.web.access import audience_of
from shared import records
from tests.admin.boss import ANN
from tests.admin.conftest import TOM
from tests.admin.looking import Decorator
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support import application
from tests.support.pages import Element
from tests.support.visitor import Visitor

JOB = records.Job("7", "Leaf removal", next_visit=datetime(2099, 5, 3, 8))
RUTH = Person("1047", "maple syrup", details={"jobs": (JOB,), "balance": Decimal(12)})
PAGES = {
    Section.CONTACT: ("contact", "contact/change", "contact/notes?property=p1"),
    Section.SCHEDULE: ("schedule", "schedule/change?job=7", "schedule/note?job=7", "account/calendar"),
    Section.HISTORY: ("history",),
    Section.MESSAGE: ("message", "message/photo/1/0"),
    Section.INVOICES: ("invoices", "invoices/statement", "invoices/statement.pdf"),
    Section.PEOPLE: ("account/people",),
}
WORDS = {
    Section.CONTACT: "Contact Information",
    Section.SCHEDULE: "See Schedule",
    Section.HISTORY: "History",
    Section.MESSAGE: "Contact Company",
    Section.INVOICES: "Balance",
    Section.PEOPLE: "People",
}


@pytest.fixture
def ruth(serving: Serving, office: Office) -> Iterator[Visitor]:
    """A customer with a planned visit and a balance, signed in."""
    office.publish(ANN, RUTH, TOM, shares_money=True, currency="USD")
    with Visitor(serving.receiver.url, office.company_id) as one:
        one.sign_in(RUTH.number, RUTH.password)
        yield one


@pytest.fixture
def ann(serving: Serving, ruth: Visitor) -> Iterator[Decorator]:
    """Ann of the same office, signed in."""
    with Decorator(serving.receiver.url, ruth.company) as one:
        one.sign_in()
        yield one


def hide_from(office: Office, user_id: str, *sections: Section) -> None:
    """What is kept of a user from whom these are hidden."""
    with office.work.writing(office.company_id) as session:
        kept_user(session, office.company_id, user_id, now()).hidden = as_words(sections)


def found(visitor: Visitor, sections: Collection[Section]) -> set[Section]:
    """Those of which a page is found."""
    return {
        section
        for section in sections
        for path in PAGES[section]
        if visitor.session.get(visitor.address(path), timeout=30).url.endswith(path)
        and visitor.session.get(visitor.address(path), timeout=30).status_code == 200
    }


def told(visitor: Visitor) -> set[Section]:
    """Those that home and My account speak of."""
    words = visitor.get().text + visitor.get("account").text
    return {section for section, word in WORDS.items() if word in words}


def forms(page: Element, ending: str) -> list[Element]:
    return [one for one in page.all("form") if one.attributes["action"].endswith(ending)]


def test_C6_every_page_behind_the_sign_in_belongs_to_a_section_or_to_none(tmp_path: Path) -> None:
    app = application.made(tmp_path)
    views = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("portal.")}
    signed_in = {view.removeprefix("portal.") for view in views if audience_of(app, view) == "customer"}
    assert signed_in == SECTIONS.keys(), "name each page in receiver/sites/portal/sections.py"


def test_C6_a_hidden_section_is_neither_found_nor_spoken_of(ruth: Visitor, ann: Decorator) -> None:
    everything = set(Section)
    assert told(ruth) == everything
    assert found(ruth, everything) >= everything - {Section.MESSAGE} and "Next Visit" in ruth.get().text
    for section in Section:
        ann.save({}, hidden=(section,))
        assert told(ruth) == everything - {section}
        for path in PAGES[section]:
            ruth.get(path, status=404)
    ann.save({}, hidden=tuple(Section))
    assert told(ruth) == set()
    for words in ("Next Visit", "Leaf removal", "$12.00"):
        assert words not in ruth.get().text
    assert ruth.get("requests").one("h1").text == "My requests"


def test_B16_my_data_holds_what_is_hidden_and_the_office_is_told_so(ruth: Visitor, ann: Decorator) -> None:
    page = ann.save({}, hidden=tuple(Section))
    assert "My data, which users may download, holds what is hidden too." in page.text
    answer = ruth.session.get(ruth.address("account/data/copy"), timeout=30)
    told = json.loads(ZipFile(BytesIO(answer.content)).read("data.json"))["account"]["customer"]
    assert "Leaf removal" in str(told["jobs"]) and told["balance"]


def test_C7_what_is_hidden_from_one_user_others_see(ruth: Visitor, ann: Decorator, office: Office) -> None:
    hide_from(office, "record:R1047", Section.HISTORY, Section.INVOICES)
    ann.save({}, hidden=(Section.PEOPLE,))
    assert told(ruth) == {Section.CONTACT, Section.SCHEDULE, Section.MESSAGE}
    ruth.get("invoices/statement.pdf", status=404)
    with Visitor(ruth.url, ruth.company) as tom:
        tom.sign_in(TOM.number, TOM.password)
        assert told(tom) >= {Section.CONTACT, Section.SCHEDULE, Section.MESSAGE, Section.HISTORY}
        tom.get("account/people", status=404)


def test_C6_a_form_that_was_open_when_its_section_was_hidden_does_nothing(ruth: Visitor, ann: Decorator) -> None:
    page = ruth.get("message")
    ann.save({}, hidden=(Section.MESSAGE,))
    form = forms(page, "/message")[0]
    fields = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type="hidden")}
    answer = ruth.session.post(
        ruth.address("message"),
        data={**fields, "text": "Hello"},
        files={"photos": ("", b"")},
        headers={"Origin": ruth.url},
        timeout=30,
    )
    assert answer.status_code == 404
    ann.save({})
    assert "Hello" not in ruth.get("message").text


def test_C6_with_the_schedule_its_calendar_and_its_mails_stop(posting: Serving) -> None:
    office = posting.office()
    office.publish(ANN, RUTH)
    url, company = posting.receiver.url, office.company_id
    with Visitor(url, company) as ruth, Decorator(url, company) as ann:
        ruth.sign_in(RUTH.number, RUTH.password)
        ann.sign_in()
        page = ruth.submit(ruth.get("account/calendar"), "account/calendar", {})
        feed = page.one("input", id="address").attributes["value"].partition(f"/{company}/")[2]
        ruth.submit(ruth.get("account/mails"), "account/mails", {"reminder": "1", "answered": "1"})

        def told_by() -> tuple[int, int]:
            with office.work.reading(company) as session:
                reminded = len(users_who_chose(session, company, Choice.REMINDER))
            return requests.get(ruth.address(feed), timeout=30).status_code, reminded

        def from_all(*sections: Section) -> None:
            ann.save({}, hidden=sections)

        def from_her(*sections: Section) -> None:
            hide_from(office, "record:R1047", *sections)

        assert told_by() == (200, 1)
        for hide in (from_all, from_her):
            hide(Section.SCHEDULE)
            assert told_by() == (404, 0)
            page = ruth.get("account/mails")
            assert "Reminders of visits" not in page.text and "Answers of the office" in page.text
            ruth.submit(page, "account/mails", {"answered": "1"})
            hide()
            assert told_by() == (200, 1), "what she had chosen is not lost"


def test_C7_words_that_name_no_section_hide_nothing() -> None:
    assert sections_of("history  invoices reports") == {Section.HISTORY, Section.INVOICES}
    assert as_words([Section.INVOICES, Section.CONTACT, Section.INVOICES]) == "contact invoices"
