"""Process beside the bare prototype, and beside other programs that bring the same file somewhere: first publication,
nothing changed, file untouched, 1 % changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ground import MEGABYTE, safe_cluster
from tests.bench.measuring import (
    Beside,
    Cost,
    Costs,
    Result,
    Scale,
    at_most,
    in_turn,
    megabytes,
    middle,
    middling,
)
from tests.bench.peers.installing import need
from tests.bench.peers.loading import Peers
from tests.bench.race import Race, race

REQUEST_BYTES = 2_048
"""The most that a Process may send where nothing changed."""
PGLOADER, DLT = 0.5, 0.2
"""Of their time a first publication may take."""
AS_GOOD = 1.0
"""The bar where the goals name none: no slower, or no more, than the peer."""

Work = Callable[[], Cost]


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about Process."""
    python = need() if scale.peers else None
    with race(folder, scale.customers, scale.database) as one, peers_of(folder, one, python) as peers:
        works = _works(one) | (_others(peers) if peers else {})
        costs = dict(zip(works, in_turn(scale.rounds, *works.values()), strict=True))
        found = _times(costs) + _counts(one) + _memory(one, scale)
        if peers:
            found += _beside(costs, one, peers)
    return [scale.sized(row) for row in found]


@contextmanager
def peers_of(folder: Path, one: Race, python: Path | None) -> Iterator[Peers | None]:
    """The peers at the practice file of a race; none without the Python that has dlt."""
    if python is None:
        yield None
        return
    with safe_cluster() as cluster:
        peers = Peers(folder / "peers", one.practice, cluster, python)
        peers.prepare()
        yield peers


def _works(one: Race) -> dict[str, Work]:
    """Ours and the prototype's, in the order of a round."""
    return {
        "full": one.push,
        "bare full": one.bare_push,
        "none": one.nothing_changed,
        "bare none": one.bare_hash,
        "untouched": one.untouched,
        "bare start": one.bare_start,
        "changed": one.one_percent,
    }


def _others(peers: Peers) -> dict[str, Work]:
    """The peers' works, after ours: their "changed" sees what ours has just published."""
    return {
        "pgloader": peers.pgloader,
        ".dump": peers.dump,
        "dlt full": peers.dlt,
        "dlt changed": peers.dlt_merge,
        "rsync changed": peers.rsync_changed,
        "dlt none": peers.dlt_merge,
        "rsync none": peers.rsync_touched,
    }


def _times(costs: dict[str, Costs]) -> list[Result]:
    def beside(goal: str, ours: str, other: str, bar: float) -> Result:
        both = Beside(costs[ours], costs[other])
        return at_most(goal, both.ratio, bar, both.detail)

    return [
        beside("full push", "full", "bare full", 1.6),
        beside("nothing changed", "none", "bare none", 1.3),
        beside("file untouched", "untouched", "bare start", 2),
        beside("1 % changed", "changed", "none", 1.2),
    ]


def _counts(one: Race) -> list[Result]:
    """Requests and bytes, as the agent counted them; what zstd-3 makes of the records is the prototype's."""
    sent, changed_sent = one.told("full", "bytes_sent"), one.told("changed", "bytes_sent")
    least, changed_least = one.practice.size(), one.practice.changed_size()
    counted = "counted by the agent"
    return [
        at_most("full push: bytes", sent / least, 1.2, f"{megabytes(sent)} / {megabytes(least)}"),
        at_most("nothing changed: requests", one.told("none", "requests"), 1, counted),
        at_most("nothing changed: bytes", one.told("none", "bytes_sent"), REQUEST_BYTES, counted),
        at_most("file untouched: requests", one.told("untouched", "requests"), 1, counted),
        at_most("1 % changed: requests", one.told("changed", "requests"), 2, counted),
        at_most("1 % changed: bytes", changed_sent / changed_least, 1.5, f"{changed_sent} / {changed_least} bytes"),
    ]


def _memory(one: Race, scale: Scale) -> list[Result]:
    after = f"after {scale.rounds} publications, all processes"
    return [
        at_most("agent memory, MB", one.peak / MEGABYTE, 100, f"peak at {scale.customers:,} customers"),
        at_most("receiver memory, MB", one.receiver_memory / MEGABYTE, 150, after),
    ]


def _beside(costs: dict[str, Costs], one: Race, peers: Peers) -> list[Result]:
    """Beside the peers. rsync moves bytes and publishes nothing, so only what it sends is a bar."""

    def peer(goal: str, ours: str, other: str, bar: float, extra: str = "") -> Result:
        both = Beside(costs[ours], costs[other])
        return at_most(goal, both.ratio, bar, both.detail + extra)

    copied, moved = (
        f"; rsync of the file {middling(costs[f'rsync {what}']).wall:.2f} s" for what in ("none", "changed")
    )
    sent, theirs = one.told("changed", "bytes_sent"), middle([float(size) for size in peers.sent])
    loader, dlt = (f"; its memory {megabytes(peers.peaks[name])}" for name in ("pgloader", "dlt replace"))
    return [
        peer("full push: beside pgloader", "full", "pgloader", PGLOADER, loader),
        peer("full push: beside dlt", "full", "dlt full", DLT, dlt),
        peer("full push: beside .dump into psql", "full", ".dump", AS_GOOD),
        peer("nothing changed: beside dlt merge", "none", "dlt none", AS_GOOD, copied),
        peer("1 % changed: beside dlt merge", "changed", "dlt changed", AS_GOOD, moved),
        at_most("1 % changed: bytes beside rsync -z", sent / theirs, AS_GOOD, f"{sent} / {theirs:.0f} bytes"),
    ]
