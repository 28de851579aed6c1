"""Security headers and cookies, as `receiver serve` really sends them."""

from __future__ import annotations

import pytest
import requests

from tests.conftest import TwoCompanies
from tests.guards.answer_headers import cookie_faults, faults
from tests.support.visitor import Visitor

PLACES = {
    "front door": ("GET", "/", 200),
    "health": ("GET", "/healthz", 200),
    "sign-in": ("GET", "/112/sign-in", 200),
    "signed out": ("GET", "/112/schedule", 303),
    "no such company": ("GET", "/999/", 404),
    "no such page": ("GET", "/no/such/page", 404),
    "wrong method": ("DELETE", "/112/sign-in", 405),
    "no form token": ("POST", "/112/sign-in", 403),
    "another protocol": ("GET", "/api/v1/status", 426),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_carries_the_security_headers(two_companies: TwoCompanies, place: str) -> None:
    method, path, status = PLACES[place]
    answer = requests.request(method, two_companies.receiver.url + path, allow_redirects=False, timeout=30)
    assert answer.status_code == status
    assert faults(answer.headers, public=False) == []


def test_signed_in_pages_are_stored_nowhere(two_companies: TwoCompanies) -> None:
    office = two_companies.green_valley
    number, password = next(iter(office.passwords().items()))
    with Visitor(two_companies.receiver.url, office.company) as visitor:
        visitor.sign_in(number, password)
        for path in ("", "contact", "schedule", "history"):
            visitor.get(path)
            assert visitor.signed_in, path
            assert faults(visitor.answer.headers, public=False) == []
            assert "Cookie" in visitor.answer.headers.get("Vary", "")


def test_stylesheet_and_script_may_be_kept(two_companies: TwoCompanies) -> None:
    with Visitor(two_companies.receiver.url, 112) as visitor:
        head = visitor.get("sign-in").one("head")
        paths = [one.attributes["href"] for one in head.all("link", rel="stylesheet")]
        paths += [one.attributes["src"] for one in head.all("script")]
        assert paths
        for path in paths:
            answer = visitor.session.get(visitor.url + path, timeout=30)
            assert answer.status_code == 200
            assert faults(answer.headers, public=True) == []
            assert "immutable" in answer.headers["Cache-Control"]


def test_cookies_are_for_the_server_alone(two_companies: TwoCompanies) -> None:
    office = two_companies.green_valley
    number, password = next(iter(office.passwords().items()))
    with Visitor(two_companies.receiver.url, office.company) as visitor:
        visitor.sign_in(number, password)
        answers = [*visitor.answer.history, visitor.answer]
        lines = [line for one in answers for line in one.raw.headers.getlist("Set-Cookie")]
    assert any(line.startswith(f"porchlight-{office.company}=") for line in lines)
    assert [fault for line in lines for fault in cookie_faults(line, secure=False)] == []
