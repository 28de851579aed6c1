"""The installer's command line: see README.md in this folder."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType
from typing import NoReturn

from installer import demo, environment, lock, test
from installer.errors import SetUpError
from installer.say import say


def main(words: list[str]) -> int:
    """Do what the words say; the exit code."""
    environment.check_python()
    if words[:1] == ["test"]:
        # Everything after it is pytest's, options included.
        return test.command(words[1:])
    parser = argparse.ArgumentParser(prog="python3 -m installer", description="Sets Porchlight up from a clone.")
    commands = parser.add_subparsers(dest="command", required=True)
    demo.add_words(commands.add_parser("demo", help="an office, a receiver and a portal to look at"))
    commands.add_parser("test", help="all checks and tests; further words go to pytest")
    lock.add_words(commands.add_parser("lock", help="write the lock files anew from pyproject.toml"))
    chosen = parser.parse_args(words)
    return demo.command(chosen) if chosen.command == "demo" else lock.command(chosen)


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """End like Ctrl-C, so that everything that was started is ended too."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A shell that starts us in the background hands us a Ctrl-C that is ignored; so both are said.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except SetUpError as error:
        say(f"\n{error.what}\n{error.remedy}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
