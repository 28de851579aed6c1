"""Sessions hold as long as the published records do, at one company, and only for our own forms (T22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from sqlalchemy import select

from receiver.db.unit_of_work import now
from receiver.domain.people import sessions
from receiver.domain.people.models import PortalSession
from receiver.domain.people.sign_in import Account
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.databases import KINDS
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
RUTH = Person("1047", "maple syrup", details={"first_name": "Ruth"})
BO = Person("1048", "birch beer", name="Bo Stone")


@pytest.fixture(params=KINDS)
def serving(request: pytest.FixtureRequest, serving: Serving) -> Serving:
    """A receiver on each kind of database in turn."""
    found: Serving = serving if request.param == "sqlite" else request.getfixturevalue("serving_on_postgresql")
    return found


@pytest.fixture
def signed_in(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in; she and Bo are customers."""
    served.publish(RUTH, BO)
    visitor = guest(served)
    assert "Ruth" in visitor.sign_in("1047", "maple syrup").text
    return visitor


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ((BO,), "no longer on the portal"),
        ((BO, Person("1047", "maple syrup", record_id="another")), "no longer on the portal"),
        ((BO, Person("1047", "a new one")), "changed the password"),
        ((BO, Person("1047", "")), "changed the password"),
    ],
)
def test_T22_a_session_ends_with_what_it_stood_on(
    served: Office, signed_in: Visitor, people: tuple[Person, ...], sentence: str
) -> None:
    token = signed_in.session.cookies.get_dict()
    served.publish(*people)
    page = signed_in.get("contact", status=401)
    assert sentence in page.one(role="alert").text
    assert "Alvarez" not in page.text
    served.publish(RUTH, BO)
    assert requests.get(signed_in.address(""), cookies=token, timeout=30).status_code == 401


def test_B10_a_session_of_an_earlier_password_is_not_listed(served: Office, signed_in: Visitor, guest: Guests) -> None:
    served.publish(Person("1047", "a new one"), BO)
    other = guest(served)
    other.sign_in("1047", "a new one")
    assert "Sign out everywhere else" not in other.get("account/sessions").text


def test_T22_a_session_lives_through_snapshots_that_do_not_concern_it(served: Office, signed_in: Visitor) -> None:
    served.publish(RUTH)
    assert "Ruth" in signed_in.get("").text


def test_T22_a_session_lives_when_the_office_only_thinks_otherwise_of_its_password(
    served: Office, signed_in: Visitor
) -> None:
    served.publish(replace(RUTH, shared=True), BO)
    assert "Ruth" in signed_in.get("").text


def test_T2_a_cookie_of_another_company_opens_nothing(
    serving: Serving, served: Office, signed_in: Visitor, guest: Guests
) -> None:
    other = serving.office()
    other.publish(RUTH, name="Other Office")
    token = signed_in.session.cookies[f"porchlight-{served.company_id}"]
    visitor = guest(other)
    visitor.session.cookies.set(f"porchlight-{other.company_id}", token)
    page = visitor.get("contact", status=401)
    assert "Alvarez" not in page.text
    assert f"porchlight-{other.company_id}=;" in visitor.answer.headers["Set-Cookie"]


def test_T22_the_database_holds_no_token_and_each_sign_in_a_new_one(served: Office, signed_in: Visitor) -> None:
    name = f"porchlight-{served.company_id}"
    first = signed_in.session.cookies[name]
    with served.work.reading(served.company_id) as session:
        rows = session.scalars(select(PortalSession).where(PortalSession.company_id == served.company_id)).all()
    assert len(rows) == 1
    assert first.encode() not in rows[0].token_hash
    signed_in.submit(signed_in.get(), "sign-out", {})
    signed_in.sign_in("1047", "maple syrup")
    assert signed_in.session.cookies[name] != first


def test_T22_sessions_run_out(office: Office) -> None:
    start = now()
    account = Account("record:R1047", "1047", "1047", "R1047", "Ruth", b"hash")
    with office.work.writing(112) as session:
        token = sessions.start(session, 112, account, start)

    def runs(after: timedelta) -> bool:
        with office.work.reading(112) as session:
            return sessions.find(session, 112, token, start + after) is not None

    assert runs(sessions.IDLE - timedelta(seconds=1))
    assert not runs(sessions.IDLE)
    for days in range(29, 400, 29):
        with office.work.writing(112) as session:
            sessions.touch(session, 112, token, start, start + timedelta(days=days))
    assert runs(sessions.LONGEST - timedelta(seconds=1))
    assert not runs(sessions.LONGEST)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_T22_forms_of_other_sites_are_refused(signed_in: Visitor, headers: dict[str, str]) -> None:
    token = signed_in.get().all("input", name="csrf_token")[0].attributes["value"]
    answer = signed_in.session.post(
        signed_in.address("sign-out"), data={"csrf_token": token}, headers=headers, timeout=30
    )
    assert answer.status_code == 403
    assert signed_in.get().one("h1").text.endswith("Ruth")


def test_T22_a_form_without_its_token_or_with_a_strangers_is_refused(
    served: Office, signed_in: Visitor, guest: Guests
) -> None:
    stranger = guest(served).get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
    for fields in ({}, {"csrf_token": ""}, {"csrf_token": stranger}):
        answer = signed_in.session.post(signed_in.address("sign-out"), data=fields, timeout=30)
        assert answer.status_code == 403
    assert signed_in.get().one("h1").text.endswith("Ruth")


def test_I2_a_suspended_company_is_closed(served: Office, signed_in: Visitor) -> None:
    served.set_state("suspended")
    for path in ("", "sign-in", "history"):
        assert "closed at the moment" in signed_in.get(path, status=403).text
