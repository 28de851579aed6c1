"""T1, T2: whoever shares an account sees and does there what he may, on every route, and nothing at any other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count

import pytest
import requests
from sqlalchemy import select

from receiver.domain.people.users import AccountLink, OneTimeCode, PortalUser
from receiver.domain.requests.models import CustomerRequest
from shared import records
from tests.guards.company_sweep import Route, company_routes
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support import application
from tests.support.pages import looked_at, read
from tests.support.people_states import accepted, invited
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
AMOUNTS = ("1,111.11", "222.22", "333.33")


def person(number: str, word: str) -> Person:
    """A customer of whom every text holds the word, and who has every amount."""
    visit = records.Visit("j", datetime(2026, 5, 3, 8), service=f"{word} done", amount=Decimal("333.33"))
    job = records.Job(f"{word}-job", f"{word} service", "p1", next_visit=datetime(2030, 1, 2), price=Decimal("222.22"))
    details = {
        "first_name": f"{word} first",
        "email": f"{word}@example.com".lower(),
        "street": f"{word} street",
        "phones": (records.Phone("home", f"555 {word}"),),
        "properties": (records.Property("p1", f"{word} house", notes=f"{word} gate code"),),
        "jobs": (job,),
        "balance": Decimal("1111.11"),
    }
    history = {2026: records.History((visit,))}
    return Person(number, f"secret of {word}", f"{word} Customer", f"R-{word}", details=details, history=history)


RUTH, BO, ELSE = person("1047", "Ruthword"), person("1048", "Boword"), person("1047", "Elseword")


@dataclass(frozen=True)
class Actor:
    """Somebody who is signed in, and whose words he may see."""

    name: str
    visitor: Visitor
    words: frozenset[str]
    asks: bool = False
    money: bool = False
    own: bool = False
    hidden: dict[str, str] = field(default_factory=dict, repr=False)


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Route]:
    """Every route below a company's number, but the ways to sign in and out."""
    found = company_routes(application.made(tmp_path_factory.mktemp("routes")))
    assert {"/account/people", "/account/accounts", "/account/calendar", "/account/data"} <= {one.path for one in found}
    return [one for one in found if not one.path.startswith("/sign-")]


@pytest.fixture(scope="module")
def offices(serving: Serving) -> tuple[Office, Office]:
    """Two companies with the same numbers."""
    here, there = serving.office(), serving.office()
    here.publish(RUTH, BO, shares_money=True)
    there.publish(ELSE, shares_money=True)
    return here, there


@pytest.fixture(scope="module")
def actors(serving: Serving, offices: tuple[Office, Office]) -> list[Actor]:
    """Extra people of Ruth with each of the rights; the customers; extra people of another account and company."""
    here, there = offices

    def signed_in(office: Office, number: str, word: str) -> Visitor:
        visitor = Visitor(serving.receiver.url, office.company_id)
        visitor.sign_in(number, f"secret of {word}")
        return visitor

    addresses = count(1)

    def extra(owner: Visitor, rights: str) -> Visitor:
        visitor = Visitor(owner.url, owner.company)
        accepted(visitor, invited(owner, f"{rights}{next(addresses)}@example.com", rights), f"Extra {rights}")
        return visitor

    ruth, bo = signed_in(here, "1047", "Ruthword"), signed_in(here, "1048", "Boword")
    other = signed_in(there, "1047", "Elseword")
    mine, his, theirs = frozenset({"Ruthword"}), frozenset({"Boword"}), frozenset({"Elseword"})
    found = [
        Actor("the customer", ruth, mine, asks=True, money=True, own=True),
        Actor("see", extra(ruth, "see"), mine),
        Actor("ask", extra(ruth, "ask"), mine, asks=True),
        Actor("money", extra(ruth, "money"), mine, asks=True, money=True),
        Actor("another account", bo, his, asks=True, money=True, own=True),
        Actor("of another account", extra(bo, "money"), his, asks=True, money=True),
        Actor("another company", _crossed(other, here), theirs, money=True),
        Actor("of another company", _crossed(extra(other, "money"), here), theirs, money=True),
    ]
    return [replace(one, hidden=_hidden(one.visitor)) for one in found]


def _crossed(visitor: Visitor, to: Office) -> Visitor:
    """Who is signed in at one company, under its cookies' names at the other."""
    mine, theirs = str(visitor.company), str(to.company_id)
    crossed = Visitor(visitor.url, to.company_id)
    for one in visitor.session.cookies:
        crossed.session.cookies.set(one.name.replace(mine, theirs), str(one.value))
    return crossed


WORDS = ("Ruthword", "Boword", "Elseword")


def test_T1_every_route_shows_each_actor_his_own_account_and_amounts_by_his_rights(
    actors: list[Actor], routes: list[Route]
) -> None:
    wrong, amounts = [], set()
    for actor in actors:
        for route in routes:
            answer = _called(actor, route, {})
            told = answer.text + str(answer.headers)
            wrong += [f"{actor.name} {route}: {word}" for word in WORDS if word in told and word not in actor.words]
            wrong += [f"{actor.name} {route}: {one}" for one in AMOUNTS if one in told and not actor.money]
            wrong += [f"{actor.name} {route}: {answer.status_code}"] if answer.status_code >= 500 else []
            amounts |= {(actor.name, one) for one in AMOUNTS if one in told}
    assert wrong == []
    assert {name for name, _ in amounts} == {"the customer", "money", "another account", "of another account"}


def test_T1_nobody_changes_what_he_may_not(
    offices: tuple[Office, Office], actors: list[Actor], routes: list[Route]
) -> None:
    here, _there = offices
    posts = [one for one in routes if one.method == "POST"]
    assert len(posts) > 10
    made: set[str] = set()
    for actor in actors:
        before = written(here)
        for route in posts:
            _called(actor, route, FIELDS)
        changed = {name for name, rows in written(here).items() if rows != before[name]}
        allowed = {"requests"} if actor.asks else set()
        allowed |= {"one_time_codes"} if actor.own else set()
        assert changed <= allowed, actor.name
        made |= {f"{actor.name}: {name}" for name in changed}
    assert {"the customer: requests", "ask: requests", "the customer: one_time_codes"} <= made


def test_T1_no_page_leads_to_one_that_is_refused(actors: list[Actor]) -> None:
    for actor in actors:
        if actor.name in ("see", "ask", "of another account"):
            visitor, home = actor.visitor, f"/{actor.visitor.company}/"
            seen, waiting = {home}, [home]
            while waiting:
                path = waiting.pop()
                answer = visitor.session.get(visitor.url + path, timeout=30)
                assert answer.status_code == 200, f"{actor.name}: {path} {answer.status_code}"
                if not answer.headers["Content-Type"].startswith("text/html"):
                    continue
                page = looked_at(answer.text)
                links = {one.attributes["href"].partition("#")[0] for one in page.all("a", href="*")}
                new = {link for link in links if link.startswith(home)} - seen
                seen |= new
                waiting += new
            assert len(seen) > 8, actor.name


FIELDS = {
    "email": "planted@example.com",
    "rights": "money",
    "key": "k" * 22,
    "form_key": "f" * 22,
    "text": "planted",
    "number": "1048",
    "password": "secret of nobody",
    "account": "x",
    "person": "x",
    "invitation": "x",
}


def _called(actor: Actor, route: Route, fields: dict[str, str]) -> requests.Response:
    """Call a route as that actor, with what the forms of his account carry."""
    visitor = actor.visitor
    return visitor.session.request(
        route.method,
        visitor.address(route.path.lstrip("/")),
        data={**actor.hidden, **fields} if route.method == "POST" else None,
        headers={"Origin": visitor.url},
        allow_redirects=False,
        timeout=30,
    )


def _hidden(visitor: Visitor) -> dict[str, str]:
    """The hidden fields of his forms; none where he is not signed in there."""
    page = read(visitor.session.get(visitor.address("account/accounts"), timeout=30).text)
    forms = [one for one in page.all("form") if one.attributes["action"].endswith("account/accounts")]
    return {
        one.attributes["name"]: one.attributes["value"] for form in forms for one in form.all("input", type="hidden")
    }


def written(office: Office) -> dict[str, list[str]]:
    """What the company has in the tables that forms write to."""
    company = office.company_id
    models = (AccountLink, OneTimeCode, PortalUser, CustomerRequest)
    with office.work.reading(company) as session:
        return {
            model.__tablename__: sorted(
                str({name: value for name, value in vars(row).items() if not name.startswith(("_", "visited"))})
                for row in session.scalars(select(model).where(model.company_id == company))
            )
            for model in models
        }
