"""B3, B13: Home says what is new since the last visit, and what waits, from what the receiver really holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.requests.answering import answer
from receiver.domain.requests.making import Asker, make, new_form_key
from shared import records
from shared.outbound import Action, Answer, Kind, Wish
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
TODAY = datetime.now(UTC).replace(tzinfo=None, hour=8, minute=0, second=0, microsecond=0)
SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
ASKER = Asker("R1", "1", "Ruth Alvarez", "record:R1", "Ruth Alvarez", "ruth@example.com")


def leaves(when: datetime, *, delayed: bool = False) -> records.Job:
    """The one job of Ruth."""
    return records.Job("7", "Leaf removal", next_visit=when, delayed=delayed)


def ruth(*jobs: records.Job, done: int = 1, balance: str = "100", number: str = "1", before: str = "") -> Person:
    """Ruth, with so many visits in her history, the last one yesterday."""
    days = [TODAY - timedelta(days=1 + 7 * n) for n in reversed(range(done))]
    by_year: dict[int, list[records.Visit]] = {}
    for day in sorted(days, reverse=True):
        by_year.setdefault(day.year, []).append(records.Visit("7", day, service="Leaf removal"))
    history = {year: records.History(tuple(visits)) for year, visits in by_year.items()}
    details = {"jobs": jobs, "balance": Decimal(balance), "email": "ruth@example.com"}
    return Person(number, "maple", "Ruth Alvarez", record_id="R1", same_as=before, details=details, history=history)


@dataclass
class Scene:
    """Ruth at her portal."""

    serving: Serving
    office: Office
    visitor: Visitor

    def pass_hours(self, hours: int) -> None:
        """Nobody comes for so long."""
        ago = (now() - timedelta(hours=hours)).replace(tzinfo=None).isoformat(" ")
        for table, column in (("sessions", "seen_at"), ("portal_users", "visited_at")):
            sql = f"UPDATE {table} SET {column} = :ago WHERE company_id = :company"
            self.serving.receiver.told(sql, ago=ago, company=self.office.company_id)

    def ask(self, kind: Kind) -> int:
        """She asks for something."""
        with self.office.work.writing(self.office.company_id, Lane.VISITORS) as session:
            made, _new = make(
                session,
                self.office.company_id,
                ASKER,
                kind,
                Wish(text=f"Please, {kind}", job="7"),
                form_key=new_form_key(),
                seen=self.office.company().published,
                now=now(),
            )
            return made.number

    def answer(self, number: int, action: Action, text: str = "") -> None:
        """The office answers."""
        said = Answer(f"{action}-of-{number:012}", action, "Dana", text)
        with self.office.work.writing(self.office.company_id, Lane.VISITORS) as session:
            answer(session, self.office.company_id, "0" * 16, number, said, now())

    def news(self) -> list[str] | None:
        """The sentences on Home; None where it tells of nothing."""
        return told(self.visitor.get())


def told(home: Element) -> list[str] | None:
    """The sentences of what is new."""
    cards = home.all("section", aria_labelledby="news")
    return [line.text for line in cards[0].all("li")] if cards else None


def waiting(home: Element) -> list[str]:
    """The lines of what waits."""
    cards = home.all("section", aria_labelledby="waiting")
    return [line.text for line in cards[0].all("li")] if cards else []


def short(moment: datetime) -> str:
    """As Home writes a day."""
    pattern = "%a %-d %b" if moment.year == TODAY.year else "%a %-d %b %Y"
    return moment.strftime(pattern)


@pytest.fixture
def scene(serving: Serving, served: Office, guest: Guests) -> Scene:
    """Her first visit was yesterday."""
    served.publish(ruth(leaves(SOON)), shares_money=True)
    visitor = guest(served)
    assert told(visitor.sign_in("1", "maple")) is None
    scene = Scene(serving, served, visitor)
    scene.pass_hours(24)
    return scene


def test_B13_what_the_office_changed_since_the_last_visit(scene: Scene) -> None:
    scene.office.publish(ruth(leaves(LATER, delayed=True), done=3, balance="184.5"), shares_money=True)
    assert scene.news() == [
        f"Leaf removal was moved from {short(SOON)} to {short(LATER)}. Delayed",
        *(f"Leaf removal was done on {short(TODAY - timedelta(days=days))}." for days in (8, 15)),
        "Your balance is $184.50; it was $100.00.",
    ]
    assert len(scene.news() or ()) == 4, "the same visit goes on"
    scene.pass_hours(2)
    assert scene.news() == [] and "Nothing has changed." in scene.visitor.get().text


def test_B13_without_money_no_balance_is_told(scene: Scene) -> None:
    scene.office.publish(ruth(leaves(SOON), balance="184.5"))
    assert scene.news() == []


def test_B13_a_snapshot_that_was_given_up_claims_nothing(scene: Scene) -> None:
    scene.office.publish(ruth(leaves(LATER)), shares_money=True)
    gone = "UPDATE snapshots SET pruned_at = committed_at WHERE company_id = :company AND number = 1"
    scene.serving.receiver.told(gone, company=scene.office.company_id)
    assert scene.news() is None


def test_B13_a_number_that_was_somebody_elses_tells_nothing_of_him(scene: Scene) -> None:
    other = Person("2", "birch", "Tom Baker", record_id="R2", details={"jobs": (leaves(LATER),)})
    scene.office.publish(ruth(leaves(SOON)), other, shares_money=True)
    assert scene.news() == []
    scene.pass_hours(2)
    assert scene.news() == []
    scene.office.publish(ruth(leaves(SOON), number="2", before="1"), shares_money=True)
    assert scene.news() == []


def test_B13_answers_are_news_until_they_are_read(scene: Scene) -> None:
    first, second, third = scene.ask("contact"), scene.ask("schedule"), scene.ask("message")
    home = scene.visitor.get()
    assert [line.partition(" ")[0] for line in waiting(home)] == ["Message", "Change", "Change"]
    scene.answer(first, "accepted")
    scene.answer(second, "declined", "We are full that week.")
    scene.answer(third, "reply", "Thank you!")
    home = scene.visitor.get()
    assert told(home) == [
        "The office answered your message. Answered",
        "Change of schedule Declined",
        "Change of contact information Accepted",
    ]
    assert waiting(home)[0].startswith("Change of contact information Accepted")
    links = [link.attributes["href"] for link in home.one("section", aria_labelledby="news").all("a")]
    assert [link.rpartition("/")[2] for link in links] == ["message#m3", "2", "1"]
    scene.visitor.get("message")
    assert len(scene.news() or ()) == 2


def test_B3_home_has_the_four_buttons_of_the_article(scene: Scene) -> None:
    home = scene.visitor.get()
    buttons = [one.text for one in home.all("a", **{"class": "tile"})]
    assert buttons == ["Contact Information", "See Schedule", "History", "Contact Company"]
    assert "Office data as of" in home.one("footer").text
    bar = home.one("nav", **{"class": "tabs"})
    assert [one.text for one in bar.all("a")] == ["Home", "Schedule", "History", "Contact", "Company"]
