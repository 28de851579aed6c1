"""Somebody else answers in the receiver's place, or something in between spoils the answer: never taken for success,
told in plain words, and nothing is lost (F22, F40)."""

from __future__ import annotations

import pytest

from shared.version import PROTOCOL
from tests.agent.clerk import Clerk
from tests.support.proxy import ALWAYS, answered
from tests.support.strangers import FOREIGN, JSON, NONE


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_F22_never_taken_for_success(clerk: Clerk, name: str) -> None:
    fault, code, title = FOREIGN[name]
    clerk.move(f"Behind {name}")
    before = clerk.cities()
    clerk.wired.proxy.plan(fault, count=ALWAYS)
    said = clerk.process(code=code)["error"]
    assert title in said["title"] and said["remedy"]
    assert clerk.cities() == before


def test_F22_what_a_sign_in_page_answers_to_parts_is_no_success_either(clerk: Clerk) -> None:
    clerk.wired.office.change("UPDATE work SET notes = hex(randomblob(3000))")
    clerk.move("Parts")
    for method in ("PUT", "POST"):
        clerk.wired.proxy.plan(answered(200, JSON, b"{}"), method, skip=0 if method == "PUT" else 1, count=ALWAYS)
        assert NONE in clerk.process(code=1)["error"]["title"]
        assert clerk.cities() != {"Parts"}
        clerk.wired.proxy.forget()
    clerk.process()
    clerk.converged("Parts")


def test_F40_an_agent_that_is_newer_is_told_both_versions(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.move("Newer")
    with monkeypatch.context() as newer:
        newer.setattr("agent.upload.client.PROTOCOL", PROTOCOL + 1)
        said = clerk.process(code=1)["error"]
    assert "different ages" in said["title"]
    assert f"versions 1 to {PROTOCOL}" in said["detail"] and f"'{PROTOCOL + 1}'" in said["detail"]
    assert "up to date" in said["remedy"]
    clerk.process()
    clerk.converged("Newer")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("ALTER TABLE customers RENAME COLUMN city TO town", 'the column "city" of the table "customers"'),
        ("ALTER TABLE work RENAME TO visits", "no table work"),
    ],
    ids=["column", "table"],
)
def test_F36_a_changed_layout_stops_before_anything_is_sent(clerk: Clerk, change: str, told: str) -> None:
    office, before = clerk.wired.office, clerk.cities()
    back = {"city": "ALTER TABLE customers RENAME COLUMN town TO city", "work": "ALTER TABLE visits RENAME TO work"}
    office.change(change)
    said = clerk.process(code=1)["error"]
    office.change(back["city" if "city" in told else "work"])
    assert told in said["title"] and said["remedy"]
    assert not clerk.wired.proxy.seen
    assert clerk.cities() == before
    assert clerk.process(code=3)["outcome"] == "nothing changed"
