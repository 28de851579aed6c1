"""`python -m tests.bench [NAME ...] [--quick] [--json]`: prints a row a goal; exit 1 where one does not hold.

The limit, and other programs that do the same work, run beside ours in the same call; figures are medians of ratios
within it. Processor time stands in the detail, since on a busy machine the clock tells little.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from installer.errors import SetUpError
from tests.bench import customer_list, growing, hashing, machine, offices, paging, painting, pushing, replacing, served
from tests.bench.measuring import CUSTOMERS, FULL, QUICK, Result, Scale
from tests.support.databases import KINDS
from tests.support.postgres import PostgresMissing

Bench = Callable[[Path, Scale], list[Result]]

BENCHES: dict[str, Bench] = {
    "push": pushing.rows,
    "server": served.rows,
    "growth": growing.rows,
    "credentials": hashing.rows,
    "pages": paging.rows,
    "offices": offices.rows,
    "replacement": replacing.rows,
    "window": painting.rows,
    "customers": customer_list.rows,
}


def main(arguments: Sequence[str], known: Mapping[str, Bench] = BENCHES) -> int:
    """Run what was asked for, of the benches that are `known`."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Ours beside the limit, in one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="three rounds instead of five, and shorter ones")
    parser.add_argument("--customers", type=int, default=CUSTOMERS, metavar="N", help="of the office, in push")
    parser.add_argument("--database", choices=KINDS, default=KINDS[0], help="what receivers work on")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave pgloader, dlt, rsync, psql out")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    words = parser.parse_args(arguments)
    if unknown := set(words.names) - set(known):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
    scale = msgspec.structs.replace(
        QUICK if words.quick else FULL, customers=words.customers, database=words.database, peers=words.peers
    )
    aside = sys.stderr if words.json else sys.stdout
    print(f"{machine.described()}. Medians of {scale.rounds} rounds.", file=aside, flush=True)
    if warning := machine.warning():
        print(warning, file=sys.stderr, flush=True)
    try:
        results = run([known[name] for name in words.names or known], scale, table=not words.json)
    except (SetUpError, PostgresMissing) as error:
        print(error, file=sys.stderr)
        return 2
    if words.json:
        print(msgspec.json.encode(results).decode())
    return code(results)


def run(benches: Sequence[Bench], scale: Scale, *, table: bool) -> list[Result]:
    """The rows of these benches, one after the other; with `table`, printed for people as they come."""
    results: list[Result] = []
    for bench in benches:
        with tempfile.TemporaryDirectory(prefix="porchlight-bench-") as folder:
            found = bench(Path(folder), scale)
        results += found
        for one in found if table else ():
            print(line(one), flush=True)
    return results


def line(result: Result) -> str:
    """A row for people."""
    mark = "holds" if result.holds else "FAILS"
    return f"{result.goal:56} {result.figure:10.3f}  bar {result.bar:<8g} {mark}  {result.detail}"


def code(results: Sequence[Result]) -> int:
    """What the command ends with."""
    return 0 if all(one.holds for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
