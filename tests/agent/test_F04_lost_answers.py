"""The answer to a request is lost after it took effect, or the request before: the agent asks what became of it and
goes on from there, and publishes once (F3, F4, F20, F21)."""

from __future__ import annotations

import pytest

from tests.agent.clerk import Clerk
from tests.support.proxy import ALWAYS, LOST_ANSWER, LOST_REQUEST, Fault, answered

BEGIN, PART, COMMIT = ("POST", "/snapshots"), ("PUT", ""), ("POST", "/commit")
NOTES = "UPDATE work SET notes = hex(randomblob(3000))"
"""Makes the next change too large for the first request, and for two parts."""


def large_move(clerk: Clerk, city: str) -> int:
    """A change of several parts; gives the number of the snapshot before it."""
    clerk.wired.office.change(NOTES)
    clerk.move(city)
    return clerk.agent.portals.all()[0].base


@pytest.mark.parametrize("fault", [LOST_ANSWER, LOST_REQUEST], ids=["answer", "request"])
@pytest.mark.parametrize(
    ("place", "skip"), [(BEGIN, 0), (PART, 0), (PART, 1), (COMMIT, 0)], ids=["begin", "part 1", "part 2", "commit"]
)
def test_F4_one_cut_anywhere_costs_at_most_one_part_more(
    clerk: Clerk, fault: Fault, place: tuple[str, str], skip: int
) -> None:
    proxy = clerk.wired.proxy
    before = large_move(clerk, f"{place} {skip} {fault.up}")
    proxy.plan(fault, *place, skip=skip)
    told = clerk.process()
    assert proxy.caught.is_set()
    assert (told["outcome"], told["snapshot"]) == ("published", before + 1)
    parts = [one.path for one in proxy.seen if one.method == "PUT"]
    assert len(set(parts)) >= 2
    assert len(parts) - len(set(parts)) <= (1 if place == PART else 0)
    assert [one.status for one in proxy.of("POST", "/commit")[-1].answers] == [200]
    clerk.converged(f"{place} {skip} {fault.up}")


@pytest.mark.parametrize(("place", "ends"), [("begin", 0), ("part", 0), ("commit", 3)])
def test_F21_answers_that_never_come_back_lose_nothing(clerk: Clerk, place: str, ends: int) -> None:
    """From that request on, every answer is lost."""
    proxy = clerk.wired.proxy
    large_move(clerk, f"At first {place}")
    clerk.process()
    # How many visits a sample office has done depends on the day.
    parts = len(proxy.of("PUT"))
    assert parts >= 2
    proxy.forget()
    before = large_move(clerk, f"For ever {place}")
    proxy.plan(LOST_ANSWER, skip={"begin": 0, "part": 1, "commit": parts + 1}[place], count=ALWAYS)
    said = clerk.process(code=5)["error"]
    assert "broke" in said["title"] and "Nothing is lost" in said["remedy"]
    arrived = len(proxy.of("PUT"))
    proxy.forget()
    assert clerk.process(code=ends)["snapshot"] == before + 1
    assert arrived + len(proxy.of("PUT")) == parts
    clerk.converged(f"For ever {place}")


def test_F22_who_never_answers_is_not_waited_for_without_end(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("agent.upload.client.IDLE_SECONDS", 0.6)
        clerk.move("Silence")
        clerk.wired.proxy.plan(Fault(up=100, end="hang"), *BEGIN)
        clerk.wired.proxy.plan(Fault(down=40, end="hang"), *BEGIN)
        assert clerk.process()["outcome"] == "published"
        clerk.wired.proxy.plan(Fault(up=100, end="hang"), *BEGIN, count=ALWAYS)
        said = clerk.process(code=5)["error"]
        assert "stopped answering" in said["title"] and "Nothing is lost" in said["remedy"]
    clerk.wired.proxy.forget()
    clerk.converged("Silence")


def test_F20_receiver_down_and_back(clerk: Clerk) -> None:
    clerk.move("Meanwhile")
    clerk.receiver.end()
    said = clerk.process(code=5)["error"]
    assert "broke" in said["title"] or "can't be reached" in said["title"]
    clerk.wired.proxy.plan(answered(502, "text/html", b"<h1>Bad gateway</h1>"))
    assert "not available just now" in clerk.process(code=5)["error"]["title"]
    clerk.receiver.serve()
    assert clerk.process()["outcome"] == "published"
    clerk.converged("Meanwhile")
