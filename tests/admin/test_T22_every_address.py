"""T1, T22: at every address of the site, whoever does not administer, or not that, sees and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import msgspec
import pytest
import requests

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Right
from receiver.domain.people.models import Way
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import StoredVerifier, make_chosen, read_staff
from receiver.domain.snapshots.queries import published_records
from receiver.sites.admin.guard import RIGHT
from tests.admin.boss import ANN
from tests.admin.conftest import RUTH, TOM
from tests.guards.company_sweep import company_routes
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.support import application
from tests.support.visitor import Visitor

BOB = Chief("Bob", "another long word", level=2)
DOOR = {"sign_in_page", "sign_in", "sign_in_with_passkey", "choose_language_at_the_door", "forgotten_page", "forgotten"}
"""Where people come in."""
HALFWAY = {"factor_page", "factor"}
FOR_ALL = {
    *("overview", "settings", "sign_out", "choose_language", "prove_page", "prove"),
    *("own_sign_in", "end_own_sessions", "own_factor", "change_own_factor", "factor_picture"),
    *("own_passkeys_page", "change_own_passkeys", "own_password", "change_own_password"),
}
"""Views for every administrator, whatever his rights. A view that is not named here has to ask for a right."""


@dataclass(frozen=True)
class Address:
    """A route of the site: its view, and the right that this asks for."""

    view: str
    method: str
    path: str
    right: Right | None


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> list[Address]:
    """All of them."""
    return _addresses(tmp_path_factory.mktemp("addresses"))


def _addresses(folder: Path) -> list[Address]:
    app = application.made(folder)
    match = app.url_map.bind("localhost").match
    found = []
    for one in company_routes(app):
        if one.path.startswith("/admin/"):
            endpoint = str(match(f"/112{one.path}", one.method)[0])
            right = getattr(app.view_functions[endpoint], RIGHT, None)
            found.append(Address(endpoint.partition(".")[2], one.method, one.path, right))
    assert len(found) > 20
    return found


@dataclass(frozen=True)
class Caller:
    """Somebody who asks with a token that the database knows."""

    office: Office
    url: str
    http: requests.Session

    def asks(self, address: Address, cookies: dict[str, str]) -> requests.Response:
        """The answer, redirects not followed. Nothing of a customer may stand in it."""
        answer = self.http.request(
            address.method,
            f"{self.url}/{self.office.company_id}{address.path}",
            headers={"Origin": self.url, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
            allow_redirects=False,
            timeout=30,
        )
        for word in (RUTH.name, TOM.name, "ruth@example.com"):
            assert word not in answer.text, address
        assert answer.status_code < 500, address
        return answer

    def session(self, administrator: str, mark: bytes, step: Step = Step.IN) -> dict[str, str]:
        """The cookie of a new session."""
        company_id = self.office.company_id
        with self.office.work.writing(company_id, Lane.VISITORS) as session:
            token = sessions.start(
                session, company_id, administrator, mark, now(), step=step, way=Way.TYPED, browser="", address=""
            )
        return {f"porchlight-admin-{company_id}": token}

    def staff_mark(self, name: str) -> bytes:
        """Of the password that the office published for a user."""
        company = self.office.company()
        with self.office.work.viewing(company.company_id) as connection:
            found = published_records(connection, company.company_id, company.newest, [("staff", name)])
        return read_staff(found["staff", name].body).verifier.mark


@pytest.fixture
def caller(serving: Serving) -> Iterator[Caller]:
    """At a company whose Bob is of level 2."""
    office = serving.office()
    office.publish(ANN, BOB, RUTH, TOM)
    with requests.Session() as http:
        http.trust_env = False
        http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield Caller(office, serving.receiver.url, http)


def test_T22_without_a_session_of_the_site_there_is_only_the_door(addresses: list[Address], caller: Caller) -> None:
    with Visitor(caller.url, caller.office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        token = next(str(one.value) for one in ruth.session.cookies if one.name.startswith("porchlight-"))
    company_id = caller.office.company_id
    customer = {f"porchlight-{company_id}": token}
    disguised = {**customer, f"porchlight-admin-{company_id}": token}
    for address in addresses:
        for cookies in ({}, customer, disguised):
            answer = caller.asks(address, cookies)
            _refused(address, answer)


def test_T22_a_level_2_user_is_out_at_every_address(addresses: list[Address], caller: Caller) -> None:
    mark = caller.staff_mark("Bob")
    for address in addresses:
        _refused(address, caller.asks(address, caller.session("staff:Bob", mark)))
        _refused(address, caller.asks(address, caller.session("staff:Bob", mark, Step.FACTOR)))


def test_C1_halfway_there_is_only_the_second_step(addresses: list[Address], caller: Caller) -> None:
    cookies = caller.session("staff:Ann", caller.staff_mark("Ann"), Step.FACTOR)
    for address in addresses:
        answer = caller.asks(address, cookies)
        if address.view not in DOOR | HALFWAY:
            # A form is refused for its missing token, or sent to the second step: it is not looked at.
            assert answer.status_code == 403 or "/admin/sign-in/factor" in answer.headers["Location"], address


def test_C7_who_has_one_right_sees_nothing_of_the_others(addresses: list[Address], caller: Caller) -> None:
    office = caller.office
    assert {one.view for one in addresses if one.right is None} == DOOR | HALFWAY | FOR_ALL
    verifier = make_chosen(office.secrets.peppers, office.company_id, "person:1", "four quiet words")
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(_person(office.company_id, verifier, Right.AUDIT))
    cookies = caller.session("person:1", verifier.mark)
    for address in addresses:
        if address.right not in (None, Right.AUDIT):
            answer = caller.asks(address, cookies)
            assert answer.status_code == 403, address
            assert "You have no right to this page" in answer.text, address


def _person(company_id: int, verifier: StoredVerifier, right: Right) -> PortalUser:
    return PortalUser(
        company_id=company_id,
        user_id="person:1",
        name="Pat",
        verifier=msgspec.json.encode(verifier),
        administers=right,
        created_at=now(),
    )


def _refused(address: Address, answer: requests.Response) -> None:
    """Sent to the door, or refused there."""
    if address.view in DOOR:
        return
    to_the_door = answer.status_code == 303 and "/admin/sign-in" in answer.headers["Location"]
    assert to_the_door or answer.status_code in (401, 403), (address, answer.status_code)
