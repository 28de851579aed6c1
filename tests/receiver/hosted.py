"""A company of its own for each test, on a receiver that the tests of a module share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from shared.messages import Begun
from tests.receiver.signed import Computer, begin_of, changes_of
from tests.support.receiver import Receiver


@dataclass
class Hosted:
    """The company `number` and the code that pairs its first computer."""

    receiver: Receiver
    number: int
    code: str

    def computer(self) -> Computer:
        """An office computer that is not paired yet."""
        return Computer(self.receiver.url, self.number)

    def paired(self) -> Computer:
        """One more computer of the office, paired."""
        one = self.computer()
        assert one.pair(self.receiver.pairing_code(self.number)).status_code == 201
        return one


def begun(computer: Computer, key: str, bodies: Mapping[tuple[str, str], msgspec.Struct], base: int = 0) -> Begun:
    """Begin to publish `bodies`, which has to be answered with an upload."""
    answer = computer.begin(begin_of(bodies, computer.record_key, idempotency_key=key, base=base))
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Begun)


def publish(computer: Computer, key: str, bodies: Mapping[tuple[str, str], msgspec.Struct], base: int = 0) -> Begun:
    """Publish `bodies` in one part."""
    opened = begun(computer, key, bodies, base)
    if opened.state in ("changes", "all"):
        assert computer.put(opened.id, 1, changes_of(bodies)).status_code == 204
        answer = computer.commit(opened.id)
        assert answer.status_code == 200, answer.text
        opened = msgspec.json.decode(answer.content, type=Begun)
    return opened
