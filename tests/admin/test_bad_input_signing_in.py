"""Bad input where administrators sign in (reliability section 7): refused in plain words, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from receiver.domain.administrators.models import AdministratorSession, SecondFactor
from tests.admin.boss import ANN, Boss
from tests.admin.factoring import set_up
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.portal.mailed import mails

ODD = (
    "   ",
    "\x00",
    "a\r\nb",
    "' OR 1=1--",
    "%",
    "{{7*7}}",
    "<script>",
    "\u202eAnn",
    "x" * 10_000,
    "１２３４５６",
    "-1",
)


@pytest.fixture
def stranger(serving: Serving, office: Office) -> Iterator[Boss]:
    """Nobody yet."""
    with Boss(serving.receiver.url, office.company_id) as one:
        yield one


def test_bad_input_names_and_passwords_open_nothing(stranger: Boss, office: Office) -> None:
    for odd in ODD:
        for name, password in ((odd, ANN.password), (ANN.name, odd)):
            page = stranger.get("sign-in")
            form = next(one for one in page.all("form") if one.attributes["action"].endswith("sign-in"))
            token = form.one("input", name="csrf_token").attributes["value"]
            fields = {"csrf_token": token, "name": name, "password": password, "to": odd}
            answer = stranger.session.post(stranger.address("sign-in"), data=fields, timeout=30)
            assert answer.status_code in (400, 401, 413, 429), (odd, answer.status_code)
            assert ANN.password not in answer.text
    with office.work.reading(office.company_id) as session:
        mine = select(AdministratorSession).where(AdministratorSession.company_id == office.company_id)
        assert session.scalars(mine).all() == []


def test_bad_input_steps_and_users_that_are_none_change_nothing(boss: Boss, office: Office) -> None:
    page = boss.get("own-sign-in")
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    for path, fields in (
        ("own-sign-in/factor", {"step": "everything"}),
        ("own-sign-in/factor", {}),
        ("sign-ins/help", {"user": "staff:Ann", "do": "disarm"}),
        ("sign-ins/help", {"user": "staff:Ann", "do": "\x00"}),
    ):
        answer = boss.session.post(boss.address(path), data={"csrf_token": token, **fields}, timeout=30)
        assert answer.status_code == 400, (path, fields)
    for odd in ODD:
        fields = {"csrf_token": token, "user": odd, "do": "disarm"}
        answer = boss.session.post(boss.address("sign-ins/help"), data=fields, timeout=30)
        assert "That user does not administer any more." in answer.text
    assert boss.session.post(boss.address("sign-ins/help"), data={"user": "staff:Ann"}, timeout=30).status_code == 403
    boss.get("own-sign-in")


def test_S1_a_second_factor_rests_sealed_and_is_told_by_mail_without_it(posting: Serving) -> None:
    office = posting.office()
    office.publish(Chief(ANN.name, ANN.password, "ann@greenvalley.example"))
    with Boss(posting.receiver.url, office.company_id) as ann:
        ann.sign_in()
        program, codes = set_up(ann)
    (mail,) = mails(office)
    assert (mail.to, mail.subject) == (
        "ann@greenvalley.example",
        "A second factor was set up. (Green Valley Lawn Care, administration)",
    )
    with office.work.reading(office.company_id) as session:
        row = session.get_one(SecondFactor, (office.company_id, "staff:Ann"))
        kept = row.secret + row.recovery + mail.text.encode()
    for secret in (program.key, *codes, *(one.replace("-", "") for one in codes)):
        assert secret.encode() not in kept
