"""`python -m tests.bench [NAME ...] [--quick] [--json]`: prints a row a goal; exit 1 where one does not hold.

The limit runs beside ours in the same call; figures are medians of ratios within it. Processor time stands in the
detail, since on a busy machine the clock tells little.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.bench import customer_list, growing, hashing, paging, painting, pushing, replacing
from tests.bench.measuring import FULL, QUICK, Result, Scale
from tests.support.databases import KINDS

BENCHES: dict[str, Callable[[Path, Scale, str], list[Result]]] = {
    "push": pushing.rows,
    "credentials": hashing.rows,
    "pages": paging.rows,
    "replacement": replacing.rows,
    "window": painting.rows,
    "customers": customer_list.rows,
    "growth": growing.rows,
}
LONG = frozenset({"growth"})
"""Left out of `--quick` where it is not named."""


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Ours beside the limit, in one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="three rounds instead of five, and no growth")
    parser.add_argument("--database", choices=KINDS, default=KINDS[0], help="what both receivers work on")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    words = parser.parse_args()
    if unknown := set(words.names) - set(BENCHES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose from {', '.join(BENCHES)}")
    scale = QUICK if words.quick else FULL
    results: list[Result] = []
    if not words.json:
        print(f"Medians of {scale.rounds} rounds, on {words.database}.", flush=True)
    for name in words.names or [one for one in BENCHES if not (words.quick and one in LONG)]:
        with tempfile.TemporaryDirectory(prefix="porchlight-bench-") as folder:
            found = BENCHES[name](Path(folder), scale, words.database)
        results += found
        for one in found if not words.json else ():
            mark = "holds" if one.holds else "FAILS"
            print(f"{one.goal:40} {one.figure:10.3f}  bar {one.bar:<8g} {mark}  {one.detail}", flush=True)
    if words.json:
        print(msgspec.json.encode(results).decode())
    return 0 if all(one.holds for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
