"""A customer chooses a password on the portal, the office learns of it, and only a reset on purpose ends it: from the
portal's page to the practice database and back (A6, A7; reliability section 2, point 6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor
from tests.window.paired import paired_office

PASSWORD = "CU.Customer Password"
FIRST, OWN, LATER = "maple-otter-quiet-41", "seven green gates by the lake", "amber-lamp-river-12"


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Receiver, Office]]:
    """An office of twelve that is paired with a receiver."""
    with paired_office(tmp_path_factory.mktemp("own")) as found:
        yield found


def opens(receiver: Receiver, number: str, password: str) -> bool:
    """Whether that signs in."""
    with Visitor(receiver.url, 112) as visitor:
        page = visitor.get("sign-in")
        name = next(one for one in page.all("input") if one.attributes.get("type") in ("text", "email"))
        secret = page.one("input", type="password").attributes["name"]
        form = next(one for one in page.all("form") if one.attributes.get("action", "").endswith("sign-in"))
        hidden = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type="hidden")}
        visitor.answer = visitor.session.post(
            visitor.address("sign-in"),
            data={**hidden, name.attributes["name"]: number, secret: password},
            headers={"Origin": receiver.url, "Referer": visitor.address("sign-in")},
            timeout=30,
        )
        return visitor.signed_in


def replaced(office: Office, number: str, password: str, *words: str) -> None:
    """Give this customer a password, and publish it."""
    where = f"CU.Customer Number = {number}"
    office.must("replace", "--field", PASSWORD, "--value", password, "--where", where, "--yes", *words)
    office.process()


def own(office: Office, number: str) -> object:
    """What the Customer List says of his own password, after the portals were asked."""
    office.must("requests", "list")
    return office.must("customers", "show", number)["customer"]["own_password"]


def test_A6_A7_an_own_password_counts_until_the_office_resets_it_on_purpose(
    paired: tuple[Receiver, Office], tmp_path: Path
) -> None:
    receiver, office = paired
    number = next(iter(office.passwords()))
    replaced(office, number, FIRST)
    with Visitor(receiver.url, 112) as visitor:
        visitor.sign_in(number, FIRST)
        assert visitor.signed_in
        page = visitor.get("account/password")
        visitor.submit(page, "account/password", {"current": FIRST, "password": OWN})
    told = own(office, number)
    assert isinstance(told, dict) and told["counts"] is True
    replaced(office, number, LATER)
    assert (opens(receiver, number, LATER), opens(receiver, number, OWN)) == (False, True)
    letters = office.must("letters", str(tmp_path / "all.pdf"), "--all")
    assert letters["left_out"]["chose their own password, so the office's does not count"] == 1
    run = office.must(
        *("replace", "--field", PASSWORD, "--value", LATER, "--where", f"CU.Customer Number = {number}"),
        *("--also-own", "--yes"),
    )
    assert (run["changed"], run["reset"]) == (0, 1)
    assert opens(receiver, number, OWN), "nothing has been published yet"
    told = own(office, number)
    assert isinstance(told, dict) and told["counts"] is False
    office.process()
    assert (opens(receiver, number, OWN), opens(receiver, number, LATER)) == (False, True)
    assert own(office, number) is None
