"""Bad input, row by row of reliability.md section 7: what is typed at the sign-in page.

Whatever is refused before the password is looked at stands at its field and costs no attempt.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from sqlalchemy import select

from receiver.domain.people.models import Attempt
from shared.limits import PASSWORD_CHARACTERS
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
WORD = "maple syrup"
RUTH = Person("1047", WORD, details={"email": "ruth@example.com"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def visitor(served: Office, guest: Guests) -> Visitor:
    """A visitor of a company whose customer is Ruth."""
    served.publish(RUTH)
    return guest(served)


def counted(office: Office) -> list[str]:
    """What attempts are counted by."""
    with office.work.reading(office.company_id) as session:
        rows = session.scalars(select(Attempt).where(Attempt.company_id == office.company_id, Attempt.failures > 0))
        return [row.subject for row in rows]


def fault_at(page: Element, field: str) -> str:
    """The sentence at a field."""
    shown = page.one("input", id=field)
    assert shown.attributes["aria-invalid"] == "true"
    return page.one(id=shown.attributes["aria-describedby"]).text


def token(visitor: Visitor) -> str:
    """The token of a fresh form."""
    return visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]


def post(visitor: Visitor, body: str | bytes) -> requests.Response:
    """Send a form as it stands."""
    return visitor.session.post(visitor.address("sign-in"), data=body, headers=FORM, timeout=30)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000\u2003", "\t", "\r\n"], ids=ascii)
def test_bad_input_01_nothing_typed_is_asked_for(served: Office, visitor: Visitor, text: str) -> None:
    page = visitor.sign_in(text, text, status=400)
    assert fault_at(page, "identifier") == "Type your customer number, login id or e-mail address."
    assert fault_at(page, "password") == "Type your password."
    assert counted(served) == []


@pytest.mark.parametrize("length", [321, 4_096, 50_000])
def test_bad_input_02_a_number_that_is_too_long_is_refused(served: Office, visitor: Visitor, length: int) -> None:
    assert "too long" in fault_at(visitor.sign_in("1" * length, WORD, status=400), "identifier")
    assert counted(served) == []
    visitor.sign_in("1" * 320, WORD, status=401)


@pytest.mark.parametrize("size", [10**6, 10**7])
@pytest.mark.parametrize("field", ["identifier", "password"])
def test_bad_input_02_megabytes_are_refused_before_they_are_read(
    served: Office, visitor: Visitor, field: str, size: int
) -> None:
    answer = post(visitor, f"csrf_token={token(visitor)}&{field}={'x' * size}")
    assert answer.status_code == 413
    assert "That is too large" in answer.text
    assert counted(served) == []


CONTROLS = ["\x00", "\x01", "\x07", "\x1b[31m", "\x7f", "\x80", "\x85", "\x9f"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_bad_input_03_controls_are_refused_and_not_sent_back(served: Office, visitor: Visitor, control: str) -> None:
    page = visitor.sign_in(f"10{control}47", WORD, status=400)
    assert fault_at(page, "identifier")
    assert page.one("input", id="identifier").attributes["value"] == f"10{control[1:]}47"
    assert fault_at(visitor.sign_in("1047", f"{WORD}{control}", status=400), "password")
    assert counted(served) == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=ascii)
def test_bad_input_04_a_line_end_is_refused_and_writes_no_header(served: Office, visitor: Visitor, end: str) -> None:
    header = f"{end}Set-Cookie: forged=1"
    page = visitor.get("sign-in")
    for fields in (
        {"identifier": f"1047{header}", "password": WORD},
        {"identifier": "1047", "password": WORD + header},
    ):
        visitor.submit(page, "sign-in", fields, status=400)
        assert "forged" not in visitor.session.cookies
    assert counted(served) == []
    visitor.submit(page, "sign-in", {"identifier": "1047", "password": WORD, "to": f"history{header}"})
    assert visitor.answer.url == visitor.address("")
    assert "forged" not in visitor.session.cookies


NO_TEXT = ["%ff", "%c0%80", "%c1%bf", "%e0%80%af", "%ed%a0%80", "%f4%90%80%80", "%fe%ff", "%e2%82"]


def test_bad_input_05_bytes_that_are_no_text_are_refused(served: Office, visitor: Visitor) -> None:
    secret = token(visitor)
    for written in NO_TEXT:
        raw = bytes.fromhex(written.replace("%", ""))
        for body in (
            f"csrf_token={secret}&identifier=1047&password={written}".encode(),
            f"csrf_token={secret}&identifier={written}&password=x".encode(),
            f"csrf_token={secret}&{written}=1&identifier=1047&password=x".encode(),
            f"csrf_token={secret}&password=x&identifier=".encode() + raw,
        ):
            answer = post(visitor, body)
            assert answer.status_code == 400, body
            assert "could not be read" in answer.text
        visitor.get(f"sign-in?to={written}", status=400)
        visitor.get(f"sign-in/{written}", status=404)
    assert counted(served) == []


@pytest.mark.parametrize(
    ("number", "password", "typed", "secret"),
    [
        ("caf\u00e9", "na\u00efve", "cafe\u0301", "nai\u0308ve"),
        ("cafe\u0301", "nai\u0308ve", "caf\u00e9", "na\u00efve"),
        ("7", "\ufb01sh \uff11", "7", "fish 1"),
        ("\u212b", "\u212b", "\u00c5", "A\u030a"),
    ],
    ids=ascii,
)
def test_bad_input_07_nfc_twins_sign_in(
    served: Office, guest: Guests, number: str, password: str, typed: str, secret: str
) -> None:
    served.publish(Person(number, password))
    visitor = guest(served)
    visitor.sign_in(typed, secret)
    assert visitor.signed_in


TOWN = {"112": "one", "112 ": "two", "0112": "three", "ab": "four", "AB": "five", "\u0410-1": "six", "A-1": "seven"}
"""Numbers that look alike, and the passwords of their customers."""


def test_bad_input_08_twins_of_a_number_open_only_themselves(served: Office, guest: Guests) -> None:
    served.publish(*(Person(number, word) for number, word in TOWN.items()))
    for number, word in {**TOWN, "a-1": TOWN["A-1"], " 0112": TOWN["0112"]}.items():
        visitor = guest(served)
        for other in sorted(set(TOWN.values()) - {word})[:2]:
            visitor.sign_in(number, other, status=401)
        visitor.sign_in(number, word)
        assert visitor.signed_in


def test_bad_input_08_what_only_looks_like_a_number_opens_nothing(served: Office, guest: Guests) -> None:
    served.publish(*(Person(number, WORD) for number in ("112", "ab", "AB")))
    visitor = guest(served)
    for typed in ("１１２", "\u0661\u0661\u0662", "112.0", "+112", "1 1 2", "Ab", "112\u200b", "0x70", "1e2"):
        visitor.sign_in(typed, WORD, status=401)


LITERAL = [
    "\u202e7401\u2066",
    "\u200b\u200d\ufeff1047",
    "e" + "\u0301" * 300,
    "\U0001f984 \U0001f469\u200d\U0001f467",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7} {% include 'x' %}",
    "' OR 1=1--",
    "1047' --",
    "%",
    "10__",
    "1047\\",
    "../1047",
    "..\\..\\1047",
    "%2e%2e%2f1047",
    "\\\\host\\share",
    "file:///etc/passwd",
    "CON",
    "=1+1",
    "\ufffe\uffff",
]


def test_bad_input_09_to_14_what_was_typed_is_text(visitor: Visitor) -> None:
    usual = visitor.sign_in("nobody", WORD, status=401)
    for typed in LITERAL:
        page = visitor.sign_in(typed, typed, status=401)
        assert page.one("input", id="identifier").attributes["value"] == typed
        assert [one.tag for one in page] == [one.tag for one in usual]
        assert page.one(role="alert").text == usual.one(role="alert").text
        assert "value" not in page.one("input", id="password").attributes


ODD = ("\U0001f984 7", "\u7530\u4e2d", "<b>1</b>", "O'Hara", "100%", "a_b", "..", "=1")


def test_bad_input_10_to_14_an_odd_number_is_still_the_customers_own(served: Office, guest: Guests) -> None:
    served.publish(RUTH, *(Person(number, f"{number} \U0001f511", name="Somebody Odd") for number in ODD))
    for number in ODD:
        page = guest(served).sign_in(number, f"{number} \U0001f511")
        assert number in [one.exact_text for one in page.all("dd")]


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "../113", "javascript:x"])
def test_bad_input_14_no_place_to_go_leads_away(visitor: Visitor, to: str) -> None:
    page = visitor.get(f"sign-in?to={to}")
    visitor.submit(page, "sign-in", {"identifier": "1047", "password": WORD, "to": to})
    assert visitor.answer.url == visitor.address("")


def test_bad_input_23_fields_that_nobody_asked_for_change_nothing(served: Office, guest: Guests) -> None:
    served.publish(RUTH, Person("1048", "birch beer", name="Bo Stone"))
    visitor = guest(served)
    more = {"is_admin": "1", "company_id": "1", "customer_id": "1048", "number": "1048", "record_id": "R1048"}
    page = visitor.submit(visitor.get("sign-in"), "sign-in", {"identifier": "1047", "password": WORD, **more})
    assert "1047" in page.text
    assert "Bo Stone" not in page.text + visitor.get("contact?customer_id=1048&number=1048").text


def test_bad_input_24_what_stands_twice_is_refused(served: Office, visitor: Visitor) -> None:
    secret = token(visitor)
    sound = f"csrf_token={secret}&identifier=1047&password=wrong"
    for more in ("identifier=1047", "password=maple+syrup", f"csrf_token={secret}", "to=&to=", "x=1&x=2"):
        assert post(visitor, f"{sound}&{more}").status_code == 400, more
    assert post(visitor, sound + "".join(f"&x{n}=1" for n in range(50))).status_code == 400
    assert counted(served) == []
    visitor.get("sign-in?to=history&to=history", status=400)
    visitor.sign_in("1047", WORD)
    visitor.get("history?page=1&page=1", status=400)


def test_bad_input_24_what_is_missing_is_asked_for(served: Office, visitor: Visitor) -> None:
    answer = post(visitor, f"csrf_token={token(visitor)}")
    assert answer.status_code == 400
    assert "Type your password." in answer.text
    assert counted(served) == []


PASSWORDS = (
    *("x" * length for length in (1, 7, 8, 14, 15, 64, PASSWORD_CHARACTERS)),
    *("\U0001f511", " led by a blank", "led to one ", "clip", "password", "1047"),
)


def test_bad_input_32_every_password_that_the_office_may_give_opens(served: Office, guest: Guests) -> None:
    served.publish(*(Person(str(at), password) for at, password in enumerate(PASSWORDS)))
    for at, password in enumerate(PASSWORDS):
        visitor = guest(served)
        visitor.sign_in(str(at), password)
        assert visitor.signed_in


@pytest.mark.parametrize("length", [PASSWORD_CHARACTERS + 1, 4_096, 60_000])
def test_bad_input_32_a_longer_password_is_never_hashed(served: Office, visitor: Visitor, length: int) -> None:
    assert "too long" in fault_at(visitor.sign_in("1047", "x" * length, status=400), "password")
    assert counted(served) == []


ADDRESSES = (
    "ruth@",
    "@example.com",
    '"ruth"@example.com',
    "ruth@[127.0.0.1]",
    "ruth@example.com,bo@example.com",
    "ruth@example.com;x",
    "ruth@b\u00fccher.example",
    "-oX",
    "r" * 308 + "@example.com",
    "Ruth <ruth@example.com>",
)


def test_bad_input_34_an_address_names_exactly_whose_it_is(visitor: Visitor) -> None:
    for typed in ADDRESSES:
        visitor.sign_in(typed, WORD, status=401)
    visitor.sign_in(" RUTH@Example.com ", WORD)
    assert visitor.signed_in
