"""Nothing crosses companies, nor customers of one company (I2)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.conftest import TwoCompanies
from tests.guards.company_sweep import Route, Stranger, company_routes, leaks, private_words
from tests.support import application
from tests.support.databases import KINDS
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Route]:
    """Every route below a company's number."""
    found = company_routes(application.made(tmp_path_factory.mktemp("routes")))
    assert {"/schedule", "/history", "/contact", "/"} <= {one.path for one in found}
    return [*found, Route("GET", f"/pictures/{'%00' * 22}")]


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest) -> TwoCompanies:
    """Both companies, on each kind of database in turn."""
    name = "two_companies" if request.param == "sqlite" else "two_companies_on_postgresql"
    found: TwoCompanies = request.getfixturevalue(name)
    return found


def stranger(receiver: Receiver, office: Office, *, at: Office) -> Stranger:
    """A customer of `office`, signed in there, who tries his session `at` the other one under every cookie name."""
    number, password = next(iter(office.passwords().items()))
    with Visitor(receiver.url, office.company) as visitor:
        page = visitor.sign_in(number, password)
        assert visitor.signed_in
        cookies = {one.name: str(one.value) for one in visitor.session.cookies}
        fields = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", type="hidden")}
    mine, theirs = str(office.company), str(at.company)
    cookies |= {name.replace(mine, theirs): value for name, value in cookies.items()}
    return Stranger(cookies, fields)


def test_I2_no_route_shows_another_company(cast: TwoCompanies, routes: list[Route]) -> None:
    receiver = cast.receiver
    for mine, theirs in (cast.offices, cast.offices[::-1]):
        words = private_words(theirs) - private_words(mine)
        assert len(words) > 50
        assert leaks(receiver.url, theirs.company, routes, stranger(receiver, mine, at=theirs), words) == []


def test_I2_the_sweep_finds_a_session_that_crossed(cast: TwoCompanies, routes: list[Route]) -> None:
    receiver, mine, theirs = cast.receiver, *cast.offices
    planted = stranger(receiver, mine, at=theirs)
    token = sha256(planted.cookies[f"porchlight-{theirs.company}"].encode()).digest()
    with Visitor(receiver.url, theirs.company) as victim:
        victim.sign_in(*next(iter(theirs.passwords().items())))
        cookie = str(victim.session.cookies[f"porchlight-{theirs.company}"])
    held = sha256(cookie.encode()).digest()
    swap = "UPDATE sessions SET token_hash = :new WHERE company_id = :company AND token_hash = :old"
    receiver.told(swap, new=token, old=held, company=theirs.company)
    words = private_words(theirs) - private_words(mine)
    pages = [route for route in routes if route.method == "GET"]
    found = leaks(receiver.url, theirs.company, pages, planted, words)
    receiver.told("DELETE FROM sessions WHERE token_hash = :token", token=token)
    assert {line.partition(":")[0] for line in found} >= {f"GET /{theirs.company}/contact"}


def test_no_page_shows_another_customer(cast: TwoCompanies, routes: list[Route]) -> None:
    office = cast.green_valley
    (number, password), *_ = office.passwords().items()
    others = {
        word
        for name, street in office.rows("SELECT name, street FROM customers WHERE number <> ?", number)
        for word in (name, street)
        if word and len(word) > 8
    }
    own = " ".join(str(one) for row in office.rows("SELECT * FROM customers WHERE number = ?", number) for one in row)
    with Visitor(cast.receiver.url, office.company) as visitor:
        visitor.sign_in(number, password)
        for route in routes:
            if route.method == "GET":
                visitor.answer = visitor.session.get(visitor.address(route.path.lstrip("/")), timeout=30)
                told = [word for word in others if word in visitor.answer.text and word not in own]
                assert told == [], route
