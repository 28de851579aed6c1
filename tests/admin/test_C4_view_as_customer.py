"""C4, View as customer: an administrator sees the portal as one customer sees it, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.administrators.sessions import IDLE
from receiver.domain.people.models import PortalSession
from receiver.domain.people.users import PortalUser
from receiver.web.access import audience_of
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.test_C4_list import deeds
from tests.guards.company_sweep import company_routes
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.support import application
from tests.support.visitor import Visitor

Held = TypeVar("Held", AdministratorSession, PortalSession)
HALF_AN_HOUR: Final = timedelta(minutes=30)


@pytest.fixture
def looking(boss: Boss, office: Office, serving: Serving) -> Iterator[Visitor]:
    """Ann, looking at the portal as Ruth."""
    page = boss.submit(boss.get(f"customer?number={RUTH.number}"), "customers/view", {})
    assert "View as customer." in page.one("aside", aria_label="View as customer").text
    with Visitor(serving.receiver.url, office.company_id) as visitor:
        visitor.session.cookies.update(boss.session.cookies)
        yield visitor


def _session(session: Session, company_id: int, table: type[Held]) -> Held:
    (one,) = session.scalars(select(table).where(table.company_id == company_id))
    return one


def kept(office: Office) -> list[tuple[object, ...]]:
    """What the portal keeps of its customers."""
    with office.work.reading(office.company_id) as session:
        users = session.execute(
            select(PortalUser.user_id, PortalUser.visited_at, PortalUser.signed_in_at, PortalUser.language).where(
                PortalUser.company_id == office.company_id
            )
        )
        return [tuple(one) for one in users]


def test_C4_the_portal_looks_as_it_looks_to_the_customer(looking: Visitor, office: Office) -> None:
    before = kept(office)
    for path in ("", "schedule", "history", "contact", "message", "account"):
        page = looking.get(path)
        assert "Ruth Alvarez" in page.text
        assert "You see what Ruth Alvarez sees, and can change nothing." in page.text
    assert kept(office) == before, "no visit, no sign-in is written down of Ruth"
    assert deeds(office) == [("customers.viewed", "record:R1047")]


def test_C4_whatever_is_sent_is_refused(
    looking: Visitor, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = looking.get("contact/change")
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    marks = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", type="hidden")}
    app = application.made(tmp_path_factory.mktemp("app"))
    portal = [one for one in company_routes(app) if one.method == "POST" and not one.path.startswith("/admin")]
    assert len(portal) > 25 and audience_of(app, "portal.save_contact") == "customer"
    for route in portal:
        if route.path == "/looking-on/end":
            continue
        answer = looking.session.post(
            f"{looking.url}/{looking.company}{route.path}",
            data={**marks, "csrf_token": token, "password": "a new password of ours", "text": "Not mine."},
            headers={"Origin": looking.url},
            timeout=30,
            allow_redirects=False,
        )
        assert answer.status_code in (403, 400), (route, answer.status_code)
    page = looking.submit(looking.get("message"), "message", {"text": "Not mine."}, 403)
    assert page.one("h1").text == "You only look on"
    assert deeds(office) == [("customers.viewed", "record:R1047")]


def test_C4_end_leads_back_to_the_customer(looking: Visitor, office: Office) -> None:
    page = looking.submit(looking.get(), "looking-on/end", {})
    assert page.one("h1").text == "Ruth Alvarez"
    assert looking.get().one("h1").text == "Sign in"
    assert [action for action, _about in deeds(office)] == ["customers.viewed", "customers.view-ended"]


@pytest.mark.parametrize("how", ["signed out", "demoted", "half an hour", "idle", "deactivated", "gone"])
def test_C4_it_ends_with_what_it_rests_on(looking: Visitor, boss: Boss, office: Office, how: str) -> None:
    looking.get()
    if how == "signed out":
        boss.submit(boss.get(), "sign-out", {})
    elif how == "demoted":
        office.publish(RUTH, TOM)
    elif how == "gone":
        office.publish(ANN, TOM)
    else:
        with office.work.writing(office.company_id, Lane.VISITORS) as session:
            if how == "deactivated":
                session.add(
                    PortalUser(
                        company_id=office.company_id, user_id="record:R1047", created_at=now(), deactivated_at=now()
                    )
                )
            else:
                if how == "idle":
                    own = _session(session, office.company_id, AdministratorSession)
                    assert own.expires_at - own.created_at == IDLE
                    own.expires_at = now()
                else:
                    view = _session(session, office.company_id, PortalSession)
                    assert view.expires_at - view.created_at == HALF_AN_HOUR
                    view.expires_at = now()
    assert not looking.get(status=401).all("aside", aria_label="View as customer")
    assert looking.get().one("h1").text == "Sign in"


def test_C4_a_browser_whose_view_is_over_can_sign_in(looking: Visitor, boss: Boss) -> None:
    boss.submit(boss.get(), "sign-out", {})
    page = looking.get("sign-in", status=401)
    looking.submit(page, "sign-in", {"identifier": TOM.number, "password": TOM.password})
    assert looking.signed_in


def test_C4_a_made_up_view_is_nobodys(looking: Visitor, office: Office) -> None:
    name = f"porchlight-{office.company_id}"
    token = looking.session.cookies[name]
    for wrong in (token.removeprefix("viewing-"), f"viewing-{'0' * 43}", "viewing-"):
        with Visitor(looking.url, office.company_id) as stranger:
            stranger.session.cookies.set(name, wrong)
            stranger.get(status=401)


def test_C4_the_customer_does_not_find_the_administrator_among_his_sessions(
    looking: Visitor, office: Office, serving: Serving
) -> None:
    looking.get()
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        page = ruth.get("account/sessions")
        (sessions,) = page.all("ul", **{"class": "card sessions"})
        assert len(sessions.all("li")) == 1
