"""What customers of an office that stands still asked for: a request of each kind, one in each state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from agent.domain.errors import AgentError, TryLater
from agent.domain.replacement import Change as Cell
from agent.domain.requests import Answered, Conflicts, Plan, PlanLine, Request, Standing, waiting_of
from agent.domain.runs import Run
from agent.gui.presenters.requests import Heard, Inbox, Key, Wanted
from agent.jobs.progress import PolledProgress
from agent.usecases.replace import Swing
from agent.usecases.requests import Seen
from shared.outbound import Asked, Change, Kind, Said, Wish
from tests.window.screens.still_customers import RUN

PORTAL = "CLIP Customer Portal"
DAYS = (date(2099, 6, 16), date(2099, 6, 18), date(2026, 1, 5))
"""Two to come, and one that is over."""
NAUGHTY = (
    "<b>Ring</b> twice & wait — O\u202eyelsmoH\u202c Z" + "\u0301" * 60 + "oe \x07 {name} %s 🌳\nThen <i>knock</i>."
)
AWAY = TryLater(
    "The receiver at https://portal.example.com can't be reached.",
    detail="Nothing answers there.",
    remedy="Check the address and the internet connection, then try again.",
)


def _asked(number: int, kind: Kind, name: str, wish: Wish, *, own: bool = True) -> Asked:
    return Asked(
        number=number,
        kind=kind,
        state="sent",
        record_id=str(number),
        customer_number=str(1000 + number),
        customer_name=name,
        user_name=name if own else "Tom Acosta",
        user_email=f"{name.split()[0].lower()}@example.com",
        own=own,
        made=f"2026-06-0{number}T09:{number}0:00Z",
        snapshot=218,
        wish=wish,
    )


_MOVED = (
    Change("email", "maria@example.com", "maria.acosta@example.com"),
    Change("street", "12 Elm Street", "4 Lake Road"),
    Change("city", "Green Valley", "Lake George"),
    Change("phones/2/", "", "518-555-0199"),
)
CONTACT = _asked(1, "contact", "Maria Acosta", Wish(changes=_MOVED), own=False)
SCHEDULE = _asked(
    2,
    "schedule",
    "Lin Chen",
    Wish(
        job="J-2001",
        service="Lawn mowing",
        text="We are away until Monday, and the gate is locked.",
        planned=datetime(2026, 6, 12, 8, 30),
        days=DAYS,
        wanted="move",
    ),
)
MESSAGE = _asked(
    3,
    "message",
    "James Abbott",
    Wish(text="The hedge at the back looks like this since Tuesday. Can somebody come by?", photos=("a.jpg", "b.jpg")),
)
NOTES = _asked(
    4,
    "property",
    "Zoe Holmsley",
    Wish(property_id="9", property_name="Cabin <b>north</b>", changes=(Change("notes", "Ring once.", NAUGHTY),)),
)
SAID = (
    Said("dana", "Thank you, we will have a look on Thursday.", "2026-06-03T11:00:00Z", "2026-06-03T12:10:00Z"),
    Said("dana", "Carlos was there: it is box blight. We can treat it for $60.", "2026-06-04T16:20:00Z"),
)
JOB = _asked(5, "job", "Anne Dubois", Wish(job="J-2002", service="Hedge trimming", text="Please keep the roses."))


def _made() -> list[Request]:
    accepted = replace_asked(JOB, state="accepted", answered="2026-06-05T10:00:00Z", answered_by="dana")
    declined = replace_asked(
        JOB,
        number=6,
        kind="contact",
        customer_name="Baker & Sons",
        wish=Wish(changes=_MOVED[:1]),
        state="declined",
        answered="2026-06-05T10:00:00Z",
        answered_by="dana",
        reason="That was done last week.",
    )
    return [
        Request(PORTAL, CONTACT),
        Request(PORTAL, replace_asked(SCHEDULE, state="seen")),
        Request(PORTAL, replace_asked(MESSAGE, state="seen", said=())),
        Request(PORTAL, NOTES),
        Request(PORTAL, accepted, "accepted"),
        Request(PORTAL, declined),
        Request(PORTAL, replace_asked(MESSAGE, number=7, state="done", said=SAID)),
    ]


def replace_asked(asked: Asked, **fields: object) -> Asked:
    """The same with other fields."""
    return Asked(**{**{name: getattr(asked, name) for name in asked.__struct_fields__}, **fields})


def _line(label: str, standing: Standing, seen: str, now: str, wanted: str, why: str = "") -> PlanLine:
    return PlanLine(label, standing, seen, now, wanted, "CU.Email", "1", now, wanted, why)


HAND = "This is a new telephone number. Do it by hand in the office's program."
CHANGES = Plan(
    (
        _line("E-mail", "to write", "maria@example.com", "maria@example.com", "maria.acosta@example.com"),
        _line("Street", "conflict", "12 Elm Street", "14 Elm Street", "4 Lake Road"),
        _line("City", "already so", "Green Valley", "Lake George", "Lake George"),
        _line("Another phone number", "by hand", "", "", "518-555-0199", HAND),
    )
)


def photo() -> bytes:
    """A picture that is made up: green below, blue above."""
    width, height = 10, 48
    rows = (bytes((60, 110 + y, 200 - 2 * y)) if y < 26 else bytes((40, 150 - y, 60)) for y in range(height))
    return b"P6 %d %d 255\n" % (width, height) + b"".join(one * width for one in rows)


@dataclass
class StillRequests:
    """`presenters.requests.RequestsWork` without anything behind it; what is answered stays answered."""

    requests: list[Request]
    trouble: AgentError | None = None
    paired: bool = True

    @classmethod
    def made(cls) -> StillRequests:
        """As the screens begin."""
        return cls(_made())

    def exchange(self) -> Heard:
        """Nothing moves."""
        return Heard(waiting_of(self.requests), self.trouble)

    def listed(self, wanted: Wanted) -> Inbox:
        """Those that are wanted."""
        return Inbox(wanted.of(self.requests), self.paired)

    def show(self, key: Key, day: date | None) -> Seen:
        """It counts as opened from now on."""
        request = self._request(key)
        if request.state == "sent":
            request = self._now(replace(request, answer="seen"))
        return Seen(request, self._plan(request, day)) if request.open else Seen(request)

    def accept(self, key: Key, day: date | None, word: str, progress: PolledProgress, *, anyway: bool) -> Answered:
        """As if it were written."""
        request = self._request(key)
        plan = self._plan(request, day)
        if plan.conflicts and not anyway:
            raise Conflicts(plan)
        return Answered(self._now(replace(request, answer="accepted")), self.trouble is None, plan, self._run(plan))

    def decline(self, key: Key, reason: str, progress: PolledProgress) -> Answered:
        """As if it were sent."""
        return Answered(self._now(replace(self._request(key), answer="declined")), self.trouble is None)

    def reply(self, key: Key, text: str, progress: PolledProgress) -> Answered:
        """As if it were sent."""
        return Answered(self._now(replace(self._request(key), answer="reply")), self.trouble is None)

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """As it was."""
        return Swing(RUN, 1, tuple[Cell, ...]())

    def photo(self, key: Key, position: int) -> bytes:
        """The second one can't be fetched."""
        if position:
            raise AWAY
        return photo()

    def _request(self, key: Key) -> Request:
        return next(one for one in self.requests if Key.of(one) == key)

    def _now(self, request: Request) -> Request:
        self.requests = [request if Key.of(one) == Key.of(request) else one for one in self.requests]
        return request

    def _run(self, plan: Plan) -> Run | None:
        return RUN if plan.writes else None

    def _plan(self, request: Request, day: date | None) -> Plan:
        if request.kind == "contact":
            return CHANGES
        if request.kind == "property":
            return Plan((_line("Notes", "to write", "Ring once.", "Ring once.", NAUGHTY),))
        if request.kind == "schedule":
            planned, wanted = "2026-06-12 08:30", f"{day} 08:30"
            lines = (_line("Planned visit", "to write", planned, planned, wanted),) if day else ()
            return Plan(lines, days=DAYS, day=day, moves=True)
        return Plan(told="A message is answered with a reply; nothing is written.")


WAITING = waiting_of(_made())
