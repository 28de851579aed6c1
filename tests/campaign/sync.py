"""`python -m tests.campaign sync [F1 F5 ...] [--rounds N] [--seed S] [--database KIND] [--short] [--json] [--list]`:
injects every registered fault of the way from office to portal, and prints what was run and found; exit 1 where a rule
was broken, or a fault could not be played."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from tests.campaign import office_faults, wire_faults
from tests.campaign.registry import NUMBERED, Fault, Grounds
from tests.campaign.report import Report, table

FAULTS: Final = (*office_faults.FAULTS, *wire_faults.FAULTS)


class Played(msgspec.Struct, frozen=True):
    """A fault that was played: what was injected, what had to come of it, and what was found."""

    ids: tuple[str, ...]
    injected: str
    required: str
    seconds: float
    holds: bool
    report: Report


def registered(name: str) -> Fault:
    """The fault of this name ("F5 R1"), else the first with this id. Raises `KeyError`."""
    named = [fault for fault in FAULTS if fault.name == name]
    return next(iter(named or chosen([name])))


def chosen(names: Sequence[str]) -> list[Fault]:
    """The faults with one of these ids, all of them where none is named. Raises `KeyError` for an unknown one."""
    for name in names:
        if not any(name in fault.ids for fault in FAULTS):
            raise KeyError(name)
    return [fault for fault in FAULTS if not names or set(names) & set(fault.ids)]


def play(faults: Sequence[Fault], grounds: Grounds, seed: int, rounds: int = 0, *, short: bool) -> Iterator[Played]:
    """Play one fault after the other: `rounds` shots each, by default as many as it is registered with."""
    for fault in faults:
        begun = time.monotonic()
        found = fault.played(grounds, rounds or (fault.short if short else fault.long), seed)
        seconds = round(time.monotonic() - begun, 1)
        yield Played(fault.ids, fault.injected, fault.required, seconds, found.holds, found)


def listed() -> str:
    """Every fault that can be played, and the numbers that nothing is registered for."""
    lines = []
    for fault in FAULTS:
        lines += [f"{fault.name}  ({fault.short:,} shots in the tests, {fault.long:,} here)"]
        lines += [f"    injected: {fault.injected}", f"    required: {fault.required}"]
    known = {name for fault in FAULTS for name in fault.ids}
    if missing := [name for name in NUMBERED if name not in known]:
        lines.append(f"nothing is registered for: {' '.join(missing)}")
    return "\n".join(lines)


def told(one: Played) -> str:
    """For people."""
    head = f"{' '.join(one.ids)}  {'holds' if one.holds else 'BROKEN'}  {one.seconds:.0f} s"
    return f"{head}\n  injected: {one.injected}\n  required: {one.required}\n{table(one.report)}\n"


def totals(played: Sequence[Played]) -> str:
    """The last lines: a row for each fault."""
    rows = [
        f"  {' '.join(one.ids):24} {len(one.report.shots):7,} shots {one.faults:5} faults  {one.verdict}"
        for one in map(_Row, played)
    ]
    shots = sum(len(one.report.shots) for one in played)
    return "\n".join([f"{len(played)} plays, {shots:,} shots", *rows])


class _Row:
    def __init__(self, played: Played) -> None:
        self.ids, self.report = played.ids, played.report
        self.faults = sum(len(shot.faults) for shot in played.report.shots)
        self.verdict = "holds" if played.holds else f"BROKEN: {'; '.join(played.report.broken)[:160]}"


def main(words: Sequence[str]) -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign sync", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="F1", help="only these (default: all that are registered)")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help="shots of each (default: as listed)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="where chance starts (default 1)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="of the receiver")
    parser.add_argument("--short", action="store_true", help="as many shots as the tests take")
    parser.add_argument("--json", action="store_true", help="print one object with every shot")
    parser.add_argument("--list", action="store_true", help="say what can be played")
    asked = parser.parse_args(words)
    if asked.list:
        print(listed())
        return 0
    try:
        faults = chosen(asked.faults)
    except KeyError as unknown:
        parser.error(f"nothing is registered for {unknown.args[0]}; see --list")
    played: list[Played] = []
    with (
        tempfile.TemporaryDirectory(prefix="porchlight-campaign-") as folder,
        Grounds.open(Path(folder), asked.database) as grounds,
    ):
        for one in play(faults, grounds, asked.seed, asked.rounds, short=asked.short):
            played.append(one)
            print(told(one), file=sys.stderr if asked.json else sys.stdout, flush=True)
    whole = {
        "seed": asked.seed,
        "database": asked.database,
        "holds": all(one.holds for one in played),
        "faults": played,
    }
    print(msgspec.json.encode(whole).decode() if asked.json else totals(played))
    return 0 if whole["holds"] else 1
