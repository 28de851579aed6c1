"""C4: a printed letter brings customers without an e-mail address onto the portal: number, address, a code for once,
never a password."""

from __future__ import annotations

import re

import pytest
import segno

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people.letters import LIFE
from receiver.domain.people.users import OneTimeCode
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.customers import go, letters, row
from tests.admin.test_C4_list import deeds
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.printed import code_in, pages, square
from tests.support.visitor import Visitor

PAGE = "sign-in/letter"
SECRET = "six red apples on a plate"
BO = Person("1050", "", "Bo Stone", details={"first_name": "Bo", "street": "3 Elm Row", "city": "Springfield"})


def use(visitor: Visitor, number: str, code: str, password: str = SECRET, status: int = 200) -> str:
    """Type all three; what the page that follows says."""
    fields = {"identifier": number, "code": code, "password": password}
    return visitor.submit(visitor.get(PAGE), PAGE, fields, status).text


def test_C4_letters_hold_number_address_and_code_and_no_password(boss: Boss, office: Office) -> None:
    office.publish(ANN, RUTH, TOM, BO, phone="555-0142", currency="USD")
    found = pages(letters(boss, TOM.number, BO.number))
    assert len(found) == 2
    (bo,) = [one for one in found if "Bo Stone" in one]
    address = f"{boss.url}/{boss.company}/{PAGE}"
    for words in ("Green Valley Lawn Care", "555-0142", "3 Elm Row", "Hello Bo,", address, BO.number):
        assert words in bo, words
    assert TOM.password not in "".join(found)
    assert deeds(office) == [("customers.letter", "record:R1048"), ("customers.letter", "record:R1050")]
    assert "by letter" in row(boss.get("customers"), BO.number).text


def test_C4_the_square_leads_to_the_page_and_is_one_shape(boss: Boss, office: Office) -> None:
    office.publish(ANN, BO)
    shapes, modules = square(letters(boss, BO.number))
    link = f"{boss.url}/{boss.company}/{PAGE}?number={BO.number}"
    assert modules == {
        (x, y) for y, line in enumerate(segno.make_qr(link, error="m").matrix) for x, dark in enumerate(line) if dark
    }
    # Each module by itself takes ten times as long, while others wait for their invoices.
    assert shapes == 1


def test_C4_the_code_sets_a_password_once(boss: Boss, office: Office, serving: Serving) -> None:
    office.publish(ANN, RUTH, BO)
    code = code_in(letters(boss, BO.number), BO.number)
    with Visitor(serving.receiver.url, office.company_id) as bo:
        page = bo.get(f"{PAGE}?number={BO.number}")
        assert page.one("input", id="identifier").attributes["value"] == BO.number
        assert "That is too short." in use(bo, BO.number, code, "short", 400)
        assert "That is a name or number" in use(bo, BO.number, code, "Bo Stone", 400)
        assert "Your password is set." in use(bo, BO.number, code.lower().replace("-", " "))
        assert bo.signed_in
        assert "That did not match, or the code is over." in use(bo, BO.number, code, "another long word", 401)
        bo.session.cookies.clear()
        bo.sign_in(BO.number, SECRET)
        assert bo.signed_in
    assert deeds(office)[-1] == ("portal.password-by-letter", "")


def test_C4_only_the_newest_letter_is_good_and_the_same_form_prints_the_same(
    boss: Boss, office: Office, serving: Serving
) -> None:
    office.publish(ANN, RUTH, BO)
    first = letters(boss, BO.number, fields={"key": "one"})
    assert code_in(letters(boss, BO.number, fields={"key": "one"}), BO.number) == code_in(first, BO.number)
    assert deeds(office) == [("customers.letter", "record:R1050")], "twice the same form, one letter"
    second = code_in(letters(boss, BO.number), BO.number)
    older = boss.submit(go(boss, "letters", BO.number), "customers/letters", {"key": "one", "language": "en"})
    assert "1 letter was not printed again: a newer letter" in older.one("p", role="status").text
    with Visitor(serving.receiver.url, office.company_id) as bo:
        use(bo, BO.number, code_in(first, BO.number), status=401)
        use(bo, BO.number, second)


@pytest.mark.parametrize("how", ["another customer's", "of another company", "expired", "deactivated", "made up"])
def test_C4_a_code_opens_nothing_else(boss: Boss, office: Office, serving: Serving, how: str) -> None:
    office.publish(ANN, TOM, BO)
    code, number, company = code_in(letters(boss, BO.number), BO.number), BO.number, office.company_id
    if how == "another customer's":
        number = TOM.number
    elif how == "of another company":
        other = serving.office()
        other.publish(ANN, BO)
        company = other.company_id
    elif how == "expired":
        with office.work.writing(office.company_id, Lane.VISITORS) as session:
            for one in session.query(OneTimeCode).filter(OneTimeCode.company_id == office.company_id):
                one.expires_at -= LIFE
    elif how == "deactivated":
        boss.submit(go(boss, "deactivate", BO.number), "customers/deactivate", {})
    else:
        code = "ABCD-EFGH-JKMN"
    with Visitor(serving.receiver.url, company) as visitor:
        assert "That did not match, or the code is over." in use(visitor, number, code, status=401)
        assert not visitor.signed_in


def test_T21_codes_are_guessed_no_faster_than_passwords(boss: Boss, office: Office, serving: Serving) -> None:
    office.publish(ANN, BO)
    code = code_in(letters(boss, BO.number), BO.number)
    with Visitor(serving.receiver.url, office.company_id) as guesser:
        for number in (BO.number, "nobody"):
            for _ in range(5):
                use(guesser, number, "ABCD-EFGH-JKMN", status=401)
            assert "Too many attempts." in use(guesser, number, code, status=429)


@pytest.mark.parametrize(
    ("field", "sent", "words"),
    [
        ("identifier", "", "Type your customer number"),
        ("identifier", "1\x0050", "Something in it is no character."),
        ("identifier", "1" * 400, "That is too long"),
        ("code", " \t", "Type the code."),
        ("password", "", "Type a new password."),
        ("password", "x" * 2000, "That is too long."),
    ],
)
def test_C4_what_is_wrong_is_said_beside_its_field(
    boss: Boss, office: Office, serving: Serving, field: str, sent: str, words: str
) -> None:
    office.publish(ANN, BO)
    code = code_in(letters(boss, BO.number), BO.number)
    with Visitor(serving.receiver.url, office.company_id) as bo:
        page = bo.get(PAGE)
        fields = {"identifier": BO.number, "code": code, "password": SECRET, field: sent}
        page = bo.submit(page, PAGE, fields, 400)
        assert page.one("p", id=f"{field}-fault").text.startswith(words)
        if field != "code":
            assert page.one("input", id="code").attributes["value"] == code
        use(bo, BO.number, code)


def test_C4_letters_in_spanish(boss: Boss, office: Office) -> None:
    office.publish(ANN, BO)
    (page,) = pages(letters(boss, BO.number, fields={"language": "es"}))
    assert re.search(r"Hola,? Bo", page)
    asked = go(boss, "letters", BO.number)
    boss.submit(asked, "customers/letters", {"language": "xx"}, 400)


def test_C4_moment_of_expiry_is_printed(boss: Boss, office: Office) -> None:
    office.publish(ANN, BO)
    (page,) = pages(letters(boss, BO.number))
    assert f"{now() + LIFE:%Y}" in page
