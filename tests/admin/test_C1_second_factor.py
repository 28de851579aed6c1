"""C1: the optional second factor, which a switch makes everybody's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.people.attempts import LOCKED_AFTER, factor_subject
from receiver.domain.people.models import Attempt, Way
from receiver.domain.people.users import Passkey, Site
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.factoring import Program, key_on, set_up
from tests.admin.noted import noted
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.portal.mailed import mails

ZED = Chief("Zed", "one more long word")
WRONG = "That code is not right, or no longer. Wait for the next one, then type it."


@pytest.fixture
def other(serving: Serving, office: Office) -> Iterator[Boss]:
    """Another browser."""
    with Boss(serving.receiver.url, office.company_id) as one:
        yield one


def test_C1_a_second_factor_is_set_up_and_asked_for(boss: Boss, other: Boss) -> None:
    other.sign_in()
    program, codes = set_up(boss)
    assert len(codes) == 10
    other.get(status=401)
    page = other.sign_in()
    assert page.one("h1").text == "One more step"
    for path in ("", "settings", "own-sign-in", "sign-ins", "own-sign-in/factor"):
        assert other.get(path).one("h1").text == "One more step", path
    page = other.submit(page, "sign-in/factor", {"code": "000000"}, status=401)
    assert page.one(id="code-fault").text == WRONG
    page = other.submit(page, "sign-in/factor", {"code": program.first}, status=401)
    assert page.one(id="code-fault").text == WRONG, "a code is good once"
    code = program.code(1)
    assert other.submit(page, "sign-in/factor", {"code": f" {code[:3]} {code[3:]}"}).one("h1")
    assert other.get().one("h1").text == "Overview"
    assert "Sign out" in boss.get("own-sign-in").text


def test_C1_the_key_is_shown_until_its_first_code_and_never_again(boss: Boss) -> None:
    page = boss.submit(boss.get("own-sign-in"), "own-sign-in/factor", {"step": "begin"})
    picture = boss.session.get(boss.address("own-sign-in/factor.svg"), timeout=30)
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    for typed in ("", "12345", "abcdef", "0" * 50):
        page = boss.submit(page, "own-sign-in/factor", {"step": "confirm", "code": typed}, status=400)
        assert "That code is not right." in page.one(id="code-fault").text
    boss.submit(page, "own-sign-in/factor", {"step": "confirm", "code": Program(key_on(page)).code()})
    assert boss.session.get(boss.address("own-sign-in/factor.svg"), timeout=30).status_code == 404
    assert not boss.get("own-sign-in/factor").all(id="key")


def test_C1_a_recovery_code_opens_once(boss: Boss, other: Boss) -> None:
    _, codes = set_up(boss)
    page = other.submit(other.sign_in(), "sign-in/factor", {"code": codes[3].lower()})
    assert "9 recovery codes are left." in page.text
    other.submit(page, "sign-out", {})
    page = other.submit(other.sign_in(), "sign-in/factor", {"code": codes[3]}, status=401)
    page = other.submit(page, "sign-in/factor", {"code": codes[4]})
    made = boss.submit(boss.get("own-sign-in/factor"), "own-sign-in/factor", {"step": "codes"})
    newer = made.one(id="codes").text.split()
    other.submit(page, "sign-out", {})
    page = other.submit(other.sign_in(), "sign-in/factor", {"code": codes[5]}, status=401)
    other.submit(page, "sign-in/factor", {"code": newer[0]})


def test_C1_signing_in_again_does_not_let_guesses_begin_anew(boss: Boss, other: Boss, office: Office) -> None:
    program, _ = set_up(boss)
    for guess in range(5):
        other.submit(other.sign_in(), "sign-in/factor", {"code": f"{guess:06}"}, status=401)
    page = other.submit(other.sign_in(), "sign-in/factor", {"code": program.code(1)}, status=429)
    assert "Too many attempts. Try again in" in page.one(id="code-fault").text
    assert noted(office, "administrators.")[-2:] == ["administrators.factor-set-up", "administrators.code-paused"]


def test_C1_who_is_locked_by_wrong_codes_hears_of_it_once(posting: Serving) -> None:
    office = posting.office()
    office.publish(ANN, RUTH, TOM)
    with Boss(posting.receiver.url, office.company_id) as boss, Boss(posting.receiver.url, office.company_id) as thief:
        boss.sign_in()
        set_up(boss)
        with office.work.writing(office.company_id, Lane.VISITORS) as session:
            guessed = {"subject": factor_subject("staff:Ann"), "failures": LOCKED_AFTER - 1, "updated_at": now()}
            session.add(Attempt(company_id=office.company_id, **guessed))
        page = thief.submit(thief.sign_in(), "sign-in/factor", {"code": "000000"}, status=401)
        thief.submit(page, "sign-in/factor", {"code": "000001"}, status=429)
    assert noted(office, "administrators.")[-1] == "administrators.code-locked"
    subjects = [one.subject for one in mails(office) if one.kind == "administrator-changed"]
    (said,) = [one for one in subjects if one.startswith("20 wrong codes in a row after your password")]
    assert said


def test_C1_removed_again_the_password_is_enough(boss: Boss, other: Boss) -> None:
    set_up(boss)
    page = boss.submit(boss.get("own-sign-in/factor"), "own-sign-in/factor", {"step": "remove"})
    assert "Your second factor is removed." in page.text
    assert other.sign_in().one("h1").text == "Overview"


def test_C1_a_code_without_a_sign_in_or_with_a_forged_form_opens_nothing(boss: Boss, other: Boss) -> None:
    program, _ = set_up(boss)
    answer = other.session.post(other.address("sign-in/factor"), data={"code": program.code(1)}, timeout=30)
    assert answer.url.endswith("/admin/sign-in")
    other.sign_in()
    answer = other.session.post(other.address("sign-in/factor"), data={"code": program.code(1)}, timeout=30)
    assert answer.status_code == 403


def test_C1_the_switch_makes_everybody_set_one_up(boss: Boss, other: Boss, office: Office) -> None:
    office.publish(ANN, ZED, RUTH, TOM)
    other.sign_in(ZED.name, ZED.password)
    assert "Before you switch this on, set up your own." in boss.get("sign-ins").text
    set_up(boss)
    page = boss.get("sign-ins")
    assert "1 administrator has none yet" in page.text
    boss.submit(page, "sign-ins/required", {})
    for path in ("", "settings", "sign-ins"):
        page = other.get(path)
        assert page.one("h1").text == "My sign-in", path
        assert "Overview" not in page.text
    assert "Every administrator of this company needs a second factor." in page.text
    set_up(other)
    assert other.get().one("h1").text == "Overview"
    page = boss.submit(boss.get("sign-ins"), "sign-ins/required", {})
    assert "the password alone is enough for who has no second factor" in page.text


def test_C1_a_lost_second_factor_is_removed_by_another_level_1_user(boss: Boss, other: Boss, office: Office) -> None:
    office.publish(ANN, ZED, RUTH, TOM)
    other.sign_in(ZED.name, ZED.password)
    set_up(other)
    page = boss.submit(boss.get("sign-ins"), "sign-ins/help", {"do": "disarm"})
    assert "Zed has no second factor and no passkey any more." in page.text
    other.get(status=401)
    assert other.sign_in(ZED.name, ZED.password).one("h1").text == "Overview"


def test_C1_a_locked_administrator_is_unlocked_by_another(boss: Boss, other: Boss, office: Office) -> None:
    office.publish(ANN, ZED, RUTH, TOM)
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(Attempt(company_id=office.company_id, subject="staff:Zed", failures=LOCKED_AFTER, updated_at=now()))
    assert "has to unlock this user" in other.sign_in(ZED.name, ZED.password, status=429).text
    page = boss.submit(boss.get("sign-ins"), "sign-ins/help", {"do": "unlock"})
    assert "Zed may try again." in page.text
    other.sign_in(ZED.name, ZED.password)


def test_C10_sessions_are_listed_and_ended(boss: Boss, other: Boss) -> None:
    other.sign_in()
    page = boss.submit(boss.get("sign-ins"), "sign-ins/end", {"end": _others_mark(boss, "sign-ins/end")})
    assert "Ann is signed out at that browser." in page.text
    other.get(status=401)
    other.sign_in()
    boss.submit(boss.get("own-sign-in"), "own-sign-in/sessions", {"end": _others_mark(boss, "own-sign-in/sessions")})
    other.get(status=401)
    other.sign_in()
    boss.submit(boss.get("own-sign-in"), "own-sign-in/sessions", {"end": "others"})
    other.get(status=401)
    other.sign_in()
    assert (
        "You are signed out everywhere."
        in other.submit(other.get("own-sign-in"), "own-sign-in/sessions", {"end": "all"}).text
    )
    boss.get(status=401)


def test_C10_sessions_of_an_earlier_password_are_not_listed(boss: Boss, other: Boss, office: Office) -> None:
    assert boss.get("sign-ins").text.count("Last seen") == 1
    office.publish(Chief(ANN.name, "many red gardens"), RUTH, TOM)
    other.sign_in(ANN.name, "many red gardens")
    assert "Sign out everywhere else" not in other.get("own-sign-in").text
    assert other.get("sign-ins").text.count("Last seen") == 1


@pytest.mark.parametrize("mark", ["", "zz", "00", "others of none", "\x00"])
def test_C10_a_session_that_is_not_there_ends_nothing(boss: Boss, mark: str) -> None:
    page = boss.get("sign-ins")
    form = next(one for one in page.all("form") if one.attributes["action"].endswith("sign-out"))
    token = form.one("input", name="csrf_token").attributes["value"]
    for path in ("sign-ins/end", "own-sign-in/sessions"):
        answer = boss.session.post(boss.address(path), data={"csrf_token": token, "end": mark}, timeout=30)
        assert answer.status_code == 200, path
        assert "That session was over already." in answer.text
    boss.get()


def test_C1_without_the_last_passkey_a_session_needs_another_second_factor(boss: Boss, office: Office) -> None:
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        made = {"user_id": "staff:Ann", "site": Site.ADMINISTRATION, "public_key": b"", "name": "", "made_at": now()}
        session.add(Passkey(company_id=office.company_id, credential_id=b"1", **made))
        mine = update(AdministratorSession).where(AdministratorSession.company_id == office.company_id)
        session.execute(mine.values(way=Way.PASSKEY))
    boss.submit(boss.get("sign-ins"), "sign-ins/required", {})
    page = boss.get("own-sign-in/passkeys")
    removed = {"remove": page.one("button", name="remove").attributes["value"]}
    assert "The passkey is removed." in boss.submit(page, "own-sign-in/passkeys", removed).text
    assert "There is no such passkey any more." in boss.submit(page, "own-sign-in/passkeys", removed).text
    assert boss.get().one("h1").text == "My sign-in"


def _others_mark(boss: Boss, action: str) -> str:
    """The mark of the session that is not this one."""
    page = boss.get(action.partition("/")[0])
    forms = [one for one in page.all("form") if one.attributes.get("action", "").endswith(action)]
    return forms[0].one("button").attributes["value"]
