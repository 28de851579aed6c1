"""`python -m tests.bench [NAME ...] [--quick] [--json]`: prints a row a goal; exit 1 where one does not hold."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.bench import hashing, paging, pushing
from tests.bench.measuring import Result

BENCHES: dict[str, Callable[[Path, int], list[Result]]] = {
    "process": pushing.rows,
    "credentials": hashing.rows,
    "pages": paging.rows,
}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="three rounds instead of five")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    words = parser.parse_args()
    if unknown := set(words.names) - set(BENCHES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose from {', '.join(BENCHES)}")
    results: list[Result] = []
    for name in words.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="porchlight-bench-") as folder:
            found = BENCHES[name](Path(folder), 3 if words.quick else 5)
        results += found
        for one in found if not words.json else ():
            mark = "holds" if one.holds else "FAILS"
            print(f"{one.goal:32} {one.figure:10.3f}  bar {one.bar:<8g} {mark}  {one.detail}", flush=True)
    if words.json:
        print(msgspec.json.encode(results).decode())
    return 0 if all(one.holds for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
