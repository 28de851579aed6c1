"""A network of its own for a campaign: a namespace with nothing but a loopback, which can be made slow, lossy and
silent (`ip`, `tc`, `nft`; only root may). It is named after its process, and is taken away by that name."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

PROGRAMS: Final = ("ip", "tc", "nft")
NAME: Final = "porchlight-campaign-{pid}"
SMALL_FRAMES: Final = 1_500
"""Bytes; the loopback's own frames of 64 KiB would not pass a narrow gate."""
TABLE: Final = "inet campaign"


@contextmanager
def namespace() -> Iterator[str]:
    """The name of a fresh one, with its loopback up; it is gone afterwards. Raises `PermissionError`."""
    if os.geteuid() != 0:
        raise PermissionError("only root may make a network namespace, which this plays in")
    missing = [one for one in PROGRAMS if shutil.which(one) is None]
    if missing:
        raise FileNotFoundError(f"needs {', '.join(missing)}. On Debian: apt-get install iproute2 nftables")
    name = NAME.format(pid=os.getpid())
    call(f"ip netns add {name}")
    try:
        call(f"ip netns exec {name} ip link set lo mtu {SMALL_FRAMES} up")
        yield name
    finally:
        call(f"ip netns delete {name}")


def within(name: str, words: Sequence[str]) -> list[str]:
    """What to run so that `words` run in the namespace."""
    return ["ip", "netns", "exec", name, *words]


@contextmanager
def slow(kilobits: int, port: int) -> Iterator[None]:
    """While inside, so many kilobits a second pass to and from the port, both together."""
    call("tc qdisc add dev lo root handle 1: htb default 9")
    try:
        for way in ("1:9", "1:3"):
            call(f"tc class add dev lo parent 1: classid {way} htb rate 1gbit quantum 60000")
        call(f"tc qdisc add dev lo parent 1:3 handle 30: tbf rate {kilobits}kbit burst 4kb latency 1500ms")
        for side in ("sport", "dport"):
            call(f"tc filter add dev lo parent 1: protocol ip u32 match ip {side} {port} 0xffff flowid 1:3")
        yield
    finally:
        call("tc qdisc delete dev lo root")


@contextmanager
def lossy(percent: int, port: int) -> Iterator[None]:
    """While inside, so many packets of a hundred to and from the port get lost."""
    with _dropping(port, f"numgen random mod 100 < {percent}"):
        yield


@contextmanager
def silent(port: int) -> Iterator[None]:
    """While inside, nothing to or from the port arrives, and nobody says so."""
    with _dropping(port, ""):
        yield


@contextmanager
def _dropping(port: int, which: str) -> Iterator[None]:
    call(f"nft add table {TABLE}")
    try:
        call(f"nft add chain {TABLE} losing {{ type filter hook input priority 0 ; }}")
        for side in ("sport", "dport"):
            call(f"nft add rule {TABLE} losing tcp {side} {port} {which} drop")
        yield
    finally:
        call(f"nft delete table {TABLE}")


def call(words: str) -> None:
    """Run a program of the system. Raises `OSError` with what it said where it can't do it."""
    done = subprocess.run(words.split(), check=False, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{words}: {done.stderr.strip()}")
