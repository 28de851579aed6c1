"""T22: where people reach the receiver over https, cookies are bound to it and browsers are told to stay with it."""

from __future__ import annotations

from pathlib import Path

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.portal.cast import Office, Person
from tests.support.pages import read
from tests.support.receiver import Receiver

PUBLIC = "https://portal.example"


def test_T22_cookies_are_bound_to_https(tmp_path: Path) -> None:
    receiver = Receiver(tmp_path)
    receiver.init()
    app = create_app(Settings.from_environment({**receiver.environment, "PORCHLIGHT_PUBLIC_URL": PUBLIC}))
    parts: Parts = app.extensions[EXTENSION]
    Office.create(parts.work, parts.secrets, 112).publish(Person("1", "maple"))
    browser = app.test_client()
    page = browser.get("/112/sign-in", base_url=PUBLIC)
    token = read(page.text).all("input", name="csrf_token")[0].attributes["value"]
    typed = {"identifier": "1", "password": "maple", "csrf_token": token}
    answer = browser.post("/112/sign-in", data=typed, base_url=PUBLIC, headers={"Origin": PUBLIC})
    assert answer.status_code == 303
    lines = page.headers.getlist("Set-Cookie") + answer.headers.getlist("Set-Cookie")
    kept = [line for line in lines if "Max-Age=0" not in line]
    assert {line.partition("=")[0] for line in kept} == {
        "__Host-porchlight",
        "__Host-porchlight-112",
        "__Host-porchlight-known-112",
    }
    for line in lines:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(line.split("; ")), line
        assert "Domain" not in line
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert browser.get("/112/", base_url=PUBLIC).status_code == 200
    forged = {"Origin": "http://portal.example"}
    assert browser.post("/112/sign-out", data=typed, base_url=PUBLIC, headers=forged).status_code == 403
    parts.work.engine.dispose()
