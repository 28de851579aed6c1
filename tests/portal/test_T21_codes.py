"""B10, T21: links and codes on both kinds of database: used once whoever comes at the same moment, counted exactly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from receiver.db.lanes import Lane
from receiver.domain.people import codes, mail_limits
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.codes import LinkState, consume_link, link_state, make_code, make_link, try_code
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import OneTimeCode
from tests.portal.cast import Office

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
RUTH = "record:R1047"


def linked(office: Office, *users: str) -> str:
    """The token of a link for these users."""
    with office.work.writing(112, Lane.VISITORS) as session:
        return make_link(session, 112, users, NOW)


def used(office: Office, token: str, now: datetime = NOW) -> list[str]:
    """Whom the link signs in."""
    with office.work.writing(112, Lane.VISITORS) as session:
        return consume_link(session, 112, token, now)


def state(office: Office, token: str, now: datetime = NOW) -> LinkState:
    """What a page says of it."""
    with office.work.reading(112) as session:
        return link_state(session, 112, token, now)


def tried(office: Office, typed: str, now: datetime = NOW) -> bool:
    """Whether it is Ruth's code."""
    with office.work.writing(112, Lane.VISITORS) as session:
        return try_code(session, office.secrets.peppers, 112, RUTH, typed, now)


def coded(office: Office, user: str = RUTH) -> str:
    """A code."""
    with office.work.writing(112, Lane.VISITORS) as session:
        return make_code(session, office.secrets.peppers, 112, user, NOW)


def test_T21_ten_presses_at_one_moment_sign_in_once(office: Office) -> None:
    token = linked(office, RUTH)
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: used(office, token), range(10)))
    assert sorted(found) == [[]] * 9 + [[RUTH]]
    assert state(office, token) is LinkState.OVER


def test_T21_a_link_lives_thirty_minutes_and_is_forgotten_a_day_later(office: Office) -> None:
    token, other = linked(office, RUTH, "person:eva"), linked(office, RUTH)
    assert state(office, token, NOW + codes.LINK_LIFE - timedelta(seconds=1)) is LinkState.GOOD
    assert state(office, token, NOW + codes.LINK_LIFE) is LinkState.OVER
    assert used(office, token, NOW + codes.LINK_LIFE) == []
    assert used(office, token) == [RUTH, "person:eva"]
    assert state(office, "A" * 43) is LinkState.UNKNOWN
    with office.work.writing(112, Lane.VISITORS) as session:
        make_link(session, 112, [RUTH], NOW + codes.LINK_LIFE + codes.KEPT + timedelta(seconds=1))
        assert session.scalar(select(func.count()).where(OneTimeCode.company_id == 112)) == 1
    assert state(office, other) is LinkState.UNKNOWN


def test_T21_a_code_is_the_users_and_opens_no_link(office: Office) -> None:
    code, other = coded(office), coded(office, "record:R1048")
    assert not tried(office, other)
    assert used(office, code) == []
    assert tried(office, f" {code[:4].lower()}-{code[4:]} ")
    assert not tried(office, code)


def test_T21_guesses_at_one_moment_cost_a_try_each(office: Office) -> None:
    code = coded(office)
    wrong = ["".join(sorted(code, reverse=True)) + str(number) for number in range(20)]
    with ThreadPoolExecutor(10) as pool:
        assert not any(pool.map(lambda typed: tried(office, typed), wrong))
    assert not tried(office, code)
    code = coded(office)
    assert not tried(office, code, NOW + codes.CODE_LIFE)
    assert tried(office, code, NOW + codes.CODE_LIFE - timedelta(seconds=1))


def test_B10_mails_are_limited_by_address_and_company_too(office: Office) -> None:
    def allowed(network: str, account: str, address: str, now: datetime = NOW) -> bool:
        with office.work.writing(112, Lane.VISITORS) as session:
            return mail_limits.allow(session, 112, network, [account], address, now)

    said = [allowed(f"192.0.2.{n}", f"record:{n}", "one@example.com") for n in range(mail_limits.ADDRESS.most + 1)]
    assert said == [True] * mail_limits.ADDRESS.most + [False]
    assert allowed("192.0.2.9", "record:9", "one@example.com", NOW + mail_limits.ADDRESS.drain)
    with office.work.writing(112, Lane.VISITORS) as session:
        company = session.get_one(Attempt, (112, "mails"))
        company.failures, company.updated_at = mail_limits.COMPANY.most, NOW
    with pytest.raises(TooManyAttempts):
        allowed("198.51.100.1", "record:last", "last@example.com")
    assert allowed("198.51.100.1", "record:last", "last@example.com", NOW + 2 * mail_limits.COMPANY.drain)
