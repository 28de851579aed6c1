"""`python -m tests.campaign [NAME] [--rounds N] [--seed S] [--database sqlite|postgresql] [--json]`: runs a campaign of
faults and prints what it found; exit 1 where a rule was broken. Without a name it lists them. `sync` is all of them
together, fault by fault (see `sync`)."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from tests.campaign import cut, disk_errors, flip, kill_agent, kill_receiver, mail, replacing, sync
from tests.campaign.report import Report, table
from tests.campaign.stage import Stage

Run = Callable[[Path, str, int, int], Report]
"""Runs a campaign in an empty folder, on a kind of database: so many rounds, from a seed."""


@dataclass(frozen=True)
class Campaign:
    """What can be run."""

    run: Run
    rounds: int
    line: str


def staged(play: Callable[[Stage, int, int], Report]) -> Run:
    """A campaign that plays on a stage."""

    def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
        with Stage.open(folder, database) as stage:
            return play(stage, rounds, seed)

    return run


SYNC: Final = "sync"
CAMPAIGNS = {
    kill_agent.NAME: Campaign(staged(kill_agent.play), 60, "kill -9 of the agent at moments all over a Process"),
    kill_receiver.NAME: Campaign(staged(kill_receiver.play), 60, "kill -9 of the receiver inside its transactions"),
    cut.NAME: Campaign(staged(cut.play), 400, "connections cut at any byte, up and down"),
    disk_errors.NAME: Campaign(staged(disk_errors.play), 40, "calls of the receiver's database that fail (strace)"),
    replacing.NAME: Campaign(
        replacing.run, 600, "kills and errors in a replacement, its undo, an edit (of each so many)"
    ),
    mail.NAME: Campaign(mail.run, 1_000, "mails to a server that fails, by a worker that is killed"),
    flip.NAME: Campaign(flip.run, 10_000, "parts cut short and with one bit changed"),
}


def main() -> int:
    """Run what was asked for."""
    if sys.argv[1:2] == [SYNC]:
        return sync.main(sys.argv[2:])
    listed = "\n".join(f"  {name:14} {one.line} ({one.rounds:,} rounds)" for name, one in CAMPAIGNS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaign",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=f"Runs one of these, and exits with 1 where a rule was broken:\n{listed}\n"
        f"  {SYNC:14} every fault on the way from office to portal ({SYNC} --help)",
    )
    parser.add_argument("name", nargs="?", choices=list(CAMPAIGNS), metavar="NAME")
    parser.add_argument("--rounds", type=int, metavar="N", help="how many faults (default: as listed)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="where chance starts (default 1)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="of the receiver")
    parser.add_argument("--json", action="store_true", help="print one object with every shot")
    words = parser.parse_args()
    if words.name is None:
        parser.print_help()
        return 0
    campaign = CAMPAIGNS[words.name]
    with tempfile.TemporaryDirectory(prefix="porchlight-campaign-") as folder:
        found = campaign.run(Path(folder), words.database, words.rounds or campaign.rounds, words.seed)
    print(msgspec.json.encode(found).decode() if words.json else table(found))
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
