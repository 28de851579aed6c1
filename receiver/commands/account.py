"""Who sits at the command line."""

from __future__ import annotations

import getpass


def account_name() -> str:
    """The account of the operating system; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "the host"
