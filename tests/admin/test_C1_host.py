"""C1: what the host does for an administrator who can't sign in, and what the office takes with it who leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.departed import forget_departed
from receiver.domain.administrators.models import AdministratorSession, SecondFactor
from receiver.domain.audit.models import AuditEntry, Side
from receiver.domain.people.attempts import LOCKED_AFTER, factor_subject
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import Passkey
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.factoring import set_up
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.portal.mailed import mails


@pytest.fixture
def other(serving: Serving, office: Office) -> Iterator[Boss]:
    """Another browser."""
    with Boss(serving.receiver.url, office.company_id) as one:
        yield one


def lock(office: Office, *subjects: str) -> None:
    """As if somebody had guessed."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        for one in subjects:
            session.add(Attempt(company_id=office.company_id, subject=one, failures=LOCKED_AFTER, updated_at=now()))


def noted(office: Office) -> list[tuple[str, dict[str, object]]]:
    """What the audit log says that the host did."""
    with office.work.reading(office.company_id) as session:
        found = session.scalars(
            select(AuditEntry).where(AuditEntry.company_id == office.company_id, AuditEntry.side == Side.HOST)
        )
        return [(one.action, json.loads(one.details)) for one in found]


def test_C1_the_host_unlocks_an_administrator(serving: Serving, office: Office, other: Boss) -> None:
    lock(office, "staff:Ann", factor_subject("staff:Ann"))
    other.sign_in(status=429)
    command = ("unlock", "ann", "--staff", "--company", str(office.company_id))
    assert serving.receiver.must(*command, "--json").json == {"unlocked": True}
    assert other.sign_in().one("h1").text == "Overview"
    assert serving.receiver.run(*command).code == 3
    assert noted(office) == [("administrators.unlocked", {"user": "ann"})]


def test_C1_the_host_removes_a_lost_second_factor(serving: Serving, office: Office, boss: Boss, other: Boss) -> None:
    set_up(boss)
    command = ("company", "admin-reset", str(office.company_id), "--user", "Ann")
    assert serving.receiver.must(*command, "--json").json == {"removed": True, "unlocked": False, "ended": 1}
    boss.get(status=401)
    assert other.sign_in().one("h1").text == "Overview"
    assert serving.receiver.must(*command, "--json").json == {"removed": False, "unlocked": False, "ended": 1}
    assert serving.receiver.run(*command).code == 3
    lock(office, "staff:Ann")
    assert "Ann was locked, and may try again." in serving.receiver.must(*command).out
    assert noted(office) == [
        ("administrators.factor-taken", {"user": "Ann"}),
        ("administrators.sessions-ended", {"user": "Ann", "count": 1}),
        ("administrators.unlocked", {"user": "Ann"}),
    ]
    mistyped = serving.receiver.run(*command[:-1], "Anne", "--json")
    assert (mistyped.code, mistyped.json["error"]["detail"]) == (1, "These do: Ann")


def test_C1_the_host_tells_by_mail_that_a_second_factor_is_gone(posting: Serving) -> None:
    office = posting.office()
    office.publish(ANN, RUTH, TOM)
    with Boss(posting.receiver.url, office.company_id) as ann:
        ann.sign_in()
        set_up(ann)
    posting.receiver.must("company", "admin-reset", str(office.company_id), "--user", "ann")
    told = mails(office)[-1]
    assert told.to == ANN.email
    assert "The second factor and the passkeys were removed by whoever runs the portal." in told.text


def test_T22_who_was_removed_leaves_no_passkey_for_who_gets_his_name(boss: Boss, office: Office) -> None:
    company_id = office.company_id
    set_up(boss)
    office.publish(ANN, Chief("Zed", "one long word"), Chief("Sue", "slow brown rivers"), RUTH, TOM)
    with office.work.writing(company_id, Lane.VISITORS) as session:
        for who in ("staff:Ann", "staff:Sue", "staff:Zed", "record:R1047"):
            made = {"public_key": b"", "name": "", "made_at": now()}
            session.add(Passkey(company_id=company_id, credential_id=who.encode(), user_id=who, **made))
    office.publish(Chief("Zed", "one more long word"), Chief(ANN.name, ANN.password, level=2), RUTH, TOM)
    office.publish(Chief("Zed", "one more long word"), Chief("Sue", "another Sue of theirs"), RUTH, TOM)
    with office.work.writing(company_id, Lane.VISITORS) as session:
        forget_departed(session, company_id)
    with office.work.reading(company_id) as session:
        kept = session.scalars(select(Passkey.user_id).where(Passkey.company_id == company_id)).all()
        assert sorted(kept) == ["record:R1047", "staff:Zed"]
        mine = select(AdministratorSession).where(AdministratorSession.company_id == company_id)
        assert session.scalars(mine).all() == []
        assert session.get(SecondFactor, (company_id, "staff:Ann")), "the name alone opens nothing for the next one"
