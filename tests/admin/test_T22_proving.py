"""T22: what is dangerous asks for the password again, where it was typed a while ago."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.models import AdministratorSession
from tests.admin.boss import ANN, Boss
from tests.admin.noted import noted
from tests.portal.cast import Office


def grown_stale(office: Office) -> None:
    """As if everybody at the administration site had signed in an hour ago."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        mine = update(AdministratorSession).where(AdministratorSession.company_id == office.company_id)
        session.execute(mine.values(proved_at=now() - timedelta(hours=1)))


def test_T22_the_password_is_asked_for_again_and_what_was_sent_is_kept(boss: Boss, office: Office) -> None:
    there = f"/{office.company_id}/admin/settings?a=1"
    assert boss.get(f"prove?back={there}").one("h1").text == "Settings", "he has just signed in"
    grown_stale(office)
    page = boss.get(f"prove?back={there}")
    assert page.one("h1").text == "Please type your password again"
    page = boss.submit(page, "prove", {"proof": ""}, status=400)
    assert page.one(id="proof-fault").text == "Type your password."
    page = boss.submit(page, "prove", {"proof": "wrong"}, status=401)
    assert page.one(id="proof-fault").text == "That is not your password. Please type it again."
    page = boss.submit(page, "prove", {"proof": ANN.password})
    assert boss.answer.url.endswith(there)
    assert page.one("h1").text == "Settings"
    boss.get(f"prove?back={there}")
    assert boss.answer.url.endswith(there), "not asked again"


def test_T22_guesses_at_an_open_browser_are_counted(boss: Boss, office: Office) -> None:
    grown_stale(office)
    page = boss.get("prove")
    for _ in range(5):
        page = boss.submit(page, "prove", {"proof": "wrong"}, status=401)
    assert "Too many attempts. Try again in" in boss.submit(page, "prove", {"proof": ANN.password}, status=429).text
    assert noted(office, "administrators.")[-1] == "administrators.proof-paused"


def test_T22_it_leads_nowhere_else(boss: Boss, office: Office) -> None:
    for back in ("https://evil.example/", "//evil.example", "/113/admin/settings", f"/{office.company_id}/schedule"):
        boss.get(f"prove?back={back}")
        assert boss.answer.url.endswith(f"/{office.company_id}/admin/")
