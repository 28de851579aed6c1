"""A customer who gets another number keeps his password and his session; the next owner of his number has neither."""

from __future__ import annotations

from collections.abc import Callable

from tests.agent.clerk import Clerk
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


def test_A9_a_renumbered_customer_goes_on_and_the_next_owner_starts_empty(
    clerk: Clerk, visitor: Callable[[Receiver, int], Visitor]
) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    (number, word), (other, others_word) = sorted(office.passwords().items())[:2]
    customer = visitor(receiver, 112)
    customer.sign_in(number, word)
    for before, after in ((number, "77001"), (other, number)):
        office.change("UPDATE customers SET number = ? WHERE number = ?", after, before)
    try:
        told = clerk.process()
        assert told["credentials"]["hashed"] == 0
        assert "77001" in customer.get("contact").text
        stranger = visitor(receiver, 112)
        stranger.sign_in(number, word, status=401)
        stranger.sign_in(number, others_word)
    finally:
        for before, after in ((number, other), ("77001", number)):
            office.change("UPDATE customers SET number = ? WHERE number = ?", after, before)
        clerk.process()
