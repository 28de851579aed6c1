"""What customers of the town asked for, and what its office answered: a request in every state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from receiver.db.lanes import Lane
from receiver.domain.people.users import CUSTOMER
from receiver.domain.requests.answering import answer, find_request
from receiver.domain.requests.making import OPEN_AT_ONCE, Asker, make, new_form_key
from shared.outbound import Action, Answer, Change, Kind, Wish
from tests.portal.cast import Office

COMPUTER = "0" * 16
DONE = 5
"""The number of the request that is done."""


def ask_in_town(office: Office, now: datetime) -> None:
    """Nina asks five times and hears back; Zoe asks for as much as can wait."""
    nina = asker("1053", "Nina Berg", "nina@example.com")
    visit = now.replace(tzinfo=None) + timedelta(days=4)
    moved = Wish(
        job="1053-1",
        service="Window cleaning",
        text="We have guests that day.",
        planned=visit.replace(hour=9, minute=0, second=0, microsecond=0),
        days=((now + timedelta(days=6)).date(), (now + timedelta(days=7)).date()),
        wanted="move",
    )
    address = (Change("street", "3 Elm Row", "14 Oak Street"), Change("phones/0/mobile", "555-0110", "555-0999"))
    notes = Wish(
        changes=(Change("notes", "Ring twice.", "Ring twice.\nThe gate code is 2580."),),
        property_id="p1",
        property_name="3 Elm Row",
    )
    skipped = Wish(job="1053-2", service="Gutter cleaning", text="Can this wait until spring?", wanted="other")
    mind = Wish(job="1053-2", service="Gutter cleaning", text="Please mind the new roses.")
    asked: list[tuple[Kind, Wish]] = [
        ("schedule", moved),
        ("contact", Wish(changes=address)),
        ("property", notes),
        ("schedule", skipped),
        ("job", mind),
    ]
    for hours, (kind, wish) in enumerate(asked):
        ask(office, nina, kind, wish, now - timedelta(days=2) + timedelta(hours=hours))
    said: dict[int, tuple[Action, str]] = {
        2: ("seen", ""),
        3: ("accepted", "Thank you. The crew has the new code."),
        4: ("declined", "The gutters are full of leaves now; by spring they would overflow."),
        DONE: ("accepted", ""),
    }
    for number, (action, text) in said.items():
        answered(office, number, action, text, now - timedelta(days=1))
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        request = find_request(session, office.company_id, DONE)
        request.state, request.done_at = "done", now - timedelta(hours=5)
    zoe = asker("1054", "Zoe Hill", "")
    for number in range(OPEN_AT_ONCE):
        wish = Wish(job="1", text=f"Note {number}")
        ask(office, zoe, "job", wish, now - timedelta(days=1, hours=OPEN_AT_ONCE - number))


def asker(number: str, name: str, email: str) -> Asker:
    """A customer at his own account."""
    return Asker(f"R{number}", number, name, f"{CUSTOMER}R{number}", name, email)


def ask(office: Office, who: Asker, kind: Kind, wish: Wish, now: datetime) -> int:
    """Ask for something; gives the number of the request."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        form = new_form_key()
        made, _new = make(session, office.company_id, who, kind, wish, form_key=form, seen=1, now=now.astimezone(UTC))
        return made.number


def answered(office: Office, number: int, action: Action, text: str = "", now: datetime | None = None) -> None:
    """What the office says to a request."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        said = Answer(new_form_key(), action, "Dana", text)
        answer(session, office.company_id, COMPUTER, number, said, now or datetime.now(UTC))
