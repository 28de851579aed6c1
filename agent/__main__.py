"""`python -m agent`: the command line of the office."""

from __future__ import annotations

import sys

from agent.cli.root import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
