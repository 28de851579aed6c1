"""`python -m agent`: the command line of the office."""

from __future__ import annotations

import io
import sys

try:
    from agent.cli.root import run
except KeyboardInterrupt:
    # Loading takes a second on a slow computer: long enough to press Ctrl-C.
    sys.stderr.write("Stopped.\n")
    sys.exit(1)

if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe may be set to fewer characters than customers' names have.
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))
