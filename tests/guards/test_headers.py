"""S9: security headers, cookies and weight of every answer, as `receiver serve` really sends them."""

from __future__ import annotations

import re

import pytest
import requests
from flask import Flask

from tests.guards import page_weight
from tests.guards.answer_headers import cookie_faults, faults
from tests.guards.company_sweep import VALUES
from tests.guards.conftest import Gathered
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
def test_every_answer_carries_the_security_headers(gathered: Gathered, place: str) -> None:
    method, path, status = PLACES[place]
    answer = requests.request(method, gathered.receiver.url + path, allow_redirects=False, timeout=30)
    assert answer.status_code == status
    assert faults(answer.headers, public=False) == []


def test_every_route_answers_every_method_with_them(gathered: Gathered) -> None:
    asked, found = 0, {}
    with requests.Session() as session:
        for path, endpoint in addresses(gathered.app):
            for method in METHODS:
                answer = session.request(method, gathered.receiver.url + path, allow_redirects=False, timeout=30)
                stored = endpoint in STORED and answer.status_code == 200
                found[method, path] = faults(answer.headers, public=stored)
                asked += 1
    assert asked > 100
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_signed_in_pages_are_stored_nowhere(gathered: Gathered) -> None:
    pages = [one for one in gathered.states if one.name.partition("-")[0] in ("home", "contact", "schedule", "history")]
    assert len(pages) > 10
    for one in pages:
        assert faults(one.headers, public=False) == [], one.name
        assert "Cookie" in one.headers.get("Vary", ""), one.name


def test_stylesheet_and_script_may_be_kept(gathered: Gathered) -> None:
    for path in page_weight.parts(gathered.state("sign-in").html):
        answer = requests.get(gathered.receiver.url + path, timeout=30)
        assert answer.status_code == 200
        assert faults(answer.headers, public=path != f"/{LIVE}/app.webmanifest") == []
        assert "public" in answer.headers["Cache-Control"] or path in ("/favicon.svg", f"/{LIVE}/app.webmanifest")


def test_cookies_are_for_the_server_alone(gathered: Gathered) -> None:
    with Visitor(gathered.receiver.url, LIVE) as visitor:
        visitor.sign_in(TOM, PASSWORD)
        answers = [*visitor.answer.history, visitor.answer]
        lines = [line for one in answers for line in one.raw.headers.getlist("Set-Cookie")]
    assert any(line.startswith(f"porchlight-{LIVE}=") for line in lines)
    assert [fault for line in lines for fault in cookie_faults(line, secure=False)] == []


def test_long_pages_travel_compressed_where_the_browser_takes_that(gathered: Gathered) -> None:
    with Visitor(gathered.receiver.url, LIVE) as visitor:
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


def test_pages_are_light(gathered: Gathered) -> None:
    loaded = {path for one in gathered.states for path in page_weight.parts(one.html)}
    answers = {path: requests.get(gathered.receiver.url + path, timeout=30) for path in loaded}
    sizes = {path: int(answer.headers["Content-Length"]) for path, answer in answers.items()}
    assert len(sizes) > 4
    assert [fault for one in gathered.states for fault in page_weight.faults(one, sizes)] == []


def addresses(app: Flask) -> list[tuple[str, str]]:
    """An address of every route, with its view."""
    values = {**VALUES, "company": str(LIVE), "whole": "1", "name": "nothing.css"}
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda part: values[part[1] or part[2]], rule.rule)
        found.append((path, rule.endpoint))
    return found
