"""The account that receivers run as in tests: never root where that can be helped."""

from __future__ import annotations

import functools
import os
import pwd
import subprocess
import sys

from tests.support.processes import ROOT

ACCOUNT = "nobody"


@functools.cache
def account() -> str | None:
    """The account to start receivers as, or None to start them as we are: we are not root, or we are and `nobody`
    cannot read this tree or its interpreter (a clone below /root)."""
    if os.geteuid() != 0:
        return None
    try:
        tried = subprocess.run(
            [sys.executable, "-c", "import receiver, flask"],
            cwd=ROOT,
            user=ACCOUNT,
            group="nogroup",
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
    except (PermissionError, FileNotFoundError, LookupError):
        return None
    return ACCOUNT if tried.returncode == 0 else None


def described() -> str:
    """One line for the report's header."""
    chosen = account()
    if chosen is not None:
        return f"receivers run as {chosen}"
    if os.geteuid() == 0:
        return f"receivers run as root: {ACCOUNT} cannot read this tree or its interpreter"
    return f"receivers run as {pwd.getpwuid(os.geteuid()).pw_name}"
