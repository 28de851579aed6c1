"""A receipt is believed only where its digest and its counts are those of the office."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.agent.clerk import Clerk
from tests.support.proxy import answered


@pytest.mark.parametrize("wrong", ["counts", "digest"])
def test_a_receipt_of_another_set_than_ours_is_not_believed(clerk: Clerk, wrong: str) -> None:
    clerk.process_or_nothing()
    receipt = clerk.agent.portals.all()[0].receipt
    assert receipt is not None
    other = {"counts": {**receipt.counts, "customer": receipt.counts["customer"] - 1}, "digest": "0" * 64}
    lie = msgspec.structs.replace(receipt, **{wrong: other[wrong]})
    told = json.dumps({"state": "current", "id": receipt.snapshot, "receipt": msgspec.to_builtins(lie)}).encode()
    clerk.wired.proxy.plan(answered(200, "application/json", told, Porchlight_Protocol="1"))
    assert "did not confirm" in clerk.process(code=1)["error"]["title"]
    assert clerk.agent.portals.all()[0].receipt == receipt
    assert clerk.process(code=3)["outcome"] == "nothing changed"
