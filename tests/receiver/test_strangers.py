"""An upload belongs to one computer of one company, as long as both are welcome (reliability section 3, S6)."""

from __future__ import annotations

import pytest

from shared.messages import Begun
from tests.receiver.hosted import Hosted, begun, publish
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

SET = some_customers(2)
PART = changes_of(SET)


def everything(computer: Computer, upload: Begun) -> list[str]:
    """What a computer is told that tries all it could do with an upload."""
    answers = (
        computer.send("GET", f"snapshots/{upload.id}"),
        computer.put(upload.id, 1, PART),
        computer.put(upload.id, 2, PART),
        computer.commit(upload.id),
    )
    return [code_of(one) for one in answers]


def state(receiver: Receiver, company: int, value: str) -> None:
    """Set the company's state as the host's own tool would."""
    receiver.told("UPDATE companies SET state = :state WHERE company_id = :company", state=value, company=company)


@pytest.fixture
def upload(computer: Computer) -> Begun:
    """An open upload of `computer`, with a part that has arrived."""
    opened = begun(computer, "key-0001", SET)
    assert computer.put(opened.id, 1, PART).status_code == 204
    return opened


def test_T2_another_companys_computer_cannot_touch_an_upload(
    serving: Receiver, computer: Computer, upload: Begun
) -> None:
    stranger = Computer(serving.url, 9_000 + computer.company)
    assert stranger.pair(serving.create_company(stranger.company, "Other")).status_code == 201
    assert everything(stranger, upload) == ["stale"] * 4
    # Its own device, under our company's name.
    stranger.key_id = f"{computer.company}/{stranger.key_id.partition('/')[2]}"
    assert everything(stranger, upload) == ["unknown-device"] * 4
    # Our device, signed with its key.
    stranger.key_id = computer.key_id
    assert everything(stranger, upload) == ["bad-signature"] * 4
    assert computer.commit(upload.id).status_code == 200


def test_F29_another_computer_of_the_office_waits(hosted: Hosted, computer: Computer, upload: Begun) -> None:
    second = hosted.paired()
    assert everything(second, upload) == ["stale"] * 4
    busy = second.begin(begin_of(SET, second.record_key, idempotency_key="key-0002"))
    assert code_of(busy) == "busy" and 0 < int(busy.headers["Retry-After"]) <= 60
    assert computer.commit(upload.id).status_code == 200
    assert second.begin(begin_of(SET, second.record_key, idempotency_key="key-0002")).json()["state"] == "current"


def test_S6_a_computer_revoked_in_the_middle_is_refused_and_leaves_nothing(
    hosted: Hosted, computer: Computer, upload: Begun
) -> None:
    device = computer.key_id.partition("/")[2]
    hosted.receiver.must("devices", "revoke", device, "--company", str(hosted.number))
    assert everything(computer, upload) == ["unknown-device"] * 4
    # The office goes on with another computer at once: nobody waits for one that can't come back.
    second = hosted.paired()
    done = publish(second, "key-0002", some_customers(1))
    assert done.state == "done"
    kept = hosted.receiver.told("SELECT DISTINCT since FROM records WHERE company_id = :company", company=hosted.number)
    assert kept == [(done.id,)]


def test_a_suspended_company_publishes_nothing_and_goes_on_where_it_was(
    hosted: Hosted, computer: Computer, upload: Begun
) -> None:
    code = hosted.receiver.pairing_code(hosted.number)
    state(hosted.receiver, hosted.number, "suspended")
    assert everything(computer, upload) == ["suspended"] * 4
    assert code_of(computer.send("GET", "status")) == "suspended"
    assert code_of(hosted.computer().pair(code)) == "suspended"
    state(hosted.receiver, hosted.number, "live")
    assert computer.commit(upload.id).status_code == 200
    assert hosted.computer().pair(code).status_code == 201


def test_S6_a_suspended_companys_portal_is_closed(hosted: Hosted, computer: Computer) -> None:
    publish(computer, "key-0001", SET)
    with Visitor(hosted.receiver.url, hosted.number) as visitor:
        visitor.get("sign-in")
        state(hosted.receiver, hosted.number, "suspended")
        visitor.answer = visitor.session.get(visitor.address("sign-in"), timeout=30)
        assert visitor.answer.status_code != 200
        assert "Customer 0" not in visitor.answer.text
