"""Who sits at the command line."""

from __future__ import annotations

import getpass

from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor


def host_actor(who: str = "") -> Actor:
    """For the audit log: `who`, or else the account."""
    return Actor(Side.HOST, name=who or account_name())


def account_name() -> str:
    """The account of the operating system; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "the host"
