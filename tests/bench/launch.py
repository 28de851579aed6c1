"""`python -I -S launch.py PIPE PROGRAM WORDS ...`: runs a program and writes what it took into the pipe, as JSON.

From a process as small as Python can be: Linux counts the memory of whoever starts a program into its own peak.
"""

from __future__ import annotations

import json
import os
import sys
import time

pipe, program = int(sys.argv[1]), sys.argv[2:]
os.set_inheritable(pipe, False)
begun = time.monotonic()
pid = os.posix_spawnp(program[0], program, os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.monotonic() - begun
told = {
    "code": os.waitstatus_to_exitcode(status),
    "seconds": seconds,
    "cpu": usage.ru_utime + usage.ru_stime,
    "peak": usage.ru_maxrss * 1024,
}
os.write(pipe, json.dumps(told).encode())
