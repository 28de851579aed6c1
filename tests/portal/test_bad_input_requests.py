"""Bad input, row by row of reliability.md section 7: requests to the portal that no browser of ours would send."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pages import Element, looked_at
from tests.support.raw import Heard, request, say
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
WORD = "maple syrup"
RUTH = Person("1047", WORD)
BO = Person("1048", "birch beer", name="Bo Stone")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def visitor(served: Office, guest: Guests) -> Visitor:
    """A visitor of a company with two customers."""
    served.publish(RUTH, BO)
    return guest(served)


@pytest.fixture
def ruth(visitor: Visitor) -> Visitor:
    """Ruth, signed in."""
    visitor.sign_in("1047", WORD)
    return visitor


def token(page: Element) -> str:
    """The token of the first form."""
    return page.all("input", name="csrf_token")[0].attributes["value"]


def typed(visitor: Visitor) -> dict[str, str]:
    """A sound sign-in form, filled in."""
    return {"csrf_token": token(visitor.get("sign-in")), "identifier": "1047", "password": WORD}


def send(
    visitor: Visitor,
    method: str,
    path: str,
    *,
    data: str | bytes | Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> requests.Response:
    """A request as it stands, redirects not followed."""
    address = visitor.address(path)
    return visitor.session.request(method, address, data=data, headers=headers, timeout=30, allow_redirects=False)


def test_bad_input_21_a_form_that_is_packed_is_refused(visitor: Visitor) -> None:
    body = gzip.compress(f"csrf_token={token(visitor.get('sign-in'))}&identifier=1047&password=x".encode())
    bomb = gzip.compress(bytes(50_000_000))
    for encoding, data in (("gzip", body), ("gzip", bomb), ("br", body), ("gzip, gzip", body), ("deflate", b"x")):
        headers = {"Content-Type": FORM, "Content-Encoding": encoding}
        assert send(visitor, "POST", "sign-in", data=data, headers=headers).status_code in (413, 415)


OTHER_TYPES = ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml", "x", ""]


@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_bad_input_27_what_is_no_form_is_refused(visitor: Visitor, kind: str) -> None:
    fields = "&".join(f"{name}={value}" for name, value in typed(visitor).items())
    for body in (fields, '{"identifier": "1047"}', "[" * 60_000, "--x\r\n\r\n--x--"):
        answer = send(visitor, "POST", "sign-in", data=body, headers={"Content-Type": kind})
        assert answer.status_code == 415
        assert looked_at(answer.text).one("h1").text == "That request could not be read"


COMPANIES = ["0", "-1", "2147483647", "2147483648", "9223372036854775808", "1e3", "1.0", "0x70", "0112", "１", "%00"]
PAGES = ["0", "-1", "2", "2147483648", "9223372036854775808", "1e3", "1.0", "0x1", "one", "１", "1%00"]


def test_bad_input_25_numbers_of_nothing_are_the_same_404(ruth: Visitor) -> None:
    said = set()
    for number in COMPANIES:
        answer = requests.get(f"{ruth.url}/{number}/sign-in", timeout=30)
        assert answer.status_code == 404, number
        said.add(re.sub(r'href="/\d+/"', 'href="/"', answer.text))
    assert len(said) <= 2  # with and without a way back to what looks like a portal
    answers = [ruth.session.get(ruth.address(f"history?page={page}"), timeout=30) for page in PAGES]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "", "GET, HEAD"),
        ("OPTIONS", "", "GET, HEAD"),
        ("TRACE", "contact", "GET, HEAD"),
        ("POST", "history", "GET, HEAD"),
        ("PUT", "sign-in", "GET, HEAD, POST"),
        ("OPTIONS", "sign-in", "GET, HEAD, POST"),
        ("CONNECT", "sign-in", "GET, HEAD, POST"),
        ("GET", "sign-out", "POST"),
        ("HEAD", "sign-out", "POST"),
        ("FOO", "sign-out", "POST"),
    ],
)
def test_bad_input_26_other_methods_are_refused(visitor: Visitor, method: str, path: str, allowed: str) -> None:
    override = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
    for headers in ({}, override):
        answer = send(visitor, method, path, headers=headers)
        assert answer.status_code == 405
        assert sorted(answer.headers["Allow"].split(", ")) == allowed.split(", ")


def test_bad_input_26_a_page_has_a_head(ruth: Visitor) -> None:
    answer = send(ruth, "HEAD", "")
    assert (answer.status_code, answer.text) == (200, "")


def heard(serving: Serving, path: str, *headers: str, body: bytes = b"", method: str = "POST") -> Heard:
    """What is answered to a request written by hand, after which the connection has to be closed."""
    host = serving.receiver.url.partition("//")[2]
    return say(serving.receiver.port, request(method, path, f"Content-Type: {FORM}", *headers, host=host, body=body))


SMUGGLED = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
LENGTHS: list[tuple[tuple[str, ...], bytes]] = [
    (("Content-Length: -4",), b"abcd"),
    (("Content-Length: +4",), b"abcd"),
    (("Content-Length: 4x",), b"abcd"),
    (("Content-Length: 4, 5",), b"abcde"),
    (("Content-Length: 4", "Content-Length: 5"), b"abcde"),
    (("Content-Length: 99999999999999999999999",), b"abcd"),
    (("Content-Length: 6", "Transfer-Encoding: chunked"), SMUGGLED),
    (("Transfer-Encoding: chunked", "Content-Length: 6"), SMUGGLED),
    (("Content-Length: 6", "Transfer-Encoding: xchunked"), SMUGGLED),
    (("Content-Length: 6", "Transfer-Encoding : chunked"), SMUGGLED),
    (("Content-Length: 6", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"), SMUGGLED),
    (("Transfer-Encoding: chunked",), b"zz\r\nabc\r\n0\r\n\r\n"),
    (("Transfer-Encoding: chunked", "Connection: close"), b"3\r\na=b\r\n0\r\n\r\n"),
]


@pytest.mark.parametrize(("headers", "body"), LENGTHS, ids=str)
def test_bad_input_28_a_body_of_doubtful_length_is_refused_and_the_connection_closed(
    serving: Serving, headers: tuple[str, ...], body: bytes
) -> None:
    said = heard(serving, "/112/sign-in", *headers, body=body)
    assert said.statuses == [400]
    assert said.closed


def test_bad_input_28_a_body_that_ends_early_holds_nobody_up(serving: Serving) -> None:
    host = serving.receiver.url.partition("//")[2]
    cut = request("POST", "/112/sign-in", f"Content-Type: {FORM}", "Content-Length: 40", host=host, body=b"identifier=")
    with ThreadPoolExecutor(12) as pool:
        for said in pool.map(lambda _: say(serving.receiver.port, cut, ended=True), range(24)):
            assert said.closed
            assert said.statuses in ([], [400], [503])
    assert requests.get(f"{serving.receiver.url}/healthz", timeout=30).status_code == 200


def test_bad_input_28_bodies_that_never_come_leave_the_pages_alone(serving: Serving, ruth: Visitor) -> None:
    host = serving.receiver.url.partition("//")[2]
    half = request(
        "POST", "/112/sign-in", f"Content-Type: {FORM}", "Content-Length: 40", host=host, body=b"identifier="
    )
    with ExitStack() as held:
        for _ in range(12):
            one = held.enter_context(socket.create_connection(("127.0.0.1", serving.receiver.port), timeout=30))
            one.sendall(half)
        while send(ruth, "POST", "sign-in", data={"identifier": "1047"}).status_code != 503:
            pass
        for path in ("", "contact", "schedule", "history"):
            ruth.get(path)
        answer = send(ruth, "POST", "sign-in", data={"identifier": "1047"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    while send(ruth, "POST", "sign-in", data={"identifier": "1047"}).status_code == 503:
        pass
    ruth.submit(ruth.get(), "sign-out", {})
    ruth.sign_in("1047", WORD)


HOSTS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "127.0.0.1:port",
    "127.0.0.1:99999/",
    "[::1%25eth0]:80",
    "[fe80::1%eth0]",
    "127.0.0.1, evil.example",
    "evil.example:8112",
    "",
]
"""Another one, with junk around ours, with a zone or a port that is none."""


@pytest.mark.parametrize("host", HOSTS)
def test_bad_input_29_another_host_is_refused(serving: Serving, host: str) -> None:
    said = say(serving.receiver.port, request("GET", "/112/sign-in", "Connection: close", host=host))
    assert said.statuses == [400]
    assert b"evil" not in said.data
    forged = [f"X-Forwarded-Host: {host}", "X-Forwarded-For: ::1%eth0, 1.2.3.4:99999, x", f"Forwarded: host={host}"]
    assert heard(serving, "/", *forged, "Connection: close", method="GET").statuses == [200]


def test_bad_input_30_cookies_that_are_none_of_ours_open_nothing(
    serving: Serving, served: Office, ruth: Visitor
) -> None:
    name = f"porchlight-{served.company_id}"
    own = ruth.session.cookies[name]
    for value in ("x" * 8_192, "", own[:-1], own[::-1], own + "x", "%00"):
        answer = requests.get(ruth.address("contact"), headers={"Cookie": f"{name}={value}".encode()}, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["Set-Cookie"].startswith(f"{name}=;")
        assert "Alvarez" not in answer.text
    many = "; ".join(f"c{n}=1" for n in range(200))
    assert requests.get(ruth.address(""), headers={"Cookie": f"{many}; {name}={own}"}, timeout=30).status_code == 200
    unsigned = {"Cookie": "porchlight=eyJjaG9pY2UiOnt9fQ.x.y"}
    assert requests.get(ruth.address("sign-in/account"), headers=unsigned, timeout=30).url.endswith("/sign-in")
    other = serving.office()
    other.publish(RUTH)
    foreign = {"Cookie": f"{name}={own}; porchlight-{other.company_id}={own}"}
    answer = requests.get(f"{ruth.url}/{other.company_id}/contact", headers=foreign, timeout=30)
    assert answer.status_code == 401
    assert answer.headers["Set-Cookie"].startswith(f"porchlight-{other.company_id}=;")


def test_bad_input_30_a_cookie_is_cleared_when_it_comes_back_after_sign_out(served: Office, ruth: Visitor) -> None:
    name = f"porchlight-{served.company_id}"
    own = ruth.session.cookies[name]
    ruth.submit(ruth.get(), "sign-out", {})
    for path in ("", "contact", "schedule", "history"):
        answer = requests.get(ruth.address(path), cookies={name: own}, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["Set-Cookie"].startswith(f"{name}=;")


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_bad_input_31_forms_of_other_sites_sign_nobody_in(visitor: Visitor, headers: dict[str, str]) -> None:
    assert send(visitor, "POST", "sign-in", data=typed(visitor), headers=headers).status_code == 403


def test_bad_input_31_a_form_without_its_own_token_is_refused(served: Office, visitor: Visitor, guest: Guests) -> None:
    fields = typed(visitor)
    strangers = token(guest(served).get("sign-in"))
    for secret in ("", "x", strangers, fields["csrf_token"][:-1], fields["csrf_token"] + "x", "\u00fc" * 40):
        assert send(visitor, "POST", "sign-in", data={**fields, "csrf_token": secret}).status_code == 403
    del fields["csrf_token"]
    assert send(visitor, "POST", "sign-in", data=fields).status_code == 403
    old = typed(visitor)
    visitor.session.cookies.clear()
    assert send(visitor, "POST", "sign-in", data=old).status_code == 403


def test_bad_input_43_reload_back_and_two_tabs_have_one_effect(served: Office, visitor: Visitor) -> None:
    first, second = visitor.get("sign-in"), visitor.get("sign-in")
    name = f"porchlight-{served.company_id}"
    visitor.submit(first, "sign-in", {"identifier": "1047", "password": WORD})
    before = visitor.session.cookies[name]
    # The other tab's form is of an earlier visit: what was typed stays, and it can be sent again.
    again = visitor.submit(second, "sign-in", {"identifier": "1048", "password": "birch beer"}, status=403)
    assert again.one("input", id="identifier").attributes["value"] == "1048"
    assert visitor.session.cookies[name] == before
    page = visitor.submit(again, "sign-in", {"identifier": "1048", "password": "birch beer"})
    assert "Bo Stone" in page.text
    assert requests.get(visitor.address(""), cookies={name: before}, timeout=30).status_code == 401
    visitor.get("sign-in")
    assert visitor.answer.url == visitor.address("")
    # Signed out in one tab, the other one sends its form: it says that nobody is signed in, and nothing breaks.
    visitor.submit(page, "sign-out", {})
    assert "You are signed out." in visitor.submit(page, "sign-out", {}).text


def test_bad_input_43_a_double_click_signs_in_once_and_costs_nothing(served: Office, visitor: Visitor) -> None:
    fields = typed(visitor)
    cookies = visitor.session.cookies.get_dict()

    def click(_: int) -> int:
        address = visitor.address("sign-in")
        return requests.post(address, data=fields, cookies=cookies, allow_redirects=False, timeout=60).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(click, range(2))) == [303, 303]
    for _ in range(5):
        visitor.sign_in("1047", "wrong", status=401)
    visitor.sign_in("1047", "wrong", status=429)
