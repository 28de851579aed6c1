"""`python -m tests.campaign.desk KEYRING MODULE WORDS ...`: a module at a desk with a session bus and a keyring that is
"open", "locked", "away" (nobody answers for it) or "without a bus".

The keyring lies below XDG_DATA_HOME, its password is always the same; whatever is started here ends with the session.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PROGRAMS: Final = ("dbus-run-session", "gnome-keyring-daemon")
PASSWORD: Final = "of a keyring"
INSIDE: Final = "inside"
BUS: Final = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>"""
"""A bus that starts nothing by itself."""


def at_the_desk(keyring: str, words: list[str]) -> int:
    """Run the module; gives its exit code."""
    env = {**os.environ, "DISPLAY": ":99"}
    if keyring == "without a bus":
        env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        return subprocess.call([sys.executable, "-m", *words], env=env)
    with TemporaryDirectory() as folder:
        config = Path(folder) / "bus.conf"
        config.write_text(BUS)
        env["XDG_RUNTIME_DIR"] = folder
        session = ["dbus-run-session", "--config-file", str(config), "--"]
        inside = [sys.executable, "-m", "tests.campaign.desk", INSIDE, keyring, *words]
        return subprocess.call([*session, *inside], env=env)


def inside(keyring: str, words: list[str]) -> None:
    """On the bus: start the keyring, become the module."""
    if keyring != "away":
        how = ["--unlock"] if keyring == "open" else ["--start"]
        daemon = ["gnome-keyring-daemon", *how, "--components=secrets", "--daemonize"]
        given = PASSWORD.encode() if keyring == "open" else b""
        subprocess.run(daemon, input=given, capture_output=True, check=True)
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == INSIDE:
        inside(rest[0], rest[1:])
    else:
        sys.exit(at_the_desk(what, rest))
