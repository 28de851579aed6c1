"""A part with something of everything, and ways to damage it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from shared import parts, passwords
from shared.records import Credential, History, Invoice, Invoices, Staff, Visit, history_key
from tests.receiver.publishing import Bodies, some_customers

SOUND = passwords.Verifier(bytes(16), bytes(32)).text()
"""A verifier as it should be; no password fits it."""


def a_set() -> Bodies:
    """Some of every kind."""
    visit = Visit(job="7", started=datetime(2026, 2, 1, 9), amount=Decimal("12.50"), notes="Mowed and edged.")
    return {
        **some_customers(5, street="Elm Street"),
        ("history", history_key("00001", 2026)): History((visit,)),
        ("invoices", "00001"): Invoices((Invoice("I1", date(2026, 2, 1), None, Decimal("12.50")),)),
        ("credential", "00001"): Credential(record_id="1", verifier=SOUND),
        ("staff", "Ann"): Staff(verifier=SOUND, level=1),
    }


def flipped(data: bytes, dice: Random) -> bytes:
    """`data` with one bit the other way."""
    at = dice.randrange(len(data) * 8)
    damaged = bytearray(data)
    damaged[at // 8] ^= 1 << at % 8
    return bytes(damaged)


def damaged_by_a_bit(sound: bytes, dice: Random) -> bytes:
    """The part with one bit the other way, and so with other content, or none: a few bits of a zstd frame (of how much
    memory it takes to read, say) may be anything."""
    content = parts.unpack(sound)
    while True:
        damaged = flipped(sound, dice)
        try:
            if parts.unpack(damaged) != content:
                return damaged
        except parts.PartError:
            return damaged
