"""Level-1 users of the office administer its portal, from Set Passwords to the last Process (A14, C1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.admin.boss import Boss
from tests.admin.test_C1_sign_in import SENTENCE
from tests.end_to_end.test_staff import Clerk
from tests.support.office import Office
from tests.support.receiver import Receiver

OTTER = "maple-otter-quiet-lamp"
SHORT = "window-77x"


@pytest.fixture
def boss(paired: tuple[Receiver, Office]) -> Iterator[Boss]:
    """A browser at the administration site."""
    receiver, office = paired
    with Boss(receiver.url, office.company) as one:
        yield one


def test_A14_set_passwords_process_and_sign_in(
    paired: tuple[Receiver, Office], boss: Boss, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver, office = paired
    ((name, password),) = office.rows("SELECT name, password FROM users WHERE level = 1")
    office.process()
    boss.sign_in(name, password)
    assert boss.get().one("h1").text == "Overview"
    clerk = Clerk(office, capsys)
    clerk.must("", OTTER, "users", "set", name, "--new-password-fd", "FD")
    assert boss.get().one("h1").text == "Overview", "the portal does not know yet"
    clerk.must("", "", "process")
    boss.get(status=401)
    assert boss.sign_in(name, password, status=401).one(id="fault").text == SENTENCE
    boss.sign_in(name, OTTER)
    receiver.told(
        "INSERT INTO passkeys (company_id, credential_id, user_id, site, public_key, sign_count, name, made_at)"
        " VALUES (112, x'01', :who, 'administration', x'', 0, '', '2026-01-01 00:00:00')",
        who=f"staff:{name}",
    )
    office.change("UPDATE users SET level = 2 WHERE name = ?", name)
    office.change("UPDATE users SET level = 1, password = 'CLIP' WHERE name <> ?", name)
    ((other,), *_) = office.rows("SELECT name FROM users WHERE level = 1")
    clerk.must("", "", "process")
    boss.get(status=401)
    for who, typed in ((name, OTTER), (other, "CLIP"), ("CLIP", "CLIP")):
        assert boss.sign_in(who, typed, status=401).one(id="fault").text == SENTENCE, who
    assert receiver.told("SELECT user_id FROM passkeys") == [], "behind the answer to the upload"


def test_A14_a_short_password_stays_at_the_office_of_a_live_company(
    paired: tuple[Receiver, Office], boss: Boss, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver, office = paired
    ((name, _),) = office.rows("SELECT name, password FROM users WHERE level = 1")
    office.change("UPDATE users SET password = ? WHERE name = ?", SHORT, name)
    office.change("UPDATE users SET level = 1 WHERE id = (SELECT max(id) FROM users)")
    clerk = Clerk(office, capsys)
    assert clerk.must("", "", "process")["counts"]["staff"] == 2
    boss.sign_in(name, SHORT)
    receiver.must("company", "live", str(office.company))
    boss.get(status=401)
    assert boss.sign_in(name, SHORT, status=401).one(id="fault").text == SENTENCE
    # The first Process learns that the company is live, the next one acts by it.
    office.change("UPDATE customers SET city = 'Springfield'")
    assert clerk.must("", "", "process")["stayed"] == []
    told = clerk.must("", "", "process")
    assert (told["stayed"], told["counts"]["staff"]) == ([name], 1)
    clerk.must("", OTTER, "users", "set", name, "--new-password-fd", "FD")
    told = clerk.must("", "", "process")
    assert (told["stayed"], told["counts"]["staff"]) == ([], 2)
    boss.sign_in(name, OTTER)
