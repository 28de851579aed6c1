"""T20: whose `X-Forwarded-*` headers are believed, and names that health checks come by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

from receiver.domain.agents.devices import all_devices
from receiver.factory import create_app
from receiver.settings import Settings, SettingsError, make_secrets
from receiver.web.edge import edged
from tests.receiver.hosted import Hosting
from tests.receiver.signed import send
from tests.support.raw import request, say
from tests.support.receiver import Receiver

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

ON_ONE = pytest.mark.parametrize("serving", ["sqlite"], indirect=True)
"""The kind of database is no part of this."""

FORGED = "198.51.100.1"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    """A receiver behind two proxies."""
    one = Receiver(tmp_path_factory.mktemp("behind") / "receiver")
    one.environment["PORCHLIGHT_PROXIES"] = "2"
    one.init()
    one.serve()
    hosting = Hosting.of(one)
    yield hosting
    hosting.work.engine.dispose()
    one.end()


def counted_as(hosting: Hosting, forwarded: str) -> str:
    """The address that a computer is said to have been seen at last, which came with this header."""
    company = hosting.company()
    computer = company.computer()
    assert computer.pair(company.code).status_code == 201
    prepared = computer.request("GET", "status")
    prepared.headers["X-Forwarded-For"] = forwarded
    assert send(prepared).status_code == 200
    with hosting.work.reading(company.number) as session:
        (device,) = all_devices(session, company.number)
    return device.last_address


@ON_ONE
def test_T20_without_proxies_nobody_is_believed(hosting: Hosting) -> None:
    assert counted_as(hosting, FORGED) == "127.0.0.1"


def test_T20_two_proxies_are_believed_and_nobody_before_them(behind: Hosting) -> None:
    assert counted_as(behind, f"{FORGED}, 203.0.113.9, 192.0.2.44") == "203.0.113.9"
    assert counted_as(behind, "203.0.113.9, 192.0.2.44") == "203.0.113.9"
    # Who comes past the first proxy is counted by the second.
    assert counted_as(behind, FORGED) == "127.0.0.1"


CASES: list[tuple[int, dict[str, str], tuple[str, str]]] = [
    (0, {"FOR": "198.51.100.1", "PROTO": "https"}, ("127.0.0.1", "http")),
    (1, {"FOR": "198.51.100.1", "PROTO": "https"}, ("198.51.100.1", "https")),
    (1, {"FOR": "1.1.1.1, 198.51.100.1", "PROTO": "http, https"}, ("198.51.100.1", "https")),
    (2, {"FOR": "1.1.1.1, 198.51.100.1, 192.0.2.1", "PROTO": "x, https, http"}, ("198.51.100.1", "https")),
    (2, {"FOR": "198.51.100.1"}, ("127.0.0.1", "http")),
    (1, {}, ("127.0.0.1", "http")),
]


@pytest.mark.parametrize(("proxies", "forwarded", "seen"), CASES, ids=str)
def test_T20_exactly_the_hosts_own_proxies_are_counted(
    tmp_path: Path, proxies: int, forwarded: dict[str, str], seen: tuple[str, str]
) -> None:
    settings = Settings.from_environment(
        {"PORCHLIGHT_PUBLIC_URL": "https://portal.example", "PORCHLIGHT_PROXIES": str(proxies)}
    )
    met: list[dict[str, Any]] = []

    def app(environ: WSGIEnvironment, _start: StartResponse) -> list[bytes]:
        met.append(environ)
        return []

    plain = {"REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "PATH_INFO": "/", "HTTP_HOST": "portal.example"}
    headers = {f"HTTP_X_FORWARDED_{name}": value for name, value in forwarded.items()}
    edged(app, settings)({**plain, **headers, "HTTP_X_FORWARDED_HOST": "evil.example"}, lambda *_: lambda _: None)
    (environ,) = met
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == seen
    assert environ["HTTP_HOST"] == "portal.example"


@pytest.mark.parametrize("written", ["", "-1", "10", "one", "1.0", "１", "true"], ids=ascii)
def test_T20_a_number_of_proxies_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="PORCHLIGHT_PROXIES"):
        Settings.from_environment({"PORCHLIGHT_PROXIES": written})


@pytest.mark.parametrize(
    ("public", "host", "status"),
    [
        ("https://portal.example", "portal.example", 200),
        ("https://portal.example", "portal.example:8443", 200),
        ("https://portal.example", "portal.example.", 400),
        ("https://portal.example", "www.portal.example", 400),
        ("https://portal.example", "portal.example:0x50", 400),
        ("https://portal.example", "portal.example:99999", 400),
        ("https://portal.example", "[portal.example]", 400),
        ("https://portal.example", "user@portal.example", 400),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", 200),
        ("https://[2001:db8::1]:8443", "[2001:db8::2]:8443", 400),
        ("https://[2001:db8::1]:8443", "[2001:db8::1%25eth0]:8443", 400),
        ("http://[::1]:8112", "[::1]:8112", 200),
        ("http://127.0.0.1:8112", "localhost:8112", 200),
    ],
)
def test_T20_a_host_is_the_public_one_or_refused(tmp_path: Path, public: str, host: str, status: int) -> None:
    receiver = Receiver(tmp_path)
    make_secrets(receiver.secret_file)
    settings = Settings.from_environment({**receiver.environment, "PORCHLIGHT_PUBLIC_URL": public})
    app = edged(create_app(settings), settings)
    answers = [Client(app).get(path, headers={"Host": host}).status_code for path in ("/", "/robots.txt", "/healthz")]
    assert answers == [status, status, 200]


@ON_ONE
@pytest.mark.parametrize("host", ["10.0.0.7", "10.0.0.7:8112", "balancer.internal", "[fe80::1]:80", "", "a_b"])
def test_I5_health_checks_come_by_any_name_and_nothing_else_does(serving: Receiver, host: str) -> None:
    for path, status in (("/healthz", 200), ("/readyz", 200), ("/", 400), ("/112/sign-in", 400), ("/healthz/", 400)):
        heard = say(serving.port, request("GET", path, "Connection: close", host=host))
        assert heard.statuses == [status], path
