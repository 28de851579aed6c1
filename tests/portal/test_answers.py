"""Error pages, methods, hosts, caching and health, as a real receiver answers them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pages import looked_at
from tests.support.visitor import Visitor


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/199/", 404),
        ("GET", "/0112/", 404),
        ("GET", "/-1/", 404),
        ("GET", "/2147483648/", 404),
        ("GET", "/99999999999999999999/", 404),
        ("GET", "/1e3/", 404),
        ("GET", "/199/../../etc/passwd", 404),
        ("GET", "/static/..%2f..%2fsettings.py", 404),
        ("POST", "/", 405),
        ("DELETE", "/199/sign-in", 405),
        ("POST", "/199/sign-in", 403),
        ("TRACE", "/", 405),
    ],
)
def test_S9_errors_are_pages_with_a_next_step(serving: Serving, method: str, path: str, status: int) -> None:
    answer = requests.request(method, serving.receiver.url + path, timeout=30)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert looked_at(answer.text).one("main").all("p")


def test_T20_another_host_is_refused(serving: Serving) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:80"):
        answer = requests.get(f"{serving.receiver.url}/", headers={"Host": host}, timeout=30)
        assert answer.status_code == 400
        assert "evil" not in answer.text
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "198.51.100.1"}
    assert "evil" not in requests.get(f"{serving.receiver.url}/", headers=forged, timeout=30).text


def test_T22_pages_are_stored_nowhere_and_assets_for_a_year(
    served: Office, serving: Serving, guest: Callable[[Office], Visitor]
) -> None:
    served.publish(Person("1", "maple"))
    visitor = guest(served)
    page = visitor.sign_in("1", "maple")
    assert visitor.answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in visitor.answer.headers["Vary"]
    for link in [page.one("link", rel="stylesheet").attributes["href"], page.one("script").attributes["src"]]:
        answer = requests.get(serving.receiver.url + link, timeout=30)
        assert answer.status_code == 200
        assert {"public", "immutable", "max-age=31536000"} <= set(answer.headers["Cache-Control"].split(", "))
        assert "Set-Cookie" not in answer.headers


def test_I5_health_and_front_door(serving: Serving) -> None:
    for path, words in (("/healthz", "ok"), ("/readyz", "ready"), ("/robots.txt", "Disallow: /")):
        answer = requests.get(serving.receiver.url + path, timeout=30)
        assert answer.status_code == 200
        assert words in answer.text
    assert "link that your office gave you" in requests.get(serving.receiver.url, timeout=30).text


def test_B1_the_link_without_its_slash_leads_home(served: Office, guest: Callable[[Office], Visitor]) -> None:
    served.publish(Person("1", "maple"))
    visitor = guest(served)
    answer = visitor.session.get(f"{visitor.url}/{served.company_id}", timeout=30)
    assert answer.url == visitor.address("sign-in")


def test_B1_before_the_first_snapshot_there_is_a_page(served: Office, guest: Callable[[Office], Visitor]) -> None:
    visitor = guest(served)
    assert "Green Valley" in visitor.get("sign-in").text
    visitor.sign_in("1", "maple", status=401)
