"""The agent's own file or its keys are lost: it says so, pairing again brings everything back, and the portal shows all
customers with their passwords all the time (F5, F46)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.agent.clerk import Clerk
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


def file_gone(home: Path) -> None:
    """Nothing is left of the agent's own file."""
    for file in home.glob("agent.db*"):
        file.unlink()


def file_torn(home: Path) -> None:
    """A bad sector in its middle."""
    for file in home.glob("agent.db-*"):
        file.unlink()
    data = bytearray((home / "agent.db").read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    (home / "agent.db").write_bytes(data)


def keys_gone(home: Path) -> None:
    """The keyring was removed."""
    shutil.rmtree(home / "secrets")


@pytest.fixture
def kept_home(clerk: Clerk) -> Iterator[Path]:
    """The agent's folder, which is put back afterwards."""
    home = clerk.wired.office.home
    kept = home.with_name("kept")
    shutil.copytree(home, kept)
    yield home
    shutil.rmtree(home)
    kept.rename(home)


@pytest.mark.parametrize(
    ("lost", "told", "remedy"),
    [
        (file_gone, "is not paired with a portal yet", "agent pair"),
        (file_torn, "is damaged", "Move it away and pair again"),
        (keys_gone, "keyring no longer holds the key of this pairing", "agent pair"),
    ],
    ids=["file gone", "file torn", "keys gone"],
)
def test_F5_F46_pairing_again_brings_everything_back(
    clerk: Clerk,
    kept_home: Path,
    visitor: Callable[[Receiver, int], Visitor],
    lost: Callable[[Path], None],
    told: str,
    remedy: str,
) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    number, password = min(office.passwords().items())
    seen, kinds = clerk.snapshots(), clerk.kinds()
    lost(kept_home)
    clerk.move(f"After {lost.__name__}")
    said = clerk.process(code=1)["error"]
    assert told in said["title"] and remedy in said["remedy"]
    assert not clerk.wired.proxy.seen
    if lost is file_torn:
        file_gone(kept_home)
    code = receiver.pairing_code(112)
    office.must("pair", "--receiver", clerk.wired.proxy.url, "--company", "112", "--code", code)
    clerk.process()
    after = [one for one in clerk.snapshots() if one not in seen]
    assert after and min(after) > max(seen)
    assert [clerk.kinds(one)["credential"] for one in after] == [kinds["credential"]] * len(after)
    clerk.converged(f"After {lost.__name__}")
    guest = visitor(receiver, 112)
    guest.sign_in(number, password)
    assert guest.signed_in
