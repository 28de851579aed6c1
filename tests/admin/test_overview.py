"""The overview: how the portal is doing, in the numbers that an administrator looks at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.agents.models import Device
from receiver.domain.mail.models import MailSender
from receiver.domain.snapshots.judged import Counted, Judged, judged_passwords, keep_judged
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.customers import numbers
from tests.admin.outbox import Outbox
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.visitor import Visitor

SHARED = (Person("1050", "green", "Mia", shared=True), Person("1051", "green", "Otto", shared=True))


def figures(boss: Boss) -> dict[str, str]:
    """By their names: the value and the words."""
    cards = [one for one in boss.get().all("div") if "figure" in one.attributes.get("class", "").split()]
    told = [[line.text for line in card.all("p")] for card in cards]
    return {name: " | ".join(rest) for name, *rest in told}


def test_C3_the_overview_says_what_customers_see_and_what_waits(boss: Boss, office: Office) -> None:
    told = figures(boss)
    assert told["Customers see"].startswith("snapshot 1 | from the office today")
    assert told["Customers see"].endswith("1 minute ago")
    assert told["Customers in the portal"] == "2"
    assert told["Held"] == "none"
    assert told["Open requests"] == "0"
    replace(office, attended=False).publish(ANN, RUTH)
    assert figures(boss)["Held"] == "snapshot 2 | 50 % fewer customers"
    assert [one for one in boss.get().all("a") if one.attributes.get("class") == "button main"], "one main button"


def test_R8_the_overview_says_when_the_office_should_be_heard_of(boss: Boss, office: Office) -> None:
    assert figures(boss)["Next upload"].startswith("not scheduled")
    with office.work.writing(office.company_id) as session:
        desk = Device(company_id=office.company_id, device_id="1" * 16, name="FRONTDESK", public_key=b"", schedule=1800)
        desk.paired_at = desk.last_seen_at = now()
        session.add(desk)
    told = figures(boss)["Next upload"]
    assert told.startswith(("by today", "by tomorrow")) and "FRONTDESK comes at least every 30 minutes." in told
    heard(office, timedelta(minutes=45))
    assert figures(boss)["Next upload"].startswith("any moment")
    heard(office, timedelta(minutes=61))
    assert figures(boss)["Next upload"].startswith("overdue | Nothing was heard of the office since")


def heard(office: Office, ago: timedelta) -> None:
    """The office was heard of last so long ago."""
    with office.work.writing(office.company_id) as session:
        company = office.company()
        company.confirmed_at = now() - ago
        session.merge(company)


def test_C4_the_overview_counts_who_never_signed_in(boss: Boss, office: Office, serving: Serving) -> None:
    assert figures(boss)["Never signed in"] == "2 | of 2 customers"
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        ruth.get()
    assert figures(boss)["Never signed in"] == "1 | of 2 customers"
    (link,) = [one for one in boss.get().all("a") if one.text == "Never signed in"]
    listed = boss.get(link.attributes["href"].rpartition("/admin/")[2])
    assert TOM.name in listed.text and RUTH.name not in listed.one("tbody").text
    # Who left counts no more, whether he came or not.
    office.publish(ANN, TOM)
    assert figures(boss)["Never signed in"] == "1 | of 1 customers"


def test_C11_the_overview_counts_weak_and_shared_passwords_once_for_each_snapshot(boss: Boss, office: Office) -> None:
    assert figures(boss)["Weak or shared passwords"] == "0 | 0 weak, 0 shared, of 2"
    assert judged(office, 1) == Counted(Judged(all=2), kept=True)
    office.publish(ANN, RUTH, *SHARED)
    assert judged(office, 2) == Counted(Judged(3, 0, 2, 2), kept=False)
    assert (
        figures(boss)["Weak or shared passwords"]
        == "2 | 0 weak, 2 shared, of 3. Global Replacement at the office makes better ones."
        " The list leaves out who chose an own one."
    )
    (figure,) = [one for one in boss.get().all("a") if "which=weak-password" in one.attributes["href"]]
    assert numbers(boss.get(figure.attributes["href"].partition("/admin/")[2])) == [one.number for one in SHARED]
    assert judged(office, 2).kept
    office.publish(ANN, RUTH, TOM, SHARED[0])
    with office.work.writing(office.company_id) as session:
        # From the first one: one password more; what the second one had is no matter.
        keep_judged(session, office.company_id, 2, Judged(40, 30, 20, 10))
    assert judged(office, 3).judged == Judged(40, 30, 19, 9), "counted from the newest that was counted"
    assert judged(office, 1) == Counted(Judged(all=2), kept=True)


def judged(office: Office, number: int) -> Counted:
    """The passwords of a snapshot."""
    with office.work.reading(office.company_id) as session:
        return judged_passwords(session, office.company_id, number)


def test_H1_the_overview_says_that_mail_is_in_trouble(posting: Serving) -> None:
    office = posting.office()
    office.publish(ANN, RUTH)
    with Boss(posting.receiver.url, office.company_id) as boss:
        boss.sign_in()
        assert figures(boss)["Mail"] == "in order"
        Outbox(posting, office).post(next_try_at=now() - timedelta(days=2))
        assert figures(boss)["Mail"].startswith("held up | Mails wait since ")
        with office.work.writing(office.company_id, Lane.VISITORS) as session:
            paused = now() + timedelta(hours=1)
            session.merge(
                MailSender(company_id=office.company_id, failures=9, paused_until=paused, reason="The server is away.")
            )
        told = figures(boss)["Mail"]
        assert told.startswith("paused | until") and told.endswith("The server is away.")
