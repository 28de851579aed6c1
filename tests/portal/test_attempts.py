"""How often somebody may guess: the pauses, the lock, the network's budget, and guesses at one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from receiver.domain.people import attempts
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.models import Attempt
from receiver.web.client_address import network_of
from tests.portal.cast import Office

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
ACCOUNT = attempts.account_subject("R1047")


def guess(office: Office, now: datetime, subject: str = ACCOUNT, network: str = "192.0.2.1") -> datetime | str | None:
    """One attempt: "tried", or until when it has to wait."""
    try:
        with office.work.writing(office.company_id) as session:
            attempts.count(session, office.company_id, [subject], network, now)
    except TooManyAttempts as refused:
        return refused.until
    return "tried"


def succeed(office: Office, network: str = "192.0.2.1") -> None:
    with office.work.writing(office.company_id) as session:
        attempts.succeed(session, office.company_id, [ACCOUNT], network)


@pytest.mark.parametrize("subject", [ACCOUNT, attempts.unknown_subject("nobody")])
def test_B2_five_free_then_pauses_that_double_then_the_office(office: Office, subject: str) -> None:
    now = NOW
    for _ in range(attempts.FREE):
        assert guess(office, now, subject) == "tried"
    pauses = []
    for _ in range(attempts.LOCKED_AFTER - attempts.FREE):
        until = guess(office, now, subject)
        assert isinstance(until, datetime)
        pauses.append(int((until - now).total_seconds()))
        # Other networks, so that only the account is in the way.
        assert guess(office, until - timedelta(seconds=1), subject, "192.0.2.2") == until
        now = until
        assert guess(office, now, subject, f"198.51.100.{len(pauses)}") == "tried"
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, *[3600] * 8]
    assert guess(office, now + timedelta(days=400), subject, "192.0.2.3") is None


def test_B2_success_forgets_the_accounts_failures_but_not_the_networks(office: Office) -> None:
    for number in range(20):
        assert guess(office, NOW, attempts.account_subject(str(number))) == "tried"
    for _ in range(4):
        guess(office, NOW)
    succeed(office)
    held = _rows(office)
    assert ACCOUNT not in held
    assert held["address:192.0.2.1"] == 23


def test_B2_one_password_at_many_accounts_is_slowed_after_thirty(office: Office) -> None:
    answers = [guess(office, NOW, attempts.account_subject(str(number))) for number in range(500)]
    assert answers.count("tried") == attempts.NETWORK_BUDGET
    assert guess(office, NOW, attempts.account_subject("1"), "192.0.2.2") == "tried"
    assert guess(office, NOW + attempts.NETWORK_DRAIN, attempts.account_subject("600")) == "tried"
    assert (
        guess(office, NOW + attempts.NETWORK_DRAIN, attempts.account_subject("601")) == NOW + 2 * attempts.NETWORK_DRAIN
    )


def test_B2_a_hundred_guesses_at_one_moment_are_counted_exactly(office: Office) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: guess(office, NOW), range(100)))
    assert answers.count("tried") == attempts.FREE
    assert _rows(office)[ACCOUNT] == attempts.FREE


def test_B2_counters_nobody_touched_are_forgotten_but_no_lock(office: Office) -> None:
    with office.work.writing(112) as session:
        for subject, failures in (
            (attempts.account_subject("1"), 20),
            (attempts.account_subject("2"), 19),
            ("unknown:a", 20),
        ):
            session.add(Attempt(company_id=112, subject=subject, failures=failures, blocked_until=None, updated_at=NOW))
    with office.work.writing(112) as session:
        attempts.forget_old(session, 112, NOW + attempts.FORGOTTEN_AFTER + timedelta(days=1))
    assert set(_rows(office)) == {attempts.account_subject("1")}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_B2_attempts_are_counted_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


def _rows(office: Office) -> dict[str, int]:
    with office.work.reading(office.company_id) as session:
        rows = session.scalars(select(Attempt).where(Attempt.company_id == office.company_id)).all()
        return {row.subject: row.failures for row in rows}
