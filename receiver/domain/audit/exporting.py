"""The audit log as a file to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Final

import msgspec

from receiver.domain.audit.models import AuditEntry
from receiver.domain.audit.queries import computer_of, details_of, said_of
from receiver.domain.snapshots.receipts import wire_time
from receiver.languages import N_

WHAT: Final = N_("What")
END: Final = N_("End of the file: it holds %(count)s entries.")
HEADS: Final = (
    N_("Number"),
    N_("Time at the office"),
    N_("Time (UTC)"),
    N_("Noted (UTC)"),
    N_("Where"),
    N_("Who"),
    N_("Computer"),
    N_("Id of who"),
    WHAT,
    N_("Action"),
    N_("About (id)"),
    N_("Network"),
    N_("Hash"),
)
"""Of the columns that `cells` fills."""


def cells(entry: AuditEntry, zone: tzinfo, translated: Callable[[str], str] = str) -> tuple[str | int, ...]:
    """An entry as a row for people."""
    return (
        entry.number,
        f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        wire_time(entry.at),
        wire_time(entry.noted_at),
        entry.side,
        entry.actor_name,
        computer_of(entry),
        entry.actor,
        said_of(entry, translated),
        entry.action,
        entry.about,
        entry.address,
        entry.chain.hex(),
    )


def rows(
    entries: Iterable[AuditEntry], zone: tzinfo, translated: Callable[[str], str] = str
) -> Iterator[tuple[str | int, ...]]:
    """The entries as rows for people, and a last one that says how many they were: a file without it was cut."""
    count = 0
    for entry in entries:
        yield cells(entry, zone, translated)
        count += 1
    at = HEADS.index(WHAT)
    yield tuple(translated(END) % {"count": count} if column == at else "" for column in range(len(HEADS)))


def json_file(company_id: int, made: datetime, entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    """The bytes of one JSON object with everything that the hashes are made of, entry by entry, and their number at its
    end."""
    begun = {"company": company_id, "made": wire_time(made)}
    yield msgspec.json.encode(begun)[:-1] + b',"entries":['
    count = 0
    for entry in entries:
        yield (b",\n" if count else b"\n") + msgspec.json.encode(told(entry))
        count += 1
    yield b'\n],"count":%d}\n' % count


def told(entry: AuditEntry) -> dict[str, object]:
    """An entry for programs."""
    return {
        "number": entry.number,
        "at": _exact(entry.at),
        "noted": _exact(entry.noted_at),
        "side": entry.side,
        "who": entry.actor,
        "who_name": entry.actor_name,
        "action": entry.action,
        "words": said_of(entry),
        "about": entry.about,
        "details": details_of(entry),
        "network": entry.address,
        "key": entry.key,
        "hash": entry.chain.hex(),
    }


def _exact(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
