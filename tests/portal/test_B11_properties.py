"""B11: a customer with several properties looks at one of them where he likes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared import records
from tests.portal.cast import Office, Person
from tests.support.visitor import Visitor

HOUSES = tuple(records.Property(f"p{n}", f"House {n}", f"{n} Maple Court") for n in range(1, 4))
JOBS = tuple(
    records.Job(f"j{n}", f"Work {n}", f"p{house}", next_visit=datetime(2030, 5, n))
    for n, house in ((1, 1), (2, 2), (3, 1))
)
RUTH = Person("1047", "maple syrup", "Ruth Alvarez", "R1", details={"properties": HOUSES, "jobs": JOBS})
BO = Person("1048", "birch beer", "Bo Stone", "R2", details={"properties": HOUSES[:1], "jobs": JOBS[:1]})


def test_B11_the_schedule_of_one_property(served: Office, guest: Callable[[Office], Visitor]) -> None:
    served.publish(RUTH, BO)
    visitor = guest(served)
    visitor.sign_in("1047", "maple syrup")
    page = visitor.get("schedule")
    assert [one.attributes["value"] for one in page.one("select", name="property").all("option")] == ["", "p1", "p2"]
    assert len(page.all("article")) == 3
    page = visitor.get("schedule?property=p1")
    assert [one.attributes["data-job"] for one in page.all("article")] == ["j1", "j3"]
    for nowhere in ("p3", "p9", "%00", "p1%20"):
        visitor.get(f"schedule?property={nowhere}", status=404)
    other = guest(served)
    other.sign_in("1048", "birch beer")
    assert not other.get("schedule").all("select")
