"""`python -m tests.support.unprivileged WORDS ...`: the agent under an account that owns nothing, where we are root.

Everything is loaded first: that account may not be able to read this tree or its interpreter.
"""

from __future__ import annotations

import os
import pwd
import sys

import sqlalchemy.dialects.sqlite

from agent.cli.root import run
from agent.wiring.checking import versions

ACCOUNT = "nobody"
LOADED = (sqlalchemy.dialects.sqlite, versions())

if __name__ == "__main__":
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    sys.exit(run(sys.argv[1:]))
