"""A15: requests go home, and the office's answers have one effect each, whoever else answers at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people.users import PortalUser
from receiver.domain.requests.counters import raised
from shared import limits
from shared.outbound import REPLIES, REPLY_CHARACTERS, REQUESTS_AT_ONCE, Action, Answer, Asked, Wish
from shared.problems import Problem
from tests.receiver.hosted import Hosted, Hosting
from tests.receiver.signed import Computer, code_of
from tests.receiver.wishes import Wishing, answer_of, asked, claim_of, moved

DECISIONS: tuple[Action, ...] = ("accepted", "declined")


@pytest.fixture
def wishing(hosting: Hosting, hosted: Hosted, computer: Computer) -> Wishing:
    """A customer of the fresh company, whose office is paired."""
    return Wishing(hosting.work, computer.company)


def said(computer: Computer, number: int, action: Action, text: str = "", key: str = "", by: str = "Dana") -> Asked:
    """Answer, and be heard."""
    key = key or f"{number}-{action}-{computer.key_id}-0001"
    answer = computer.send("POST", f"outbound/{number}/answer", answer_of(Answer(key, action, by, text)))
    assert answer.status_code == 200, answer.text
    return asked(answer.content)


def refused(computer: Computer, number: int, action: Action, text: str = "", key: str = "", by: str = "Dana") -> str:
    """Answer, and be refused with this code."""
    key = key or f"{number}-{action}-{computer.key_id}-{len(text)}-0002"
    return code_of(computer.send("POST", f"outbound/{number}/answer", answer_of(Answer(key, action, by, text))))


def test_A15_a_request_goes_home_and_is_seen_and_accepted(computer: Computer, wishing: Wishing) -> None:
    number = wishing.ask(wish=Wish(text="Gate code is 4 <b>&", job="22001"))
    first = moved(computer)
    (one,) = first.requests
    assert (one.number, one.state, one.wish.text, one.own) == (number, "sent", "Gate code is 4 <b>&", True)
    assert (first.more, moved(computer, first.until).requests) == (False, ())
    assert said(computer, number, "seen").state == "seen"
    done = said(computer, number, "accepted", "We will ring first.", by="Dana M.")
    assert (done.state, done.answered_by, done.said[0].text) == ("accepted", "Dana M.", "We will ring first.")
    later = moved(computer, first.until)
    assert later.requests == (done,) and later.until > first.until


def test_A15_a_declined_request_says_why_and_stays_declined(computer: Computer, wishing: Wishing) -> None:
    number = wishing.ask("schedule")
    assert refused(computer, number, "declined", " \n ") == "bad-request"
    told = said(computer, number, "declined", "We don't work\r\non Sundays.\x00")
    assert (told.state, told.reason) == ("declined", "We don't work\non Sundays.")
    assert refused(computer, number, "accepted") == "answered"
    assert said(computer, number, "seen").state == "declined"
    assert said(computer, number, "reply", "Would Monday do?").state == "declined"


def test_A15_a_message_is_done_with_the_first_reply(computer: Computer, wishing: Wishing) -> None:
    number = wishing.ask("message", Wish(text="The gate was open."))
    assert refused(computer, number, "accepted") == refused(computer, number, "declined", "no") == "bad-request"
    told = said(computer, number, "reply", "Sorry.", "reply-key-00000001")
    assert (told.state, bool(told.seen), bool(told.done), told.answered_by) == ("done", True, True, "Dana")
    assert len(said(computer, number, "reply", "And thanks.", "reply-key-00000002").said) == 2


def test_A15_the_same_answer_twice_has_one_effect(computer: Computer, wishing: Wishing) -> None:
    number = wishing.ask("message")
    body = answer_of(Answer("reply-key-00000001", "reply", "Dana", "Sorry."))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: computer.send("POST", f"outbound/{number}/answer", body), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1 and len(asked(answers[0].content).said) == 1
    assert refused(computer, number, "reply", "Something else.", "reply-key-00000001") == "key-reused"
    other = wishing.ask("message")
    assert refused(computer, other, "reply", "Sorry.", "reply-key-00000001") == "key-reused"
    assert len(moved(computer).requests[0].said) == 1


def test_A15_one_computer_at_a_time_answers(hosted: Hosted, computer: Computer, wishing: Wishing) -> None:
    second, number = hosted.paired(), wishing.ask("contact")
    for _ in range(2):
        held = computer.send("POST", f"outbound/{number}/claim", claim_of("Dana"))
        assert held.status_code == 200 and asked(held.content).claimed_by == "FRONT DESK"
    answer = second.send("POST", f"outbound/{number}/claim", claim_of("Lee"))
    assert code_of(answer) == "claimed"
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert problem.detail == "Dana at FRONT DESK." and 0 < problem.retry_after <= 121
    assert refused(second, number, "accepted") == "claimed"
    expire = "UPDATE requests SET claimed_until = made_at WHERE company_id = :company"
    hosted.receiver.told(expire, company=computer.company)
    assert second.send("POST", f"outbound/{number}/claim", claim_of("Lee")).status_code == 200
    assert refused(computer, number, "accepted") == "claimed"
    assert said(second, number, "accepted", by="Lee").state == "accepted"
    answer = computer.send("POST", f"outbound/{number}/claim", claim_of("Dana"))
    assert code_of(answer) == "answered" and "Lee accepted it" in answer.json()["detail"]


def test_A15_two_computers_at_the_same_moment_give_one_answer(
    hosted: Hosted, computer: Computer, wishing: Wishing
) -> None:
    number, both = wishing.ask("contact"), (computer, hosted.paired())

    def decide(n: int) -> str:
        said = Answer(f"decision-of-thread-{n:04}", DECISIONS[n % 2], "Dana", "So it is.")
        answer = both[n % 2].send("POST", f"outbound/{number}/answer", answer_of(said))
        return asked(answer.content).state if answer.status_code == 200 else code_of(answer)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(decide, range(6)))
    (one,) = moved(computer).requests
    assert [state for state in found if state != "answered"] == [one.state]


def test_A15_pages_of_what_moved_miss_nothing(computer: Computer, wishing: Wishing) -> None:
    numbers = [wishing.ask() for _ in range(REQUESTS_AT_ONCE + 5)]
    with wishing.work.writing(computer.company, Lane.VISITORS) as session:
        for record_id, verifier in (("7", b"{}"), ("8", b"")):
            user = PortalUser(company_id=computer.company, user_id=f"record:{record_id}", record_id=record_id)
            user.verifier, user.chosen_at, user.created_at = verifier, now(), now()
            user.moved = raised(session, computer.company)
            session.add(user)
    first = moved(computer)
    assert first.more and len(first.requests) == REQUESTS_AT_ONCE and first.passwords == ()
    rest = moved(computer, first.until)
    assert [one.number for one in first.requests + rest.requests] == numbers
    assert [(one.record_id, bool(one.since)) for one in rest.passwords] == [("7", True), ("8", False)]
    assert not rest.more and moved(computer, rest.until).until == rest.until
    assert moved(computer, rest.until + 1).requests == first.requests, "a receiver from an earlier copy"


def test_A15_large_requests_come_in_answers_that_can_be_read(computer: Computer, wishing: Wishing) -> None:
    numbers = [wishing.ask("message", Wish(text="草" * 4_000)) for _ in range(60)]
    found, after, more = [], 0, True
    while more:
        answer = computer.send("GET", f"outbound?after={after}")
        assert len(answer.content) <= limits.CONTROL_BYTES
        page = moved(computer, after)
        found += [one.number for one in page.requests]
        after, more = page.until, page.more
    assert found == numbers


def test_A15_bad_answers_are_problems(hosting: Hosting, computer: Computer, wishing: Wishing) -> None:
    number = wishing.ask("message")
    for query in ("", "?", "?after=", "?after=-1", "?after=01", "?after=1&after=2", "?after=1&x=2", "?after=٣"):
        assert code_of(computer.send("GET", f"outbound{query}")) == "bad-request", query
    assert refused(computer, number, "reply", "x" * (REPLY_CHARACTERS + 1)) == "bad-request"
    assert refused(computer, number, "reply", "x", "short") == "bad-request"
    assert refused(computer, number, "reply", "x", by=" \n") == "bad-request"
    assert refused(computer, number + 1, "reply", "x") == "not-found"
    assert code_of(computer.send("GET", f"outbound/{number}/photos/0")) == "not-found"
    assert code_of(computer.send("POST", f"outbound/{number}/claim", b'{"by":"x","more":1}')) == "bad-request"
    for n in range(REPLIES):
        said(computer, number, "reply", f"{n}", f"reply-key-{n:08}")
    assert refused(computer, number, "reply", "one more") == "answered"
    stranger = hosting.company()
    other = stranger.computer()
    other.pair(stranger.code)
    assert refused(other, number, "reply", "x") == "not-found"
    assert moved(other).requests == ()
