"""What the demo starts ends with it, also where the demo is killed (reliability F9)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support.processes import ROOT, free_port

DEMO = """
import os, sys, time
from pathlib import Path
from installer.children import Child

Child(["http.server", sys.argv[1], "--bind", "127.0.0.1"], dict(os.environ), Path(sys.argv[2]))
time.sleep(600)
"""
SECONDS = 30


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def wait_until(wanted: bool, port: int) -> None:
    """Fails where it takes too long until somebody, or nobody, listens."""
    end = time.monotonic() + SECONDS
    while listens(port) is not wanted:
        assert time.monotonic() < end, f"listens on {port}: {not wanted}"
        time.sleep(0.05)


def test_F9_kill_of_the_demo_ends_what_it_started(tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, "-c", DEMO, str(port), str(tmp_path / "log")]
    with subprocess.Popen(words, cwd=ROOT) as demo:
        wait_until(True, port)
        os.kill(demo.pid, signal.SIGKILL)
    wait_until(False, port)
