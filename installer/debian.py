"""Debian's packages: the missing ones are installed where we are root, else named with the line that does it."""

from __future__ import annotations

import os
import shutil
import subprocess

from installer.errors import SetUpError
from installer.say import call, step

BROWSER = ("chromium", "fonts-dejavu-core", "libatomic1")
"""What the tests need: a browser, a font for it to write with, and what the program that drives it links to."""

WINDOW = ("libglib2.0-0", "libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "fonts-dejavu-core")
"""What Qt links to, even where nobody sees the window."""

SCREEN = ("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0")
"""What a window on an X11 screen needs besides."""

DATABASE = ("postgresql", "mariadb-server-core")
"""The database servers that the tests start for themselves."""

FAULTS = ("strace", "fuse3", "libfaketime", "iproute2", "nftables", "dbus", "gnome-keyring")
"""What lets the tests kill a program in one of its system calls or let one of them fail, lose what was not yet on the
disk, set clocks wrong, make a network slow or silent, and lock a desktop's keyring."""


def need(*packages: str) -> None:
    """Make sure that these packages are installed. On a system without dpkg nothing is done: what is missing there
    shows where it is used."""
    if shutil.which("dpkg-query") is None:
        return
    missing = [one for one in dict.fromkeys(packages) if not installed(one)]
    if not missing:
        return
    line = f"apt-get update && apt-get install -y {' '.join(missing)}"
    if os.geteuid() != 0:
        raise SetUpError(f"These Debian packages are missing: {', '.join(missing)}.", f"Run: sudo sh -c '{line}'")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    remedy = f"Look at what apt-get says above, then run: {line}"
    with step(f"Installing Debian packages {', '.join(missing)}"):
        call(["apt-get", "update"], "apt-get update failed.", remedy, env=env)
        words = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        call(words, "apt-get could not install what is missing.", remedy, env=env)


def installed(package: str) -> bool:
    """Whether dpkg has the package installed."""
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout == "installed"
