"""`python -m tests.campaign.traced CALL NTH MODULE WORDS ...`: a module that strace kills in its NTH call of a kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

if __name__ == "__main__":
    call, nth, *words = sys.argv[1:]
    kill = f"inject={call}:signal=SIGKILL:when={nth}"
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", kill]
    code = subprocess.call([*strace, sys.executable, "-m", *words])
    if code == -signal.SIGKILL:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.exit(code)
