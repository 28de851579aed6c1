"""An office whose schedule is overdue is noticed: the portal goes on showing what is old (R8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.silence import silent_companies, silent_since
from shared.messages import SCHEDULE_HEADER
from tests.receiver.hosted import Hosted, publish
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import Computer, begin_of, code_of

HALF_AN_HOUR = 1800


def since(hosted: Hosted) -> list[str]:
    """What the host is told of that company: by the list, and by the check."""
    listed = hosted.receiver.must("company", "list", "--json").json["companies"]
    told = next(one["silent_since"] for one in listed if one["company"] == hosted.number)
    answer = hosted.receiver.run("check", "--json")
    finding: dict[str, Any] = next(one for one in answer.json["checks"] if one["id"] == "offices-heard")
    named = f"{hosted.number} Green Valley" in finding["text"]
    assert named == bool(told), finding
    assert not named or (not finding["good"] and answer.code == 1)
    return [told] if told else []


def test_R8_a_silent_office_is_told_to_the_host_and_to_the_office(hosted: Hosted, computer: Computer) -> None:
    headers = {SCHEDULE_HEADER: str(HALF_AN_HOUR)}
    assert computer.send("GET", "status", headers=headers).json()["silent_since"] == ""
    publish(computer, "key-0001", some_customers(2))
    assert since(hosted) == []
    hosted.receiver.told(
        "UPDATE companies SET confirmed_at = '2026-01-02 03:04:05' WHERE company_id = :company", company=hosted.number
    )
    (told,) = since(hosted)
    assert told.startswith("2026-01-0")
    assert computer.send("GET", "status").json()["silent_since"] == told
    assert f"silent since {told}" in hosted.receiver.must("company", "list").out
    current = computer.begin(begin_of(some_customers(2), computer.record_key, idempotency_key="key-0002", base=1))
    assert current.json()["state"] == "current"
    assert since(hosted) == []


def test_R8_a_schedule_is_a_number_of_seconds(computer: Computer) -> None:
    for wrong in ("", "-1", "1.5", "030", "123456789", "never", "2²"):
        answer = computer.send("GET", "status", headers={SCHEDULE_HEADER: wrong})
        assert code_of(answer) == "bad-request", wrong
    assert computer.send("GET", "status", headers={SCHEDULE_HEADER: "0"}).status_code == 200


def test_R8_only_an_office_that_said_when_it_comes_is_missed(house: House) -> None:
    house.publish("key-0001", {}, some_customers(2), base=0)
    heard = house.time

    def silent(schedule: int, seconds: float, **company: object) -> bool:
        """Whether it is silent so long after, with this schedule."""
        with house.work.writing(112) as session:
            device = session.get(Device, (112, DEVICE)) or Device(
                company_id=112, device_id=DEVICE, name="x", public_key=b"", paired_at=heard, last_seen_at=heard
            )
            device.schedule = schedule
            device.revoked_at = heard if company.get("revoked") else None
            session.add(device)
            one = session.get_one(Company, 112)
            one.state = str(company.get("state", CompanyState.LIVE))
            one.newest = int(str(company.get("newest", 1)))
            session.flush()
            found = silent_since(session, one, heard + timedelta(seconds=seconds))
        with house.work.every_company() as session:
            listed = silent_companies(session, heard + timedelta(seconds=seconds))
        assert [one.since for one in listed] == ([found] if found else [])
        return found == heard

    assert not silent(HALF_AN_HOUR, 3600)
    assert silent(HALF_AN_HOUR, 3601)
    assert not silent(HALF_AN_HOUR, 99999, state=CompanyState.SUSPENDED)
    assert not silent(HALF_AN_HOUR, 99999, newest=0)
    assert not silent(HALF_AN_HOUR, 99999, revoked=True)
    assert not silent(0, 99999)
    assert silent(86400, 172801) and not silent(86400, 172800)
