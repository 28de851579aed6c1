"""`python -m tests.campaign.traced NOTES FAULT CALL NTH MODULE WORDS ...`: a module to which strace does something
("signal=SIGKILL", "error=EIO") in its NTH call of a kind ("7", or "7+" for that and all that follow). NOTES gets every
call of the kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

if __name__ == "__main__":
    notes, fault, call, nth, *words = sys.argv[1:]
    wish = f"inject={call}:{fault}:when={nth}"
    strace = ["strace", "-f", "-qq", "-o", notes, "-e", f"trace={call}", "-e", wish]
    code = subprocess.call([*strace, sys.executable, "-m", *words])
    if code == -signal.SIGKILL:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.exit(code)
