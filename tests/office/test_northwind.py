"""A real foreign database through the example mapping. Left out, and said so in the report's header, where
../shared/data is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import agent.office
from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.practice import open_practice
from agent.usecases.practice_ports import PracticeDatabase
from tests.office.conftest import query
from tests.support.foreign import NORTHWIND

MAPPING = Path(agent.office.__file__).parent / "examples" / "northwind.toml"


def northwind() -> PracticeDatabase:
    """The real file, which is only read."""
    return open_practice(f"sqlite:///{NORTHWIND}", MAPPING)


def read(since: date = date(1996, 1, 1)) -> dict[str, PracticeCustomer]:
    """Everybody by number."""
    with northwind().reading() as reading:
        found = list(reading.customers(ReadOptions(since)))
        assert reading.left_out == {}
    assert [one.number for one in found] == sorted(one.number for one in found)
    return {one.number: one for one in found}


def test_A18_everybody_is_there_with_the_key_as_it_is() -> None:
    found = read()
    assert len(found) == 93
    assert found["Val2 "].record_id == "Val2 "
    assert found["Val2 "].body.country == ""
    assert found["ALFKI"].body.name == "Maria Anders"
    assert [(one.kind, one.number) for one in found["ALFKI"].body.phones] == [
        ("Phone", "030-0074321"),
        ("Fax", "030-0076545"),
    ]
    assert sum(one.body.country == "USA" for one in found.values()) == 13


def test_A18_every_order_is_a_job_and_work_that_was_done() -> None:
    found = read()
    assert sum(not one.history for one in found.values()) == 4
    orders = query(
        NORTHWIND,
        """SELECT CustomerID, OrderID, substr(OrderDate, 1, 19), FirstName || ' ' || LastName,
        CASE WHEN ShippedDate IS NULL THEN substr(RequiredDate, 1, 19) END
        FROM Orders JOIN Employees USING (EmployeeID) ORDER BY 1, 2""",
    )
    shown = []
    for number, one in found.items():
        next_visits = {job.number: job.next_visit for job in one.body.jobs}
        for _, history in one.history:
            for visit in history.visits:
                assert visit.started is not None
                ahead = next_visits.pop(visit.job)
                told = ahead.isoformat(" ") if ahead else None
                shown.append((number, int(visit.job), visit.started.isoformat(" "), visit.crew, told))
        assert next_visits == {}
    assert sorted(shown) == sorted(orders)


def test_A18_what_it_lacks_lives_in_the_overlay() -> None:
    catalog = northwind().catalog
    homes = {name: catalog.field(f"CU.{name}").home for name in ("Customer Password", "Customer Status", "City")}
    assert homes == {"Customer Password": "overlay", "Customer Status": "fixed", "City": "column"}
    assert not catalog.field("CU.Customer Number").replaceable
    assert northwind().practice_id == northwind().practice_id


def test_A8_activity_after_a_day_is_exclusive(tmp_path: Path) -> None:
    mapping = tmp_path / "inactive.toml"
    mapping.write_text(MAPPING.read_text().replace('"ACTIVE"', '"INACTIVE"'))
    day = date(1998, 4, 1)
    with open_practice(str(NORTHWIND), mapping).reading() as reading:
        found = list(reading.customers(ReadOptions(date(1996, 1, 1), with_activity=True)))
    days = [one.last_activity for one in found if one.last_activity]
    assert len(days) == 89
    assert (sum(one > day for one in days), sum(one >= day for one in days)) == (55, 56)
