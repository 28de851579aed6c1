"""C4, List Customers: all customers in the portal, found, sorted, paged; unlocked, deactivated, activated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.audit.models import AuditEntry
from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.customer_list import Order, Which
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import PortalUser
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.customers import go, numbers, row, ticks
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.members import chosen
from tests.support.visitor import Visitor

MANY = [Person(str(number), "", f"Customer {chr(ord('A') + number % 26)}") for number in range(960, 1046)]
"""Of whom nobody has a password."""


def deeds(office: Office) -> list[tuple[str, str]]:
    """What the audit log says, and about whom, sign-ins left out."""
    with office.work.reading(office.company_id) as session:
        found = session.execute(
            select(AuditEntry.action, AuditEntry.about)
            .where(AuditEntry.company_id == office.company_id)
            .order_by(AuditEntry.number)
        )
        return [(action, about) for action, about in found if not action.startswith("administrators.")]


def lock(office: Office, user_id: str) -> None:
    """As many guesses as lock an account."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(Attempt(company_id=office.company_id, subject=user_id, failures=LOCKED_AFTER, updated_at=now()))


def test_C4_list_customers_shows_all_that_are_in_the_portal(boss: Boss, office: Office) -> None:
    page = boss.get()
    (way,) = [one for one in page.all("a") if one.text == "List Customers"]
    page = boss.get(way.attributes["href"].rpartition("/admin/")[2])
    assert page.one("h1").text == "List Customers"
    assert numbers(page) == [RUTH.number, TOM.number]
    assert "2 customers in the portal" in page.text
    assert "ruth@example.com" in row(page, RUTH.number).text
    office.publish(ANN, TOM)
    assert numbers(boss.get("customers")) == [TOM.number], "who left is not there"


def test_C4_says_where_the_password_comes_from_and_who_was_here(boss: Boss, office: Office, serving: Serving) -> None:
    weak, bare = Person("1", "clip", "Wendy", shared=True), Person("2", "", "Bo")
    moved = Person("3", "other words", "Mo", credential_of="somebody before")
    office.publish(ANN, RUTH, TOM, weak, bare, moved)
    chosen(office, "record:R1047", "four words of hers")
    with Visitor(serving.receiver.url, office.company_id) as visitor:
        visitor.sign_in(TOM.number, TOM.password)
    page = boss.get("customers")
    said = {number: row(page, number).one("td", data_label="Password").text for number in numbers(page)}
    assert said == {
        "1": "weak or shared",
        "2": "none",
        "3": "none",
        RUTH.number: "the customer's own",
        TOM.number: "from the office",
    }
    assert numbers(boss.get("customers?which=weak-password")) == ["1"]
    chosen(office, "record:R1", "four words of hers")
    assert numbers(boss.get("customers?which=weak-password")) == []
    here = {number: row(page, number).one("td", data_label="Last sign-in").text for number in numbers(page)}
    assert {number for number, said in here.items() if said != "never"} == {TOM.number}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=1048", ["1048"]),
        ("q=rUtH", ["1047"]),
        ("q=ruth@", ["1047"]),
        ("q=BAKER", ["1048"]),
        ("q=ÄRMEL", ["7"]),
        ("q=armel", ["7"]),
        ("q=%CC%81", ["7", "9", "1047", "1048"]),
        ("q=100%25", ["9"]),
        ("q=a_b", ["9"]),
        ("q=c:%5C", ["9"]),
        ("q=%27+OR+1=1--", []),
        ("q=%00", ["7", "9", "1047", "1048"]),
        ("which=no-address", ["7", "9", "1048"]),
        ("which=no-password", ["7", "9"]),
        ("which=locked", ["1048"]),
        ("which=deactivated", ["9"]),
        ("which=not-invited", ["7", "9", "1047"]),
        ("which=invited", ["1048"]),
        ("which=never-here&q=10", ["9", "1047", "1048"]),
        ("sort=name", ["9", "7", "1047", "1048"]),
        ("sort=signed-in", ["7", "9", "1047", "1048"]),
    ],
)
def test_C4_the_list_is_searched_filtered_and_sorted(several: Boss, query: str, found: list[str]) -> None:
    assert numbers(several.get(f"customers?{query}")) == found


@pytest.fixture(scope="module")
def several(serving: Serving) -> Boss:
    """Ann at a company with four customers, of each sort."""
    office = serving.office()
    office.publish(ANN, RUTH, TOM, Person("7", "", "Ärmel, Zoë"), Person("9", "", r"100% a_b c:\x 10"))
    moment = now()
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        for number, told in (
            ("1048", {"invited_at": moment, "invited_way": "letter"}),
            ("9", {"deactivated_at": moment, "deactivated_by": "staff:Ann"}),
        ):
            user = f"record:R{number}"
            session.add(PortalUser(company_id=office.company_id, user_id=user, created_at=moment, **told))
    lock(office, "record:R1048")
    ann = Boss(serving.receiver.url, office.company_id)
    ann.sign_in()
    return ann


@pytest.mark.parametrize("query", ["q=a_b%25", *(f"which={one}" for one in Which), *(f"sort={one}" for one in Order)])
def test_C4_every_list_works_on_postgresql(elsewhere: Boss, query: str) -> None:
    assert ("1047" in numbers(elsewhere.get(f"customers?{query}"))) == (query in TOGETHER)


TOGETHER = {"which=all", "which=never-here", "which=not-invited", "sort=number", "sort=name", "sort=signed-in"}
"""The lists in which Ruth is, who never was here."""


@pytest.fixture(scope="module")
def elsewhere(serving_on_postgresql: Serving) -> Boss:
    """Ann at a company on PostgreSQL; she has looked at the portal as Ruth."""
    office = serving_on_postgresql.office()
    office.publish(ANN, RUTH, TOM)
    ann = Boss(serving_on_postgresql.receiver.url, office.company_id)
    ann.sign_in()
    page = ann.submit(ann.get(f"customer?number={RUTH.number}"), "customers/view", {})
    assert "View as customer." in page.text
    return ann


def test_C4_who_was_here_last_comes_first(boss: Boss, office: Office) -> None:
    moment = now()
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        for user, ago in (("record:R1048", timedelta(days=3)), ("record:R1047", timedelta(days=40))):
            session.add(
                PortalUser(company_id=office.company_id, user_id=user, created_at=moment, signed_in_at=moment - ago)
            )
    office.publish(ANN, RUTH, TOM, Person("5", "", "Never Here"))
    assert numbers(boss.get("customers?sort=signed-in")) == ["1048", "1047", "5"]
    assert numbers(boss.get("customers?sort=name")) == ["5", "1047", "1048"]


def test_C4_a_long_list_comes_in_pages(boss: Boss, office: Office) -> None:
    office.publish(ANN, *MANY)
    page, seen = boss.get("customers"), []
    while True:
        seen += numbers(page)
        following = page.all("a", rel="next")
        if not following:
            break
        page = boss.get(following[0].attributes["href"].rpartition("/admin/")[2])
    assert seen == [one.number for one in MANY], "each once, 999 before 1000"


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=1e3", "page=9999999", "sort=evil", "which=x"])
def test_C4_what_the_address_can_not_mean_is_not_found(boss: Boss, query: str) -> None:
    boss.get(f"customers?{query}", status=404)


@pytest.mark.parametrize("number", ["", "nobody", "%00", "1047%20", "x" * 300, "record:R1047"])
def test_C4_a_customer_that_there_is_not_is_not_found(boss: Boss, number: str) -> None:
    boss.get(f"customer?number={number}", status=404)


def test_C4_words_that_are_too_long_are_said_to_be(boss: Boss) -> None:
    page = boss.get(f"customers?q={'x' * 5000}", status=400)
    assert page.one("p", id="q-fault").text == "That is too long to search for."
    assert page.one("input", id="q").attributes["value"] == "x" * 100


def test_C4_unlock(boss: Boss, office: Office, serving: Serving) -> None:
    lock(office, "record:R1047")
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password, 429)
        assert "locked" in row(boss.get("customers"), RUTH.number).text
        page = go(boss, "unlock", RUTH.number, TOM.number)
        assert page.one("p", role="status").text == "1 customer was unlocked."
        ruth.sign_in(RUTH.number, RUTH.password)
        assert ruth.signed_in
    assert deeds(office) == [("customers.unlocked", "record:R1047")]


def test_C4_deactivated_customers_are_out_through_later_uploads(boss: Boss, office: Office, serving: Serving) -> None:
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        asked = go(boss, "deactivate", RUTH.number)
        assert asked.one("h1").text == "Deactivate 1 customer?"
        assert "Ruth Alvarez" in asked.text
        ruth.get()
        assert ruth.signed_in, "asking changes nothing"
        page = boss.submit(asked, "customers/deactivate", {})
        assert page.one("p", role="status").text == "1 customer was deactivated."
        assert boss.submit(asked, "customers/deactivate", {}).one("p", role="status").text == (
            "They are deactivated already."
        )
        ruth.get(status=401)
        office.publish(ANN, RUTH, TOM, *MANY[:3])
        ruth.sign_in(RUTH.number, RUTH.password, 401)
        assert "deactivated" in row(boss.get("customers?which=deactivated"), RUTH.number).text
        go(boss, "activate", RUTH.number)
        ruth.sign_in(RUTH.number, RUTH.password)
        assert ruth.signed_in
    assert deeds(office) == [("customers.deactivated", "record:R1047"), ("customers.activated", "record:R1047")]


def test_C4_all_of_the_list_means_what_was_found(boss: Boss, office: Office) -> None:
    office.publish(ANN, RUTH, *MANY)
    page = boss.get("customers?q=Customer+A")
    asked = boss.submit(page, "customers/go", {"do": "deactivate", "all": "yes"})
    wanted = [one for one in MANY if "customer a" in one.name.casefold()]
    assert asked.one("h1").text == f"Deactivate {len(wanted)} customers?"
    boss.submit(asked, "customers/deactivate", {})
    assert numbers(boss.get("customers?which=deactivated")) == [one.number for one in wanted]


def test_C4_a_list_that_got_shorter_is_left_where_it_ends(boss: Boss, office: Office) -> None:
    office.publish(ANN, *MANY)
    asked = boss.submit(boss.get("customers"), "customers/go", {"do": "deactivate", "all": "yes"})
    boss.submit(asked, "customers/deactivate", {})
    page = boss.get("customers?which=deactivated&page=3")
    page = boss.submit(page, "customers/go", {"do": "activate", **ticks(page, *numbers(page))})
    assert page.one("p", role="status").text == "6 customers were activated."
    assert numbers(page) == [one.number for one in MANY[40:80]]


def test_C4_go_wants_ticks_and_a_choice(boss: Boss, office: Office) -> None:
    page = go(boss, "deactivate", status=400)
    assert page.one("p", role="alert").text == "Tick the customers that you mean, then press Go."
    assert page.one("select", id="do").one("option", selected="*").text == "Deactivate", "what was chosen stays"
    page = go(boss, "", RUTH.number, status=400)
    assert page.one("p", role="alert").text == "Choose what to do with those that are ticked, then press Go."
    assert ticks(page, RUTH.number).keys() == {one.attributes["name"] for one in page.all("input", checked="*")}
    go(boss, "erase everything", RUTH.number, status=400)
    assert deeds(office) == []


@pytest.mark.parametrize("named", ["", "nobody", "{}", "[1]", '["\\u0000"]', "[" * 5000, '["R1"' + ',"R1"' * 300 + "]"])
def test_C4_a_form_that_names_nobody_as_we_would_is_refused(boss: Boss, office: Office, named: str) -> None:
    asked = go(boss, "deactivate", RUTH.number)
    boss.submit(asked, "customers/deactivate", {"customers": named}, 400)
    assert deeds(office) == []


def test_C4_a_customer_who_left_meanwhile_is_said_to_be_gone(boss: Boss, office: Office) -> None:
    page = boss.get("customers")
    boxes = ticks(page, RUTH.number)
    asked = boss.submit(page, "customers/go", {"do": "deactivate", **boxes})
    office.publish(ANN, TOM)
    page = boss.submit(page, "customers/go", {"do": "unlock", **boxes}, 400)
    assert page.one("p", role="alert").text.startswith("Those customers are not in the portal any more")
    page = boss.submit(asked, "customers/deactivate", {})
    assert page.one("p", role="status").attributes["class"] == "notice", "not green, as nothing was done"
    assert page.one("p", role="status").text.startswith("Those customers are not in the portal any more")
    assert deeds(office) == []


def test_C4_a_question_in_between_leads_back_to_the_part_of_the_list_it_came_from(boss: Boss, office: Office) -> None:
    part = "customers?q=ruth&which=no-password&sort=name"
    office.publish(ANN, Person(RUTH.number, "", RUTH.name, details=RUTH.details), TOM)
    page = boss.get(part)
    asked = boss.submit(page, "customers/go", {"do": "deactivate", **ticks(page, RUTH.number)})
    (back,) = [one.attributes["href"] for one in asked.all("a") if one.text == "Back"]
    assert boss.url + back == boss.address(part)
    boss.submit(asked, "customers/deactivate", {})
    assert boss.answer.url == boss.address(part)
    (one,) = [link.attributes["href"] for link in boss.get(part).one("tbody").all("a")]
    page = boss.submit(boss.get(one.partition("/admin/")[2]), "customers/go", {"do": "activate"})
    assert page.one("h1").text == RUTH.name
    (back,) = [one.attributes["href"] for one in page.all("a") if one.text == "Back"]
    assert boss.url + back == boss.address(part)
