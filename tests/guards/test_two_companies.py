"""Nothing crosses companies, nor customers of one company (I2)."""

from __future__ import annotations

import pytest

from tests.conftest import TwoCompanies
from tests.guards import application
from tests.guards.company_sweep import Route, Stranger, company_routes, leaks, private_words
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Route]:
    """Every route below a company's number."""
    found = company_routes(application.made(tmp_path_factory.mktemp("routes")))
    assert {"/schedule", "/history", "/contact", "/"} <= {one.path for one in found}
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


def test_I2_no_route_shows_another_company(two_companies: TwoCompanies, routes: list[Route]) -> None:
    receiver = two_companies.receiver
    for mine, theirs in (two_companies.offices, two_companies.offices[::-1]):
        words = private_words(theirs) - private_words(mine)
        assert len(words) > 50
        assert leaks(receiver.url, theirs.company, routes, stranger(receiver, mine, at=theirs), words) == []


def test_no_page_shows_another_customer(two_companies: TwoCompanies, routes: list[Route]) -> None:
    office = two_companies.green_valley
    (number, password), *_ = office.passwords().items()
    others = {
        word
        for name, street in office.rows("SELECT name, street FROM customers WHERE number <> ?", number)
        for word in (name, street)
        if word and len(word) > 8
    }
    own = " ".join(str(one) for row in office.rows("SELECT * FROM customers WHERE number = ?", number) for one in row)
    with Visitor(two_companies.receiver.url, office.company) as visitor:
        visitor.sign_in(number, password)
        for route in routes:
            if route.method == "GET":
                visitor.answer = visitor.session.get(visitor.address(route.path.lstrip("/")), timeout=30)
                told = [word for word in others if word in visitor.answer.text and word not in own]
                assert told == [], route
