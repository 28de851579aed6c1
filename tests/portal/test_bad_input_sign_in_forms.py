"""Bad input, rows 3 to 5, 23, 24, 26 and 30, 31 of reliability.md section 7: every form about signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from receiver.domain.people.users import PortalUser
from tests.portal.cast import Office, Person
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
WORD = "maple syrup"
RUTH = Person("1047", WORD, details={"email": "ruth@example.com"})
BO = Person("1048", "birch beer", name="Bo Stone")
BEFORE = ("sign-in/forgotten", f"sign-in/code/{'A' * 43}", "sign-in/first", "sign-in/passkey", "sign-in/account")
BEHIND = ("account/password", "account/sign-in-name", "account/sessions", "account/passkeys")
NOTHING = (False, 0, "")
ONCE = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}


@pytest.fixture
def visitor(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in."""
    served.publish(RUTH, BO)
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    return visitor


def hidden(visitor: Visitor) -> dict[str, str]:
    """The hidden fields of a form of this session."""
    form = next(one for one in visitor.get("account/sessions").all("form") if "sessions" in one.attributes["action"])
    return {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}


def kept(office: Office, user_id: str = "record:R1047") -> tuple[bool, int, str]:
    """What the portal keeps of how somebody signs in: whether a password was chosen, the resets then, a login id."""
    with office.work.reading(office.company_id) as session:
        held = session.get(PortalUser, (office.company_id, user_id))
        return (bool(held.verifier), held.reset, held.login_id) if held else NOTHING


def test_bad_input_31_no_form_works_without_its_token_or_from_elsewhere(served: Office, visitor: Visitor) -> None:
    fields = hidden(visitor)
    forged = {"current": WORD, "password": "seven green gates", "login": "ruth", "end": "all", "remove": "x"}
    for path in (*BEFORE, *BEHIND):
        for more, headers in (
            ({}, {}),
            ({"csrf_token": ""}, {}),
            ({"csrf_token": "x" * 64}, {}),
            (fields, {"Origin": "https://evil.example"}),
            (fields, {"Origin": "null"}),
            (fields, {"Sec-Fetch-Site": "cross-site"}),
        ):
            data = {**forged, **more}
            answer = visitor.session.post(visitor.address(path), data=data, headers=headers, timeout=30)
            assert answer.status_code == 403, (path, more, headers)
    visitor.get("schedule")
    assert kept(served) == NOTHING


def test_bad_input_30_odd_cookies_open_nothing(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    name = f"porchlight-{served.company_id}"
    for value in ("x" * 8_000, "", "A" * 43, "\x7f", "../1047"):
        visitor = guest(served)
        visitor.session.cookies.set(name, value)
        for path in BEHIND:
            answer = visitor.session.get(visitor.address(path), allow_redirects=False, timeout=30)
            assert answer.status_code in (303, 400, 401), (path, value[:10])
            assert "Ruth" not in answer.text
    visitor = guest(served)
    for number in range(150):
        visitor.session.cookies.set(f"c{number}", "1")
    visitor.sign_in("1047", WORD)
    assert visitor.signed_in


def test_bad_input_23_fields_that_nobody_asked_for_change_nothing(served: Office, visitor: Visitor) -> None:
    more = {"user_id": "record:R1048", "record_id": "R1048", "company_id": "1", "identifier": "1048", "reset": "9"}
    fields = {"current": WORD, "password": "seven green gates", **more}
    visitor.submit(visitor.get("account/password"), "account/password", fields)
    assert kept(served) == (True, 0, "")
    assert kept(served, "record:R1048") == NOTHING


def test_bad_input_03_05_24_26_27_what_no_form_of_ours_sends_is_refused(served: Office, visitor: Visitor) -> None:
    fields = "&".join(f"{name}={value}" for name, value in hidden(visitor).items())
    for path in BEHIND:
        for body, status in (
            (f"{fields}&password=%ff%c0%80&login=%ed%a0%80", 400),
            (f"{fields}&password=a&password=b", 400),
            (f"{fields}&login={'x' * 100_000}", 413),
        ):
            # What is refused before it was read ends the connection; the next request does not wait for that.
            answer = visitor.session.post(visitor.address(path), data=body, headers=ONCE, timeout=30)
            assert answer.status_code == status, (path, body[-30:])
        for method in ("PUT", "DELETE", "PATCH"):
            assert visitor.session.request(method, visitor.address(path), timeout=30).status_code == 405
        said = visitor.session.post(visitor.address(path), json={"password": "x"}, timeout=30)
        assert said.status_code == 415
    assert kept(served) == NOTHING


@pytest.mark.parametrize("login", ["a\r\nSet-Cookie: x=1", "<b>bob</b>", "{{7*7}}abc", "' OR 1=1--", "%", "a" * 5_000])
def test_bad_input_04_11_12_an_odd_login_id_is_refused_and_stays_text(visitor: Visitor, login: str) -> None:
    page = visitor.submit(visitor.get("account/sign-in-name"), "sign-in-name", {"login": login}, status=400)
    assert page.one("input", id="login").attributes["value"] == login.strip()[:40].replace("\r\n", "")
    assert "x" not in visitor.session.cookies
