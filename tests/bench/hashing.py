"""The verifiers of a first Process beside Argon2id alone on all cores."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from tests.bench.measuring import Result, Scale, at_least, middle
from tests.support.office import Office
from tests.support.receiver import Receiver

MEMORY_KIB = 19_456
"""OWASP's parameters, written out: t=2, p=1, 16 bytes of salt, 32 of tag."""


def bare(count: int) -> float:
    """Seconds that Argon2id alone takes for `count` passwords."""
    begun = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda n: hash_secret_raw(b"%d" % n, b"s" * 16, 2, MEMORY_KIB, 1, 32, Type.ID), range(count)))
    return time.monotonic() - begun


def rows(folder: Path, scale: Scale, _kind: str) -> list[Result]:
    """The row about credentials."""
    receiver = Receiver(folder / "receiver")
    receiver.init()
    receiver.serve()
    shares, told = [], {}
    try:
        for company in range(300, 300 + scale.rounds):
            office = Office(folder / str(company), company)
            office.sample(scale.passwords, seed=company)
            office.pair(receiver, receiver.create_company(company, "Bench"))
            told = office.process()
            count = len(office.passwords())
            shares.append(bare(count) / told["seconds"]["passwords"])
    finally:
        receiver.end()
    return [at_least("credentials", middle(shares), 0.9, f"share of Argon2id's own speed, {count} passwords")]
