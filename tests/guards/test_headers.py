"""S9: security headers and cookies of every answer, as `receiver serve` really sends them."""

from __future__ import annotations

import re

import pytest
import requests
from flask import Flask

from tests.guards import page_weight
from tests.guards.answer_headers import cookie_faults, faults
from tests.guards.company_sweep import VALUES
from tests.guards.conftest import Served
from tests.support.town import LIVE, PASSWORD, RUTH, TOM
from tests.support.visitor import Visitor

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
STORED = frozenset({"assets.static_file", "assets.favicon", "portal.logo", "portal.worker"})
"""What browsers may keep, or look for anew each time and keep where nothing changed."""

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
def test_every_answer_carries_the_security_headers(town: Served, place: str) -> None:
    method, path, status = PLACES[place]
    answer = requests.request(method, town.url + path, allow_redirects=False, timeout=30)
    assert answer.status_code == status
    assert faults(answer.headers, public=False) == []


def test_every_route_answers_every_method_with_them(town: Served) -> None:
    asked, found = 0, {}
    with requests.Session() as session:
        for path, endpoint in addresses(town.app):
            for method in METHODS:
                answer = session.request(method, town.url + path, allow_redirects=False, timeout=30)
                stored = endpoint in STORED and answer.status_code == 200
                found[method, path] = faults(answer.headers, public=stored)
                asked += 1
    assert asked > 100
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_stylesheet_and_script_may_be_kept(town: Served) -> None:
    for path in page_weight.parts(requests.get(f"{town.url}/{LIVE}/sign-in", timeout=30).text):
        answer = requests.get(town.url + path, timeout=30)
        assert answer.status_code == 200
        assert faults(answer.headers, public=path != f"/{LIVE}/app.webmanifest") == []
        assert "public" in answer.headers["Cache-Control"] or path in ("/favicon.svg", f"/{LIVE}/app.webmanifest")


def test_cookies_are_for_the_server_alone(town: Served) -> None:
    with Visitor(town.url, LIVE) as visitor:
        visitor.sign_in(TOM, PASSWORD)
        answers = [*visitor.answer.history, visitor.answer]
        lines = [line for one in answers for line in one.raw.headers.getlist("Set-Cookie")]
    assert any(line.startswith(f"porchlight-{LIVE}=") for line in lines)
    assert [fault for line in lines for fault in cookie_faults(line, secure=False)] == []


def test_long_pages_travel_compressed_where_the_browser_takes_that(town: Served) -> None:
    with Visitor(town.url, LIVE) as visitor:
        visitor.sign_in(RUTH, PASSWORD)
        for path, accepted, compressed in (
            ("history", "gzip, br", True),
            ("history", "identity", False),
            ("history", "gzip;q=0", False),
            ("contact", "gzip", False),
        ):
            visitor.session.headers["Accept-Encoding"] = accepted
            visitor.get(path)
            assert (visitor.answer.headers.get("Content-Encoding") == "gzip") is compressed, (path, accepted)
            assert "Ruth Alvarez" in visitor.answer.text


def addresses(app: Flask) -> list[tuple[str, str]]:
    """An address of every route, with its view."""
    values = {**VALUES, "company": str(LIVE), "whole": "1", "name": "nothing.css"}
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda part: values[part[1] or part[2]], rule.rule)
        found.append((path, rule.endpoint))
    return found
